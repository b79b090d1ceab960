extension Schema {
    /// Nodes, what shows them, and their measurements.
    ///
    /// `node` has one row per known node, narrow because reports read all of them; what only the view of one node
    /// needs is in `node_evidence`. Amounts are TEXT: attos exceed 64 bits.
    static let nodeTables = """
        CREATE TABLE node (
            host_id INTEGER NOT NULL REFERENCES host(id),
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            status TEXT NOT NULL,
            health TEXT,
            last_known_status TEXT,
            evidence_at INTEGER NOT NULL,
            first_seen_at INTEGER NOT NULL,
            created_at INTEGER,
            missing_since INTEGER,
            gone_at INTEGER,
            root_absences INTEGER NOT NULL,
            start_moves INTEGER NOT NULL,
            storage_mount TEXT,
            storage_device TEXT,
            desired_goal TEXT,
            desired_by TEXT,
            desired_since INTEGER,
            desired_until INTEGER,
            desired_reason TEXT,
            open_id TEXT,
            open_verb TEXT,
            open_since INTEGER,
            open_ends_at INTEGER,
            managed INTEGER NOT NULL CHECK (managed IN (0, 1)),
            earned TEXT NOT NULL,
            counter_value INTEGER,
            counter_boot_id TEXT,
            counter_pid INTEGER,
            counter_started INTEGER,
            version TEXT,
            peer_id TEXT,
            rewards_address TEXT,
            PRIMARY KEY (host_id, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE node_evidence (
            host_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            provenance TEXT NOT NULL,
            observation TEXT NOT NULL,
            UNIQUE (host_id, name)
        ) STRICT;

        CREATE TABLE node_sample (
            host_id INTEGER NOT NULL,
            at INTEGER NOT NULL,
            name TEXT NOT NULL,
            uptime INTEGER,
            records INTEGER,
            gets INTEGER,
            puts INTEGER,
            put_errors INTEGER,
            connected_peers INTEGER,
            open_connections INTEGER,
            total_peers INTEGER,
            network_size INTEGER,
            shunned_count INTEGER,
            shunned_closedgroup INTEGER,
            shunned_oldclosedgroup INTEGER,
            bad_peers INTEGER,
            rel_records INTEGER,
            max_records INTEGER,
            payment_count INTEGER,
            live_time INTEGER,
            mem REAL,
            cpu REAL,
            rewards INTEGER,
            resident INTEGER,
            PRIMARY KEY (host_id, at, name)
        ) STRICT, WITHOUT ROWID;
        """

    static let runTables = """
        CREATE TABLE run (
            id TEXT PRIMARY KEY,
            verb TEXT NOT NULL,
            arguments TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            started_by TEXT NOT NULL,
            exit_code INTEGER
        ) STRICT;
        CREATE INDEX run_by_time ON run (started_at);

        CREATE TABLE run_host (
            run_id TEXT NOT NULL REFERENCES run(id),
            host_id INTEGER NOT NULL REFERENCES host(id),
            outcome TEXT NOT NULL,
            step TEXT,
            message TEXT,
            fix TEXT,
            at INTEGER NOT NULL,
            took INTEGER NOT NULL,
            address TEXT,
            PRIMARY KEY (run_id, host_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            host_id INTEGER NOT NULL REFERENCES host(id),
            node TEXT,
            kind TEXT NOT NULL,
            text TEXT NOT NULL,
            run_id TEXT REFERENCES run(id)
        ) STRICT;
        CREATE INDEX event_by_time ON event (at);
        CREATE INDEX event_of_host ON event (host_id, at);
        """
}
