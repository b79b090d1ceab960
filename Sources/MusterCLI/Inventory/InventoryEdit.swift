import ArgumentParser
import MusterIO
import MusterInventory
import MusterModel

struct InventoryEdit: Verb {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Change the inventory in an editor, checked before it counts.",
        discussion: """
            Opens a copy in $VISUAL or $EDITOR, checks it, shows what would change, asks, and only then replaces the \
            file.

            EXAMPLES
              muster inventory edit
              muster inventory edit inventory/home.yml
            """)

    @Argument(help: ArgumentHelp("File of the inventory, where it has several.", valueName: "file"))
    var file: String?

    @OptionGroup var context: ContextOptions

    func run(in session: Session) async throws -> ExitStatus {
        guard session.environment.canAsk else {
            throw CommandError.noTerminal(question: "write these changes?", fix: "run it on a terminal")
        }
        let files = try context.inventoryFiles(in: session)
        let original = try chosen(from: files)
        let draft = try Draft(of: original)
        let edited = try edit(draft, of: original, in: files, session)
        guard let edited else { return keep(original, draft, session) }
        guard edited != original else {
            draft.discard()
            session.output.note("nothing was changed")
            return .ok
        }
        guard try session.confirm(try question(for: edited, in: files, session), insteadUse: "run it on a terminal")
        else { return keep(original, draft, session) }
        try draft.replace(original, with: edited)
        session.output.note("wrote \(original.path)")
        return .ok
    }

    /// Lets the operator edit until the inventory has no mistakes; `nil` when they give up.
    private func edit(
        _ draft: Draft, of original: SourceFile, in files: InventoryFiles, _ session: Session
    ) throws -> SourceFile? {
        while true {
            try session.editor.edit(draft.path, with: session.environment.editorCommand)
            let edited = try draft.read(as: original.path)
            guard edited != original else { return edited }
            do throws(InventoryError) {
                _ = try files.replacing(edited).load()
                return edited
            } catch {
                session.output.note(error.message)
            }
            guard try session.confirm("edit again?", insteadUse: "run it on a terminal") else { return nil }
        }
    }

    private func keep(_ original: SourceFile, _ draft: Draft, _ session: Session) -> ExitStatus {
        session.output.note("\(original.path) is as it was; your draft is \(draft.path)")
        return .usage
    }

    /// Shows what would change, where the old file can be compared.
    private func question(for edited: SourceFile, in files: InventoryFiles, _ session: Session) throws -> String {
        guard let before = try? files.load() else { return "the file had mistakes and has none now; write it?" }
        let change = FleetChange(from: before.targets, to: try files.replacing(edited).load().targets)
        guard !change.isEmpty else { return "no setting of any host changes; write the file?" }
        session.output.write(change.text + "\n")
        return "write these changes?"
    }

    private func chosen(from files: InventoryFiles) throws -> SourceFile {
        let all = files.inventory + files.kinds
        if let file {
            guard let found = all.first(where: { $0.path == file || $0.path.hasSuffix("/" + file) }) else {
                let known = all.map(\.path).joined(separator: ", ")
                throw CommandError.usage("\(file) is no file of the inventory", fix: "name one of \(known)")
            }
            return found
        }
        guard files.inventory.count == 1, let only = files.inventory.first else {
            let known = files.inventory.map(\.path).joined(separator: ", ")
            throw CommandError.usage("the inventory has several files", fix: "name one of \(known)")
        }
        return only
    }
}

extension Environment {
    /// What git(1) and crontab(1) use as well.
    var editorCommand: String { self["VISUAL"] ?? self["EDITOR"] ?? "vi" }
}
