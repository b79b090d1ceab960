import GRDB
package import MusterModel

extension Store {
    /// Numbers that a host's next nodes do not get, by kind: those that an addition found taken, those of additions
    /// whose end is not known, and the highest that was ever used.
    package func takenNumbers(of host: HostName) throws(StoreError) -> [String: [Int64]] {
        try read { db in
            var numbers: [String: Set<Int64>] = [:]
            for sql in [Self.refusedSQL, Self.highestSQL, Self.goneSQL] {
                for row in try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: [host.text]) {
                    var reader = RowReader(row, table: "action")
                    let kind = reader.text()
                    if let number = reader.next(Int64.self) { numbers[kind, default: []].insert(number) }
                }
            }
            return numbers.mapValues { $0.sorted() }
        }
    }

    private static let additions = """
        FROM action a INDEXED BY action_of_host
        WHERE a.host_id = (SELECT id FROM host WHERE name = ?) AND a.verb IN ('add', 'restore') AND a.number IS NOT NULL
        """

    private static let refusedSQL = """
        SELECT a.kind, a.number \(additions) AND (a.state IN \(LedgerRow.openStates)
            OR a.state = 'failed' AND a.report ->> 'fault' IN ('port-taken', 'exists'))
        """

    private static let highestSQL = "SELECT a.kind, max(a.number) \(additions) AND a.state = 'done' GROUP BY a.kind"

    /// Nodes that were there and are gone, whoever made them.
    private static let goneSQL = """
        SELECT n.kind, max(e.observation -> 'fields' ->> 'number') FROM host h JOIN node n ON n.host_id = h.id
            JOIN node_evidence e ON e.host_id = n.host_id AND e.name = n.name
        WHERE h.name = ? AND n.gone_at IS NOT NULL GROUP BY n.kind
        """
}
