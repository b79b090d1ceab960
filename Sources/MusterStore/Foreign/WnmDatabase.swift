import GRDB
package import MusterModel

/// What wnm's `colony.db` holds of one host; the file is read and never changed.
package struct WnmDatabase: Sendable, Equatable {
    /// The one row of `machine`, by column; NULL columns are left out.
    package var machine: [String: Scalar]
    package var nodes: [Node]

    package struct Node: Sendable, Equatable {
        package var rootDirectory: String
        package var wallet: String?
        package var isDisabled: Bool
        /// When wnm made it; `nil` where wnm does not know.
        package var createdAt: Timestamp?

        package init(rootDirectory: String, wallet: String? = nil, isDisabled: Bool = false, createdAt: Timestamp?) {
            self.rootDirectory = rootDirectory
            self.wallet = wallet
            self.isDisabled = isDisabled
            self.createdAt = createdAt
        }
    }

    /// Whether a file of these first bytes can be such a database.
    package static func isDatabase(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.starts(with: "SQLite format 3\0".utf8)
    }

    package static func read(_ path: String) throws(StoreError) -> WnmDatabase {
        do {
            let queue = try Connection.open(path, readOnly: true)
            return try queue.read { db in
                guard try db.tableExists("machine"), try db.tableExists("node"),
                    let machine = try Row.fetchOne(db, sql: "SELECT * FROM machine ORDER BY id LIMIT 1")
                else { throw StoreError.foreign(path: path) }
                let nodes = try Row.fetchAll(db, sql: "SELECT * FROM node ORDER BY id LIMIT \(Self.nodeLimit)")
                return WnmDatabase(machine: values(machine), nodes: nodes.map(values).compactMap(Node.init))
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(error, path: path)
        }
    }

    private static let nodeLimit = 100_000

    private static func values(_ row: Row) -> [String: Scalar] {
        var values: [String: Scalar] = [:]
        for (column, value) in row {
            switch value.storage {
            case .int64(let whole): values[column] = .integer(whole)
            case .double(let number): values[column] = .real(number)
            case .string(let text): values[column] = .text(PlainText.printable(text))
            case .null, .blob: continue
            }
        }
        return values
    }
}

extension WnmDatabase.Node {
    fileprivate init?(_ row: [String: Scalar]) {
        guard case .text(let root)? = row["root_dir"], root.hasPrefix("/") else { return nil }
        self.init(
            rootDirectory: root, wallet: row["wallet"]?.text, isDisabled: row["status"]?.text == "DISABLED",
            // `age` is the time of creation in seconds; 0 stands for not known.
            createdAt: row["age"]?.whole.flatMap { seconds in
                (1..<4_102_444_800).contains(seconds) ? Timestamp(milliseconds: seconds * 1000) : nil
            })
    }
}
