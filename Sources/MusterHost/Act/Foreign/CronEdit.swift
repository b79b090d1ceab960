import Glibc
import MusterIO
import MusterModel

/// Takes one line out of a crontab, or the file of anm out of `/etc/cron.d`, and puts it back.
struct CronEdit: Sendable {
    let root: HostRoot
    let runner: any CommandRunner
    let uid: UInt32
    let foreign: ForeignManager
    let state: String

    private var isFile: Bool { foreign.path == ForeignManagers.anm }
    private var name: String { HostPath.lastComponent(foreign.path) }

    /// The same for the same line, so that giving back finds what taking over kept.
    private var copyName: String {
        let key = "\(foreign.path)\n\(foreign.line)\n\(foreign.text)"
        return "\(foreign.name)-\(SHA256.hex(of: Array(key.utf8)).prefix(16))"
    }

    /// Where the copy lies.
    var copy: String { state + "/undo/" + copyName }

    /// Keeps a copy and removes the line; answers where the copy lies.
    ///
    /// Fails as `missing` where the line is not what it was seen to be.
    func remove(until deadline: Deadline) async throws(ActionFailure) -> String {
        try check()
        let table = try await read(until: deadline)
        let lines = ForeignManagers.lines(table)
        let place = Int(foreign.line) - 1
        guard lines.indices.contains(place), ForeignManagers.shown(lines[place]) == foreign.text else {
            throw .refused(
                .missing, "line \(foreign.line) of \(foreign.path) is not what the survey saw",
                fix: "survey the host and try again")
        }
        try keep(isFile ? table : String(lines[place]))
        if isFile {
            try step("remove \(foreign.path)") { () throws(SystemError) in
                let directory = try NodePlace.parent(of: foreign.path, root)
                try directory.remove(name)
                try directory.sync()
            }
        } else {
            var rest = lines
            rest.remove(at: place)
            try await write(rest.joined(separator: "\n"), until: deadline)
        }
        return copy
    }

    /// Puts back what ``remove(until:)`` kept; there already is fine.
    func restore(until deadline: Deadline) async throws(ActionFailure) {
        try check()
        let kept = try step("read undo copy") { () throws(SystemError) in
            try File.text(root.path(copy), limit: ForeignManagers.longestTable)
        }
        if isFile {
            try step("restore \(foreign.path)") { () throws(SystemError) in
                try NodePlace.parent(of: foreign.path, root).write(name, Array(kept.utf8), mode: 0o644)
            }
        } else {
            let table = (try? await read(until: deadline)) ?? ""
            var lines = ForeignManagers.lines(table)
            if !lines.contains(kept[...]) {
                // A table ends with a line end: behind it there is an empty last line.
                let last = lines.last?.isEmpty == true ? lines.count - 1 : lines.count
                lines.insert(kept[...], at: min(max(0, Int(foreign.line) - 1), last))
                if lines.last?.isEmpty == false { lines.append("") }
                try await write(lines.joined(separator: "\n"), until: deadline)
            }
        }
        try? File.remove(root.path(copy))
    }

    /// Only what a survey can name is ever touched.
    private func check() throws(ActionFailure) {
        let parent = HostPath.parent(foreign.path)
        let isSystems = foreign.path == "/etc/crontab" || parent == "/etc/cron.d"
        guard HostPath.normalised(foreign.path) == foreign.path, isSystems || ForeignManagers.spools.contains(parent)
        else { throw .refused(.unsafePath, "\(PlainText.printable(foreign.path)) is no crontab") }
        if isSystems, uid != 0 {
            throw .refused(.denied, "\(foreign.path) is root's", fix: "set `become: sudo`")
        }
    }

    private func read(until deadline: Deadline) async throws(ActionFailure) -> String {
        if uid != 0 {
            return try await runner.step("read crontab", ForeignManagers.listing, until: deadline).output.text
        }
        return try step("read \(foreign.path)") { () throws(SystemError) in
            let directory = try NodePlace.parent(of: foreign.path, root)
            return String(
                decoding: try directory.read(name, limit: ForeignManagers.longestTable), as: UTF8.self)
        }
    }

    private func write(_ table: String, until deadline: Deadline) async throws(ActionFailure) {
        if uid != 0 {
            let command = Command(["crontab", "-"], input: Array(table.utf8), outputLimit: 4096)
            _ = try await runner.step("write crontab", command, until: deadline)
            return
        }
        try step("write \(foreign.path)") { () throws(SystemError) in
            let directory = try NodePlace.parent(of: foreign.path, root)
            // Cron refuses a user's table that belongs to somebody else, and notices the change by the file's time.
            let info = try? directory.info(name)
            try directory.write(
                name, Array(table.utf8), mode: info?.mode ?? 0o644, uid: info?.uid ?? 0, gid: info?.gid ?? 0)
        }
    }

    private func keep(_ text: String) throws(ActionFailure) {
        try step("keep undo copy") { () throws(SystemError) in
            try Directory.create(root.path(state + "/undo"), mode: 0o700)
            try File.writeAtomically(root.path(copy), Array(text.utf8), mode: 0o600)
        }
    }
}
