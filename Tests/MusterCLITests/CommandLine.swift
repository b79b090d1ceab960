import Foundation
import MusterCLI
import MusterModel
import Synchronization

/// Runs command lines in process, with everything from outside made up.
final class CapturedStreams: Output, Prompt {
    private let state = Mutex((output: "", notes: "", answers: [String]()))

    init(answers: [String] = []) { state.withLock { $0.answers = answers } }

    var output: String { state.withLock { $0.output } }
    var notes: String { state.withLock { $0.notes } }

    func write(_ text: String) { state.withLock { $0.output += text } }
    func note(_ text: String) { state.withLock { $0.notes += text + "\n" } }

    func ask(_ question: String) -> String? {
        state.withLock { state in
            state.notes += question + "\n"
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
    }
}

struct Ran {
    var status: MusterCLI.ExitStatus
    var output: String
    var notes: String
}

/// `answers` are what somebody at a terminal types; without any nobody is there.
func muster(
    _ arguments: [String], answers: [String] = [], variables: [String: String] = ["HOME": "/home/op"],
    editor: any Editor = ScriptedEditor([])
) async -> Ran {
    let streams = CapturedStreams(answers: answers)
    let environment = Environment(
        variables: variables, currentDirectory: "/", isErrorTerminal: !answers.isEmpty,
        isInputTerminal: !answers.isEmpty)
    let session = Session(
        environment: environment, output: streams, prompt: streams, editor: editor,
        now: { Timestamp(milliseconds: 1_800_000_000_000) })
    let status = await Muster.run(arguments, in: session)
    return Ran(status: status, output: streams.output, notes: streams.notes)
}

/// The root of the package, which holds the example inventory.
let projectRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

/// A directory of its own for the length of a test.
func withDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "muster-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}

func write(_ text: String, to path: String) throws {
    let directory = URL(filePath: path).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
}

func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
}
