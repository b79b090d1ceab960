/// What systemd says of one unit, or what its file says where no manager could be asked.
package struct UnitEvidence: Hashable, Sendable, Codable {
    /// `nil` for the system manager, else the uid whose manager owns the unit.
    package var managerUID: UInt32?
    package var name: String
    /// Path of the unit file.
    package var path: String?
    /// SHA-256 of that file, in hexadecimal digits; `nil` where it could not be read.
    package var fileHash: String?
    /// `loaded`, `not-found`, `masked`, …; `nil` where only the file was read.
    package var loadState: String?
    /// `active`, `inactive`, `failed`, `activating`, …; `nil` where only the file was read.
    package var activeState: String?
    package var subState: String?
    /// Whether it starts at boot, as `systemctl is-enabled` says it.
    package var fileState: String?
    /// Result of the last run, such as `success` or `oom-kill`.
    package var result: String?
    /// The manager's main process, `nil` when there is none.
    package var mainPID: Int32?
    /// How often the manager has restarted it since the unit was loaded.
    package var restarts: Int64?
    /// Changes with each start of the unit.
    package var invocationID: String?
    /// Value of `Restart=`.
    package var restartPolicy: String?
    /// Value of `User=`.
    package var user: String?

    package init(managerUID: UInt32?, name: String) {
        self.managerUID = managerUID
        self.name = name
    }
}

/// One process, named by pid and start time together: a pid alone is reused.
package struct ProcessEvidence: Hashable, Sendable, Codable {
    package var pid: Int32
    /// Milliseconds after boot at which it started.
    ///
    /// Source: field 22 of `/proc/PID/stat`.
    package var startedAfterBoot: Int64
    package var uid: UInt32
    /// The name of that uid; `nil` when the host knows none.
    package var user: String?
    /// Target of `/proc/PID/exe`, ` (deleted)` kept off; `nil` without the right to read it.
    package var executable: String?
    /// The file that runs was replaced or removed since the start.
    package var executableReplaced: Bool
    /// Processor time used since the start, in milliseconds.
    ///
    /// Source: fields 14 and 15 of `/proc/PID/stat`.
    package var cpuMilliseconds: Int64
    /// Resident memory in bytes.
    ///
    /// Source: field 24 of `/proc/PID/stat`, in pages.
    package var residentBytes: UInt64
    package var threads: Int64

    package init(
        pid: Int32, startedAfterBoot: Int64, uid: UInt32, user: String?, executable: String?,
        executableReplaced: Bool, cpuMilliseconds: Int64, residentBytes: UInt64, threads: Int64
    ) {
        self.pid = pid
        self.startedAfterBoot = startedAfterBoot
        self.uid = uid
        self.user = user
        self.executable = executable
        self.executableReplaced = executableReplaced
        self.cpuMilliseconds = cpuMilliseconds
        self.residentBytes = residentBytes
        self.threads = threads
    }
}

/// An entry of a foreign manager's list, such as antctl's registry.
package struct RegistryEvidence: Hashable, Sendable, Codable {
    package var path: String
    /// The entry's own word for its state, such as `Running`; stale by nature.
    package var status: String?
    package var schema: Int64?

    package init(path: String, status: String?, schema: Int64?) {
        self.path = path
        self.status = status
        self.schema = schema
    }
}

/// A node's root directory as it was found on disk.
package struct DirectoryEvidence: Hashable, Sendable, Codable {
    package enum Presence: String, Hashable, Sendable, Codable {
        case present
        case absent
        /// Could not be looked at: no right, a hung or failing file system.
        case unknown
    }

    package var path: String
    package var presence: Presence
    /// Mount point of the file system that holds the nearest existing parent.
    package var mountPoint: String?
    /// `st_dev` of that parent as `major:minor`.
    package var device: String?
    /// Wall-clock time of the identity file's last change on the host.
    package var identityChanged: Timestamp?
    /// Whether the identity file is there; `nil` when it could not be looked at.
    package var hasIdentity: Bool?
    /// Whether the plain process that Muster wrote down in it has ended; `nil` where none is written down, nothing
    /// is proven, or a unit or a process shows the node.
    package var processGone: Bool?

    package init(path: String, presence: Presence) {
        self.path = path
        self.presence = presence
    }
}

/// What became of one probe of one node.
package struct ProbeOutcome: Hashable, Sendable, Codable {
    package enum Result: String, Hashable, Sendable, Codable {
        case answered
        /// Nothing listens on the port.
        case refused
        case timeout
        /// An answer that is not what the probe asks for; `detail` says how.
        case malformed
        /// The field with the port has no value.
        case notConfigured = "not-configured"
        /// The agent itself could not ask.
        case error
    }

    package var probe: String
    package var result: Result
    package var detail: String?
    /// Milliseconds from connecting to the last byte.
    package var took: Int64

    package init(probe: String, result: Result, detail: String? = nil, took: Int64 = 0) {
        self.probe = probe
        self.result = result
        self.detail = detail
        self.took = took
    }
}

/// Sources that name one field differently, kept as evidence rather than resolved in silence.
package struct Disagreement: Hashable, Sendable, Codable {
    package var field: String
    /// Source id → its value.
    package var values: [String: String]

    package init(field: String, values: [String: String]) {
        self.field = field
        self.values = values
    }
}
