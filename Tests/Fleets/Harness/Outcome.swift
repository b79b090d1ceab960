import Foundation
package import MusterIO

/// What a program printed, and how it ended.
package struct Outcome: Sendable, CustomStringConvertible {
    package let status: ExitStatus
    package let output: String
    package let errorOutput: String

    init(_ output: CommandOutput) {
        status = output.status
        self.output = output.output.text
        errorOutput = output.errorOutput.text
    }

    package var exitCode: Int32? {
        if case .exited(let code) = status { code } else { nil }
    }

    /// The output as JSON.
    package func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(output.utf8))
    }

    package var description: String { "\(status)\n\(output)\(errorOutput)" }
}
