package import MusterModel

/// Why the fleet's database could not be used.
package enum StoreError: Error, Hashable {
    /// There is no database at that path.
    case missing(path: String)
    /// Written by an earlier Muster, and opened by somebody who may not change it.
    case older(path: String)
    case newer(path: String, unknown: [String])
    /// Made by a Muster between two releases: it says that it is up to date, and lacks parts.
    case unfinished(path: String, lacking: [String])
    /// Another program's SQLite database.
    case foreign(path: String)
    /// Not a database, or one that lost parts.
    case damaged(path: String, detail: String)
    case networkFileSystem(path: String, type: String)
    case diskFull(path: String)
    /// Somebody else held the write lock for the whole wait.
    case busy(path: String, waited: Duration)
    case readOnly(path: String)
    /// The file was replaced, by `db restore` for one, since it was opened.
    case replaced(path: String)
    /// A file is there that must not be overwritten.
    case exists(path: String)
    /// The operating system refused.
    case system(path: String, operation: String, errno: Int32, text: String)
    case unknownHost(HostName)
    case unknownRun(String)
    /// An action of this node is on its way, or its end is not known.
    case nodeIsBusy(NodeID, ActionID)
    /// A node of another host has that port, and both hosts share one public address.
    case portIsTaken(UInt16, by: HostName)
    case unknownNode(NodeID)
    case unknownAction(String)
    /// The action's end is known already, or it was sent, so that it cannot be taken back.
    case actionIsBeyond(ActionID, LedgerState)
    /// More than one action's id begins so.
    case ambiguousAction(String)
    /// More than one run's id begins so.
    case ambiguousRun(String)
    /// SQLite said no for a reason that none of the other cases names.
    case sqlite(path: String, code: Int32, text: String)
    /// A row holds what this program cannot have written.
    case unreadable(table: String, detail: String)
}

extension StoreError: UserFacingError {
    package var message: String {
        switch self {
        case .missing(let path): "there is no fleet database at \(path)"
        case .older(let path): "\(path) was written by an earlier Muster"
        case .newer(let path, let unknown):
            "\(path) was written by a newer Muster (it holds \(unknown.joined(separator: ", ")))"
        case .unfinished(let path, let lacking):
            "\(path) was made by an unfinished Muster: it lacks \(lacking.prefix(3).joined(separator: ", "))"
                + (lacking.count > 3 ? " and \(lacking.count - 3) more" : "")
        case .foreign(let path): "\(path) is the database of another program"
        case .damaged(let path, let detail): "\(path) is damaged: \(detail)"
        case .networkFileSystem(let path, let type):
            "\(path) is on a network file system (\(type)), where file locks cannot be relied on"
        case .diskFull(let path): "no space left to write \(path)"
        case .busy(let path, let waited):
            "another Muster kept \(path) locked for \(waited.components.seconds) s"
        case .readOnly(let path): "\(path) was opened for reading only"
        case .replaced(let path): "\(path) was replaced while it was open"
        case .exists(let path): "\(path) is there already"
        case .system(let path, let operation, _, let text): "cannot \(operation) \(path): \(text)"
        case .unknownHost(let name): "host \(name) is not in the database"
        case .unknownRun(let id): "run \(id) is not in the database"
        case .nodeIsBusy(let node, let id): "\(node) has an open action (\(id.text.prefix(8)))"
        case .portIsTaken(let port, let host):
            "port \(port) is a node's of \(host), which has the same public address (`nat`)"
        case .unknownNode(let node): "node \(node) is not in the database"
        case .unknownAction(let id): "action \(id) is not in the ledger"
        case .actionIsBeyond(let id, let state): "action \(id.text.prefix(8)) is \(state.rawValue) already"
        case .ambiguousAction(let text): "more than one action's id begins with \(text)"
        case .ambiguousRun(let text): "more than one run's id begins with \(text)"
        case .sqlite(let path, let code, let text): "\(path): \(text) (SQLite \(code))"
        case .unreadable(let table, let detail): "table \(table) holds what Muster cannot read: \(detail)"
        }
    }

    package var fix: String? {
        switch self {
        case .missing: "run `muster survey`, which makes it, or name the database with --db"
        case .older: "run `muster db migrate`; it keeps a backup"
        case .newer: "use the newer muster, or name another database with --db"
        case .unfinished:
            "restore a copy from before (`muster db restore FILE`), or move it away and begin anew with `muster survey`"
        case .foreign: "name the fleet's database with --db"
        case .damaged, .unreadable: "run `muster db restore BACKUP`; backups lie beside the database"
        case .networkFileSystem: "keep the database on a local disk and name it with --db"
        case .diskFull: "free some space, then run the command again; nothing of the failed change was kept"
        case .busy: "find the other muster with `fuser` on the file with .lock at its end"
        case .unknownHost: "run `muster inventory list` to see the names"
        case .unknownRun: "run `muster history` to see the runs"
        case .replaced: "run the command again"
        case .unknownNode: "run `muster report nodes` to see the names"
        case .nodeIsBusy: "wait for its end; `muster history --open` shows it"
        case .portIsTaken: "write another `port_start` for one of the hosts"
        case .unknownAction, .actionIsBeyond: "run `muster history --open` to see the open ones"
        case .ambiguousAction, .ambiguousRun: "give more of its digits"
        case .exists: "name another file"
        case .readOnly, .system, .sqlite: nil
        }
    }
}
