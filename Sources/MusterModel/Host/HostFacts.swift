/// What does not change from one second to the next on a machine.
package struct HostFacts: Hashable, Sendable, Codable {
    /// The machine's own idea of its name.
    ///
    /// Source: `/proc/sys/kernel/hostname`.
    package var hostname: String
    /// Source: `/etc/machine-id`; `nil` where there is none.
    package var machineID: String?
    /// Changes with every boot.
    ///
    /// Source: `/proc/sys/kernel/random/boot_id`.
    package var bootID: String
    /// Release of the running kernel.
    ///
    /// Source: `/proc/sys/kernel/osrelease`.
    package var kernel: String
    /// `PRETTY_NAME` of `/etc/os-release`.
    package var operatingSystem: String?
    /// As `uname -m` prints it: `x86_64`, `aarch64`.
    package var architecture: String
    /// Logical processors that are online.
    ///
    /// Source: `cpuN` lines of `/proc/stat`.
    package var cores: Int
    /// The uid that the agent ran as; 0 sees everything.
    package var uid: UInt32
    /// The name of that uid, if the host knows one.
    package var user: String?
    /// The home directory of that uid, if the host knows one.
    package var home: String?
    /// The first and the last port that the kernel gives outgoing connections.
    ///
    /// Source: `/proc/sys/net/ipv4/ip_local_port_range`.
    package var outgoingPorts: [UInt16]?

    package init(
        hostname: String, machineID: String?, bootID: String, kernel: String, operatingSystem: String?,
        architecture: String, cores: Int, uid: UInt32, user: String?, home: String? = nil,
        outgoingPorts: [UInt16]? = nil
    ) {
        self.hostname = hostname
        self.machineID = machineID
        self.bootID = bootID
        self.kernel = kernel
        self.operatingSystem = operatingSystem
        self.architecture = architecture
        self.cores = cores
        self.uid = uid
        self.user = user
        self.home = home
        self.outgoingPorts = outgoingPorts
    }
}

/// A host's clocks, read together.
package struct HostClock: Hashable, Sendable, Codable {
    /// Wall clock, in milliseconds since 1970.
    ///
    /// Display only: clocks of hosts lie.
    package var wall: Timestamp
    /// Time since boot including suspend, in milliseconds.
    ///
    /// Source: `CLOCK_BOOTTIME`.
    package var sinceBoot: Int64

    package init(wall: Timestamp, sinceBoot: Int64) {
        self.wall = wall
        self.sinceBoot = sinceBoot
    }
}
