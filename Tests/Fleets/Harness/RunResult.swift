/// What a verb that touches hosts prints with `--json`.
package struct RunResult: Decodable, Sendable {
    package struct Host: Decodable, Sendable {
        package struct Failure: Decodable, Sendable {
            package var step: String
            package var message: String
            package var fix: String?
        }

        package struct Survey: Decodable, Sendable {
            package struct Node: Decodable, Sendable {
                package var name: String
                package var seenBy: [String]
            }

            package var nodes: [Node]
            package var complete: Bool
        }

        package var host: String
        package var outcome: String
        package var failure: Failure?
        package var survey: Survey?
    }

    package var counts: [String: Int]
    package var hosts: [Host]

    package func host(_ name: String) throws -> Host {
        guard let host = hosts.first(where: { $0.host == name }) else { throw HarnessError.noHost(name) }
        return host
    }
}
