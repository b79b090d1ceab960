import Glibc
package import MusterIO
package import MusterModel

/// Finds other managers of nodes that are alive on this host: anm and wnm, by the cron lines that run them.
package struct ForeignManagers: Sendable {
    let root: HostRoot
    let runner: any CommandRunner
    let uid: UInt32

    static let anm = "/etc/cron.d/anm"
    private static let systemFiles = "/etc/cron.d"
    private static let systemTable = "/etc/crontab"
    /// Debian's and its relatives'; others' and Alpine's.
    static let spools = ["/var/spool/cron/crontabs", "/var/spool/cron", "/etc/crontabs"]
    static let longestTable = 1 << 20

    package init(root: HostRoot, runner: any CommandRunner, uid: UInt32) {
        self.root = root
        self.runner = runner
        self.uid = uid
    }

    /// `nil` where not all crontabs that matter could be read.
    ///
    /// Without root that is one's own and the system's: another user's manager cannot touch what one may act on.
    package func look(until deadline: Deadline) async -> [ForeignManager]? {
        guard var found = systemTables() else { return nil }
        if uid == 0 {
            guard let users = spooled() else { return nil }
            return found + users
        }
        guard let own = await ownTable(until: deadline) else { return nil }
        found += own
        return found
    }

    /// Cron takes files of `/etc/cron.d` whose names have no dot.
    private func systemTables() -> [ForeignManager]? {
        let names: [String]
        do throws(SystemError) {
            names = try Directory.names(root.path(Self.systemFiles)).filter { !$0.contains(".") }
        } catch {
            guard error.isAbsence else { return nil }
            names = []
        }
        var found: [ForeignManager] = []
        for path in [Self.systemTable] + names.map({ Self.systemFiles + "/" + $0 }) {
            guard let table = read(path) else { return nil }
            found += Self.managers(in: table, path)
        }
        return found
    }

    private func spooled() -> [ForeignManager]? {
        var found: [ForeignManager] = []
        for spool in Self.spools {
            do throws(SystemError) {
                for name in try Directory.names(root.path(spool)) where !name.hasPrefix(".") {
                    let path = spool + "/" + name
                    guard (try FileInfo.of(root.path(path), followingLinks: false)).kind == .file else { continue }
                    guard let table = read(path) else { return nil }
                    found += Self.managers(in: table, path)
                }
            } catch {
                if !error.isAbsence { return nil }
            }
        }
        return found
    }

    /// One's own by crontab(1), which alone may read the spool.
    private func ownTable(until deadline: Deadline) async -> [ForeignManager]? {
        guard let users = try? UserDatabase.read(root), let user = users.user(uid) else { return nil }
        do throws(CommandError) {
            let answer = try await runner.run(Self.listing, until: deadline)
            let isNone = answer.errorOutput.text.hasPrefix("no crontab")
            guard answer.status.isSuccess || isNone else { return nil }
            return Self.managers(in: isNone ? "" : answer.output.text, Self.spools[0] + "/" + user.name)
        } catch {
            // Without cron nobody is run by it.
            if case .notFound = error { return [] }
            return nil
        }
    }

    static let listing = Command(["crontab", "-l"], outputLimit: longestTable)

    /// The text of a table; empty where there is none, `nil` where it cannot be read.
    private func read(_ path: String) -> String? {
        do throws(SystemError) {
            return try File.text(root.path(path), limit: Self.longestTable)
        } catch {
            return error.isAbsence ? "" : nil
        }
    }

    static func managers(in table: String, _ path: String) -> [ForeignManager] {
        var found: [ForeignManager] = []
        for (index, line) in lines(table).enumerated() {
            var name = CronLine.manager(in: line)
            // Whatever anm's own file runs is anm.
            if name == nil, path == anm, isJob(line) { name = "anm" }
            guard let name else { continue }
            found.append(ForeignManager(name: name, path: path, line: Int64(index + 1), text: shown(line)))
        }
        // The file as a whole is one manager.
        return path == anm ? Array(found.prefix(1)) : found
    }

    static func lines(_ table: String) -> [Substring] {
        table.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
    }

    static func shown(_ line: some StringProtocol) -> String {
        PlainText.printable(String(line)).cut(toBytes: 500)
    }

    private static func isJob(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " || $0 == "\t" }
        return text.first.map { $0.isNumber || $0 == "*" || $0 == "@" } ?? false
    }
}
