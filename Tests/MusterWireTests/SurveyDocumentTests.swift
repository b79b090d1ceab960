import Foundation
import MusterModel
import Testing

/// `docs/survey.md` names every member of the survey document.
struct SurveyDocumentTests {
    @Test func everyMemberIsDescribed() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/survey.md")
        let text = try String(contentsOf: file.standardized, encoding: .utf8)
        for name in try members(of: example()) {
            #expect(text.contains("`\(name)`") || text.contains("`\(name)[]`") || text.contains(".\(name)`"), "\(name)")
        }
    }

    /// The example lines of `docs/wire.md` have every member.
    private func example() throws -> JSON {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/wire.md")
        let text = try String(contentsOf: file.standardized, encoding: .utf8)
        let blocks = text.components(separatedBy: "```json\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
        let bodies = try blocks.compactMap { try JSON.parse($0)["body"]?.members?.first }
        let wanted = bodies.filter { ["hello", "sample", "source", "node"].contains($0.name) }
        return .array(wanted.map { $0.name == "hello" ? $0.value["facts"] ?? .null : $0.value })
    }

    private func members(of json: JSON) -> [String] {
        switch json {
        case .array(let values): values.flatMap { members(of: $0) }
        case .object(let all):
            all.flatMap { member in
                let isFree = ["fields", "metrics", "values"].contains(member.name)
                return [member.name] + (isFree ? [] : members(of: member.value))
            }
        default: []
        }
    }
}
