import GRDB
package import MusterModel

extension Store {
    /// The program of each node of a host as the ledger put it there last: by an addition or an upgrade that was done.
    package func placedPrograms(of host: HostName) throws(StoreError) -> [String: PlacedProgram] {
        try read { db in
            let sql = """
                SELECT a.node, a.report ->> '$.facts.\(ActionFact.binaryHash)',
                    a.report ->> '$.facts.\(ActionFact.version)', max(a.seq)
                FROM action a INDEXED BY action_of_host
                WHERE a.host_id = (SELECT id FROM host WHERE name = ?) AND a.verb IN ('add', 'restore', 'upgrade')
                    AND a.state = 'done' AND a.node IS NOT NULL
                GROUP BY a.node
                """
            var programs: [String: PlacedProgram] = [:]
            for row in try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: [host.text]) {
                var reader = RowReader(row, table: "action")
                let node = reader.text()
                guard let hash = reader.optionalText() else { continue }
                programs[node] = PlacedProgram(hash: hash, version: reader.optionalText())
            }
            return programs
        }
    }
}
