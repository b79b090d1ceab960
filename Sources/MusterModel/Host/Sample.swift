/// A host's metrics at one moment.
///
/// Percentages run from 0 to 100. A reading that the kernel does not offer, or that could not be read, is `nil` or
/// missing from its list, never zero.
package struct Sample: Hashable, Sendable, Codable {
    package var clock: HostClock
    /// The real time over which processor, disk and network rates were taken, in milliseconds.
    package var interval: Int64
    package var cpu: CPUUse?
    package var memory: Memory?
    package var load: Load?
    package var pressure: Pressure?
    package var fileSystems: [FileSystem]
    package var disks: [DiskRate]
    package var networks: [NetworkRate]
    package var processes: ProcessCounts?
    package var fileHandles: FileHandles?
    package var temperatures: [Temperature]

    package init(
        clock: HostClock, interval: Int64, cpu: CPUUse? = nil, memory: Memory? = nil, load: Load? = nil,
        pressure: Pressure? = nil, fileSystems: [FileSystem] = [], disks: [DiskRate] = [],
        networks: [NetworkRate] = [], processes: ProcessCounts? = nil, fileHandles: FileHandles? = nil,
        temperatures: [Temperature] = []
    ) {
        self.clock = clock
        self.interval = interval
        self.cpu = cpu
        self.memory = memory
        self.load = load
        self.pressure = pressure
        self.fileSystems = fileSystems
        self.disks = disks
        self.networks = networks
        self.processes = processes
        self.fileHandles = fileHandles
        self.temperatures = temperatures
    }
}

/// Shares of all processors' time over the sample's interval, in percent; the eight add up to 100.
///
/// Source: the `cpu` line of `/proc/stat` (`proc_stat(5)`), guest time being part of `user` and `nice` there.
package struct CPUUse: Hashable, Sendable, Codable {
    package var user, nice, system, idle, iowait, irq, softirq, steal: Double

    package init(
        user: Double, nice: Double, system: Double, idle: Double, iowait: Double, irq: Double, softirq: Double,
        steal: Double
    ) {
        self.user = user
        self.nice = nice
        self.system = system
        self.idle = idle
        self.iowait = iowait
        self.irq = irq
        self.softirq = softirq
        self.steal = steal
    }

    /// Everything but idle; waiting for disks counts as used, as in wnm's `used_cpu_percent`.
    package var used: Double { max(0, 100 - idle) }
}

/// Main memory and swap, in bytes.
///
/// Source: `/proc/meminfo`, whose "kB" means KiB.
package struct Memory: Hashable, Sendable, Codable {
    /// `MemTotal`: usable RAM.
    package var total: UInt64
    /// `MemAvailable`: what a new process could use without swapping.
    package var available: UInt64
    /// `MemFree`: leaves out the page cache that the kernel would give back.
    package var free: UInt64
    package var swapTotal: UInt64
    package var swapFree: UInt64

    package init(total: UInt64, available: UInt64, free: UInt64, swapTotal: UInt64, swapFree: UInt64) {
        self.total = total
        self.available = available
        self.free = free
        self.swapTotal = swapTotal
        self.swapFree = swapFree
    }

    /// `(total − available) / total`, in percent, as wnm's `used_mem_percent`.
    package var usedPercent: Double {
        total == 0 ? 0 : Double(total - min(available, total)) / Double(total) * 100
    }
}

/// Run queue averages over 1, 5 and 15 minutes.
///
/// Source: `/proc/loadavg`.
package struct Load: Hashable, Sendable, Codable {
    package var one, five, fifteen: Double

    package init(one: Double, five: Double, fifteen: Double) {
        self.one = one
        self.five = five
        self.fifteen = fifteen
    }
}

/// Share of the last 10 s in which some (or all) tasks were stalled, in percent.
///
/// Source: `avg10` of `/proc/pressure/{cpu,memory,io}`; kernels built without PSI have none.
package struct Pressure: Hashable, Sendable, Codable {
    package var cpuSome, memorySome, memoryFull, ioSome, ioFull: Double

    package init(cpuSome: Double, memorySome: Double, memoryFull: Double, ioSome: Double, ioFull: Double) {
        self.cpuSome = cpuSome
        self.memorySome = memorySome
        self.memoryFull = memoryFull
        self.ioSome = ioSome
        self.ioFull = ioFull
    }
}

/// One mounted file system that can hold data.
///
/// Source: `/proc/self/mountinfo` and `statvfs(3)`.
package struct FileSystem: Hashable, Sendable, Codable {
    /// Where it is mounted; the shortest path where it is mounted several times.
    package var path: String
    /// Device node or remote source, as the kernel prints it.
    package var source: String
    package var type: String
    /// `major:minor`, the identity of the file system while it is mounted.
    package var device: String
    /// Size in bytes.
    package var total: UInt64
    /// Bytes free to an ordinary user.
    package var available: UInt64
    /// Bytes in use.
    package var used: UInt64
    package var inodes: UInt64
    package var inodesFree: UInt64
    package var readOnly: Bool

    package init(
        path: String, source: String, type: String, device: String, total: UInt64, available: UInt64, used: UInt64,
        inodes: UInt64, inodesFree: UInt64, readOnly: Bool
    ) {
        self.path = path
        self.source = source
        self.type = type
        self.device = device
        self.total = total
        self.available = available
        self.used = used
        self.inodes = inodes
        self.inodesFree = inodesFree
        self.readOnly = readOnly
    }

    /// `used / (used + available)` in percent, as `df` and wnm's `used_hd_percent` compute it.
    package var usedPercent: Double {
        let whole = Double(used) + Double(available)
        return whole == 0 ? 0 : Double(used) / whole * 100
    }
}

/// Traffic of one whole disk over the sample's interval.
///
/// Source: `/proc/diskstats`, 512-byte sectors.
package struct DiskRate: Hashable, Sendable, Codable {
    package var name: String
    package var readBytesPerSecond, writtenBytesPerSecond: Double
    package var readsPerSecond, writesPerSecond: Double
    /// Share of the interval with a request in flight, in percent.
    package var busyPercent: Double

    package init(
        name: String, readBytesPerSecond: Double, writtenBytesPerSecond: Double, readsPerSecond: Double,
        writesPerSecond: Double, busyPercent: Double
    ) {
        self.name = name
        self.readBytesPerSecond = readBytesPerSecond
        self.writtenBytesPerSecond = writtenBytesPerSecond
        self.readsPerSecond = readsPerSecond
        self.writesPerSecond = writesPerSecond
        self.busyPercent = busyPercent
    }
}

/// Traffic of one network interface over the sample's interval.
///
/// Source: `/proc/net/dev`.
package struct NetworkRate: Hashable, Sendable, Codable {
    package var name: String
    package var receivedBytesPerSecond, sentBytesPerSecond: Double
    /// Receive and transmit errors together.
    package var errorsPerSecond: Double

    package init(name: String, receivedBytesPerSecond: Double, sentBytesPerSecond: Double, errorsPerSecond: Double) {
        self.name = name
        self.receivedBytesPerSecond = receivedBytesPerSecond
        self.sentBytesPerSecond = sentBytesPerSecond
        self.errorsPerSecond = errorsPerSecond
    }
}

/// Source: numeric entries of `/proc`, and `procs_running`, `procs_blocked` of `/proc/stat`.
package struct ProcessCounts: Hashable, Sendable, Codable {
    package var total, running, blocked: Int

    package init(total: Int, running: Int, blocked: Int) {
        self.total = total
        self.running = running
        self.blocked = blocked
    }
}

/// Source: `/proc/sys/fs/file-nr`.
package struct FileHandles: Hashable, Sendable, Codable {
    package var open, limit: UInt64

    package init(open: UInt64, limit: UInt64) {
        self.open = open
        self.limit = limit
    }
}

/// One thermal sensor.
///
/// Source: `/sys/class/thermal/thermal_zone*` or `/sys/class/hwmon/hwmon*`.
package struct Temperature: Hashable, Sendable, Codable {
    package var sensor: String
    package var celsius: Double

    package init(sensor: String, celsius: Double) {
        self.sensor = sensor
        self.celsius = celsius
    }
}
