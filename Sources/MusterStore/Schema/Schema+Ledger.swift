extension Schema {
    /// What Muster decided and did.
    ///
    /// An action's row says how it stands; what happened to it, in order, is in `action_event`. Neither is ever pruned,
    /// and the triggers keep even a mistaken program from rewriting them.
    static let ledgerTables = """
        CREATE TABLE action (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            run_id TEXT NOT NULL REFERENCES run(id),
            host_id INTEGER NOT NULL REFERENCES host(id),
            node TEXT,
            kind TEXT,
            number INTEGER,
            verb TEXT NOT NULL,
            state TEXT NOT NULL CHECK (
                state IN ('intended', 'sent', 'unknown', 'done', 'failed', 'stale', 'refused', 'cancelled')),
            cause TEXT NOT NULL,
            reason TEXT NOT NULL,
            relief_metric TEXT,
            relief_value REAL,
            relief_limit REAL,
            decided_by TEXT NOT NULL,
            intended_at INTEGER NOT NULL,
            sent_at INTEGER,
            ended_at INTEGER,
            request TEXT NOT NULL,
            report TEXT,
            remark TEXT,
            set_by TEXT NOT NULL,
            wish_until INTEGER,
            wish_before TEXT,
            settle INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX open_action_of_node ON action (host_id, node)
            WHERE node IS NOT NULL AND state IN ('intended', 'sent', 'unknown');
        CREATE INDEX open_action ON action (host_id) WHERE state IN ('intended', 'sent', 'unknown');
        CREATE INDEX action_of_host ON action (host_id, intended_at);
        CREATE INDEX action_by_time ON action (intended_at);
        CREATE INDEX action_sent ON action (sent_at) WHERE sent_at IS NOT NULL;
        CREATE INDEX action_of_run ON action (run_id);

        CREATE TABLE action_event (
            seq INTEGER PRIMARY KEY,
            action_seq INTEGER NOT NULL REFERENCES action(seq),
            at INTEGER NOT NULL,
            state TEXT NOT NULL,
            decided_by TEXT,
            remark TEXT,
            report TEXT
        ) STRICT;
        CREATE INDEX event_of_action ON action_event (action_seq);

        CREATE TRIGGER action_is_kept BEFORE DELETE ON action
            BEGIN SELECT RAISE(ABORT, 'the ledger is never pruned'); END;
        CREATE TRIGGER action_event_is_kept BEFORE DELETE ON action_event
            BEGIN SELECT RAISE(ABORT, 'the ledger is never pruned'); END;
        CREATE TRIGGER action_event_stands BEFORE UPDATE ON action_event
            BEGIN SELECT RAISE(ABORT, 'the ledger is never rewritten'); END;
        """

    /// What keeps Muster from acting: an operator's words, and what went wrong before.
    static let restraintTables = """
        CREATE TABLE hold (
            host_id INTEGER NOT NULL REFERENCES host(id),
            node TEXT NOT NULL,
            reason TEXT NOT NULL,
            decided_by TEXT NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER,
            PRIMARY KEY (host_id, node)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE brake (
            scope TEXT NOT NULL,
            kind TEXT NOT NULL,
            reason TEXT NOT NULL,
            decided_by TEXT NOT NULL,
            since INTEGER NOT NULL,
            PRIMARY KEY (scope, kind)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE quarantine (
            hash TEXT PRIMARY KEY,
            version TEXT,
            host_id INTEGER NOT NULL REFERENCES host(id),
            node TEXT NOT NULL,
            since INTEGER NOT NULL,
            reason TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE node_failure (
            host_id INTEGER NOT NULL REFERENCES host(id),
            node TEXT NOT NULL,
            verb TEXT NOT NULL,
            binary TEXT NOT NULL,
            count INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            message TEXT NOT NULL,
            PRIMARY KEY (host_id, node, verb, binary)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE adoption (
            host_id INTEGER PRIMARY KEY REFERENCES host(id),
            document TEXT NOT NULL
        ) STRICT;
        """

    static let decisionTables = """
        CREATE TABLE decision (
            host_id INTEGER NOT NULL REFERENCES host(id),
            at INTEGER NOT NULL,
            run_id TEXT REFERENCES run(id),
            plan TEXT NOT NULL,
            situation TEXT NOT NULL,
            PRIMARY KEY (host_id, at)
        ) STRICT;

        CREATE TABLE watch (
            run_id TEXT PRIMARY KEY REFERENCES run(id),
            at INTEGER NOT NULL,
            document TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE size_sample (
            at INTEGER PRIMARY KEY,
            bytes INTEGER NOT NULL
        ) STRICT;

        ALTER TABLE sample ADD COLUMN since_boot INTEGER;
        ALTER TABLE event ADD COLUMN value_before TEXT;
        ALTER TABLE event ADD COLUMN value_after TEXT;
        ALTER TABLE node ADD COLUMN strange_address TEXT;
        ALTER TABLE node ADD COLUMN recorded_address TEXT;
        ALTER TABLE host_current ADD COLUMN foreign_managers TEXT;
        ALTER TABLE lease ADD COLUMN process TEXT;
        ALTER TABLE lease ADD COLUMN wanted_until INTEGER;
        ALTER TABLE run ADD COLUMN retry_of TEXT;
        """
}
