import GRDB
package import MusterModel

extension Store {
    /// Ports that nodes of these hosts have, or will have when what is open comes to its end.
    package func claimedPorts(of hosts: [HostName]) throws(StoreError) -> [HostName: Set<UInt16>] {
        try read { db in
            let names = try Self.list(hosts)
            return try Self.claimedPorts(
                "SELECT id FROM host WHERE name IN (SELECT value FROM json_each(?1))", names, db)
        }
    }

    /// Those of other hosts behind the same public address, as the last sync of the inventory has it.
    package func portsBeside(_ host: HostName) throws(StoreError) -> Set<UInt16> {
        try read { db in
            let claimed = try Self.claimedPorts(Self.neighbours, host.text, db)
            return claimed.values.reduce(into: Set()) { $0.formUnion($1) }
        }
    }

    /// The first host behind the same public address that has one of the ports.
    static func neighbour(of host: HostName, claiming ports: [UInt16], _ db: Database) throws -> (HostName, UInt16)? {
        guard !ports.isEmpty else { return nil }
        for (name, claimed) in try claimedPorts(neighbours, host.text, db).sorted(by: { $0.key < $1.key }) {
            if let port = ports.first(where: claimed.contains) { return (name, port) }
        }
        return nil
    }

    private static let neighbours = """
        SELECT other.host_id FROM host h JOIN host_label mine ON mine.host_id = h.id AND mine.name = 'nat'
            JOIN host_label other ON other.name = 'nat' AND other.value = mine.value AND other.host_id <> h.id
        WHERE h.name = ?1
        """

    private static func claimedPorts(
        _ hosts: String, _ argument: String, _ db: Database
    ) throws -> [HostName: Set<UInt16>] {
        let sql = """
            SELECT h.name, f.value FROM host h
                JOIN node n ON n.host_id = h.id AND n.gone_at IS NULL
                JOIN node_evidence e ON e.host_id = n.host_id AND e.name = n.name
                JOIN json_each(e.observation, '$.fields') f
            WHERE h.id IN (\(hosts)) AND h.retired_at IS NULL AND (f.key = 'port' OR f.key LIKE '%\\_port' ESCAPE '\\')
            UNION
            SELECT h.name, p.value ->> 'port' FROM host h
                JOIN action a INDEXED BY open_action ON a.host_id = h.id AND a.state IN \(LedgerRow.openStates)
                JOIN json_each(a.request, '$.node.ports') p
            WHERE h.id IN (\(hosts)) AND h.retired_at IS NULL AND a.verb IN ('add', 'restore')
            """
        var ports: [HostName: Set<UInt16>] = [:]
        for row in try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: [argument]) {
            var reader = RowReader(row, table: "node")
            let name = try reader.hostName()
            if let port = reader.next(Int64.self).flatMap({ UInt16(exactly: $0) }) {
                ports[name, default: []].insert(port)
            }
        }
        return ports
    }
}
