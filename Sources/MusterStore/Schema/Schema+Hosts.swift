extension Schema {
    /// Times are milliseconds since 1970 by the controller's clock, in every table.
    static let hostTables = """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE host (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            added_at INTEGER NOT NULL,
            retired_at INTEGER,
            settings TEXT NOT NULL,
            machine_id TEXT,
            boot_id TEXT,
            contact_at INTEGER,
            outcome TEXT,
            failure_step TEXT,
            failure_message TEXT,
            failure_fix TEXT,
            reached_at INTEGER,
            address TEXT
        ) STRICT;

        CREATE TABLE host_address (
            host_id INTEGER NOT NULL REFERENCES host(id),
            position INTEGER NOT NULL,
            address TEXT NOT NULL,
            PRIMARY KEY (host_id, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE host_group (
            host_id INTEGER NOT NULL REFERENCES host(id),
            name TEXT NOT NULL,
            PRIMARY KEY (host_id, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE host_label (
            host_id INTEGER NOT NULL REFERENCES host(id),
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (host_id, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE agent (
            host_id INTEGER PRIMARY KEY REFERENCES host(id),
            version TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            size INTEGER NOT NULL,
            architecture TEXT NOT NULL,
            path TEXT NOT NULL,
            contact_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE lease (
            host_id INTEGER PRIMARY KEY REFERENCES host(id),
            holder TEXT NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL
        ) STRICT;
        """

    static let surveyTables = """
        CREATE TABLE host_current (
            host_id INTEGER PRIMARY KEY REFERENCES host(id),
            surveyed_at INTEGER NOT NULL,
            complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
            facts TEXT NOT NULL,
            sample TEXT NOT NULL,
            sources TEXT NOT NULL,
            cpu REAL,
            io_wait REAL,
            memory REAL,
            memory_total INTEGER,
            swap REAL,
            load1 REAL,
            load5 REAL,
            load15 REAL,
            disk REAL,
            disk_path TEXT,
            uptime INTEGER
        ) STRICT;

        CREATE TABLE survey (
            id INTEGER PRIMARY KEY,
            host_id INTEGER NOT NULL REFERENCES host(id),
            at INTEGER NOT NULL,
            run_id TEXT REFERENCES run(id),
            complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
            node_count INTEGER NOT NULL,
            document TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX survey_of_host ON survey (host_id, at);

        CREATE TABLE sample (
            host_id INTEGER NOT NULL REFERENCES host(id),
            at INTEGER NOT NULL,
            interval INTEGER NOT NULL,
            cpu_user REAL,
            cpu_nice REAL,
            cpu_system REAL,
            cpu_idle REAL,
            cpu_iowait REAL,
            cpu_irq REAL,
            cpu_softirq REAL,
            cpu_steal REAL,
            memory_total INTEGER,
            memory_available INTEGER,
            swap_total INTEGER,
            swap_free INTEGER,
            load1 REAL,
            load5 REAL,
            load15 REAL,
            pressure_cpu REAL,
            pressure_memory REAL,
            pressure_io REAL,
            disk_read REAL,
            disk_written REAL,
            net_received REAL,
            net_sent REAL,
            processes INTEGER,
            files_open INTEGER,
            hottest REAL,
            PRIMARY KEY (host_id, at)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE volume_sample (
            host_id INTEGER NOT NULL REFERENCES host(id),
            at INTEGER NOT NULL,
            path TEXT NOT NULL,
            total INTEGER NOT NULL,
            available INTEGER NOT NULL,
            used INTEGER NOT NULL,
            inodes INTEGER NOT NULL,
            inodes_free INTEGER NOT NULL,
            PRIMARY KEY (host_id, at, path)
        ) STRICT, WITHOUT ROWID;
        """
}
