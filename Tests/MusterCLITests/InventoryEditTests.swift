import Foundation
import MusterCLI
import MusterModel
import Synchronization
import Testing

/// Writes one text after the other into the file it is given, and may do something else meanwhile.
final class ScriptedEditor: Editor {
    private let texts: Mutex<[String]>
    private let meanwhile: @Sendable () -> Void

    init(_ texts: [String], meanwhile: @escaping @Sendable () -> Void = {}) {
        self.texts = Mutex(texts)
        self.meanwhile = meanwhile
    }

    func edit(_ path: String, with command: String) throws(CommandError) {
        meanwhile()
        let text = texts.withLock { $0.isEmpty ? "" : $0.removeFirst() }
        do { try write(text, to: path) } catch { throw .conflict("cannot write", fix: nil) }
    }
}

struct InventoryEditTests {
    static let old = "version: 1\nhosts: {a: {user: x}, b: {}}\n"
    static let new = "version: 1\nhosts: {a: {user: y}, c: {}}\n"
    static let bad = "version: 1\nhosts: {a: {usr: y}}\n"

    private func edit(_ directory: String, _ editor: ScriptedEditor, answers: [String]) async throws -> Ran {
        try write(Self.old, to: directory + "/fleet.yml")
        var ran = await muster(["inventory", "edit", "--inventory", directory], answers: answers, editor: editor)
        ran.notes = ran.notes.replacing(directory + "/", with: "")
        // The draft of a change that was not made is kept.
        if let draft = ran.notes.firstMatch(of: #/(/tmp/muster-edit\.\w+)\//#) {
            try FileManager.default.removeItem(atPath: String(draft.1))
        }
        return ran
    }

    @Test func whatChangesIsShownAndAYesWritesIt() async throws {
        try await withDirectory { directory in
            let ran = try await edit(directory, ScriptedEditor([Self.new]), answers: ["y"])
            #expect(ran.output == "+ c\n- b\n~ a\n    user: x -> y\n")
            #expect(ran.notes == "write these changes? [y/N] \nwrote fleet.yml\n")
            #expect(ran.status == .ok)
            #expect(try read(directory + "/fleet.yml") == Self.new)
        }
    }

    @Test func aNoKeepsTheOldFile() async throws {
        try await withDirectory { directory in
            let ran = try await edit(directory, ScriptedEditor([Self.new]), answers: ["n"])
            #expect(ran.notes.contains("fleet.yml is as it was; your draft is /tmp/muster-edit."))
            #expect(ran.status == .usage)
            #expect(try read(directory + "/fleet.yml") == Self.old)
        }
    }

    @Test func mistakesLeadBackIntoTheEditor() async throws {
        try await withDirectory { directory in
            let ran = try await edit(directory, ScriptedEditor([Self.bad, Self.new]), answers: ["y", "y"])
            #expect(ran.notes.contains("fleet.yml:2:13: unknown key `usr`\n  did you mean `user`?\nedit again?"))
            #expect(try read(directory + "/fleet.yml") == Self.new)
        }
    }

    @Test func mistakesThatStayKeepTheOldFile() async throws {
        try await withDirectory { directory in
            let ran = try await edit(directory, ScriptedEditor([Self.bad]), answers: ["n"])
            #expect(ran.status == .usage)
            #expect(try read(directory + "/fleet.yml") == Self.old)
        }
    }

    @Test func aFileThatChangedMeanwhileIsNotOverwritten() async throws {
        try await withDirectory { directory in
            let other = "version: 1\nhosts: {other: {}}\n"
            let editor = ScriptedEditor([Self.new]) { try? write(other, to: directory + "/fleet.yml") }
            let ran = try await edit(directory, editor, answers: ["y"])
            #expect(ran.status == .usage)
            #expect(
                ran.notes.contains("fleet.yml was changed meanwhile\n  take over your changes from /tmp/muster-edit."))
            #expect(try read(directory + "/fleet.yml") == other)
        }
    }

    @Test func anUntouchedCopyChangesNothing() async throws {
        try await withDirectory { directory in
            let ran = try await edit(directory, ScriptedEditor([Self.old]), answers: ["y"])
            #expect(ran.notes == "nothing was changed\n")
        }
    }

    @Test func withoutATerminalNoEditorOpens() async throws {
        try await withDirectory { directory in
            let ran = try await edit(directory, ScriptedEditor([Self.new]), answers: [])
            #expect(ran.status == .usage)
            #expect(try read(directory + "/fleet.yml") == Self.old)
        }
    }
}
