import GRDB
package import MusterModel

extension Store {
    /// Makes nodes managed, or observed again: only managed ones are ever acted on.
    ///
    /// A node that becomes managed is recorded with the rewards address that it shows; one that is observed again loses
    /// what was wished of it.
    package func setManaged(_ managed: Bool, of nodes: [NodeID]) throws(StoreError) {
        try change(nodes) { writer, node in try writer.setManaged(managed, of: node) }
    }

    /// Says what should be of nodes, without an action.
    package func setDesired(_ desired: DesiredState?, of nodes: [NodeID]) throws(StoreError) {
        try change(nodes) { writer, node in try writer.set(desired, of: node) }
    }

    /// Takes over when nodes were made from whoever made them; what a survey says later changes nothing.
    package func setCreated(_ ages: [NodeID: Timestamp]) throws(StoreError) {
        guard !ages.isEmpty else { return }
        try write { db in
            var hosts = HostIDs(db)
            let sql = "UPDATE node SET created_at = ? WHERE host_id = ? AND name = ?"
            for (node, age) in ages {
                try db.execute(sql: sql, arguments: [age.milliseconds, try hosts.id(of: node.host), node.name])
            }
        }
    }

    private func change(
        _ nodes: [NodeID], _ body: (NodeEffectWriter, String) throws -> Void
    ) throws(StoreError) {
        // Nothing here is dated.
        let now = Timestamp(milliseconds: 0)
        try write(.full) { db in
            var hosts = HostIDs(db)
            for node in nodes {
                try body(NodeEffectWriter(db, host: try hosts.id(of: node.host), at: now), node.name)
                if db.changesCount == 0 { throw StoreError.unknownNode(node) }
            }
        }
    }

    /// Remembers under which circumstances a host was adopted; a later adoption takes the place of the earlier.
    package func recordAdoption(_ adoption: Adoption) throws(StoreError) {
        try write(.full) { db in
            var hosts = HostIDs(db)
            var row = try Insertion(db, SQLText.replace("adoption", "host_id document"))
            row.add(try hosts.id(of: adoption.host))
            row.add(try JSONColumn.text(adoption))
            try row.run()
        }
    }

    /// `nil` for a host that was never adopted, or was released.
    package func adoption(of host: HostName) throws(StoreError) -> Adoption? {
        try read { db in
            let sql = "SELECT d.document FROM adoption d JOIN host h ON h.id = d.host_id WHERE h.name = ?"
            return try String.fetchOne(try db.cachedStatement(sql: sql), arguments: [host.text]).map {
                try JSONColumn.value(Adoption.self, $0, table: "adoption")
            }
        }
    }

    package func forgetAdoption(of host: HostName) throws(StoreError) {
        try write(.full) { db in
            var hosts = HostIDs(db)
            try db.execute(sql: "DELETE FROM adoption WHERE host_id = ?", arguments: [try hosts.id(of: host)])
        }
    }
}
