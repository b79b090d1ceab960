import MusterModel

extension Sample {
    /// The sample's value of a metric; the disk's depends on where nodes live and has none here.
    ///
    /// Processors count as used while they wait for disks; rates are sums over all devices, in bytes per second. Not
    /// known where the host has no such device.
    func level(of metric: PressureState.Metric) -> Double? {
        switch metric {
        case .cpu: cpu?.used
        case .memory: memory?.usedPercent
        case .disk: nil
        case .load1: load?.one
        case .load5: load?.five
        case .load15: load?.fifteen
        case .diskRead: Self.sum(disks, \.readBytesPerSecond)
        case .diskWrite: Self.sum(disks, \.writtenBytesPerSecond)
        case .netRead: Self.sum(networks, \.receivedBytesPerSecond)
        case .netWrite: Self.sum(networks, \.sentBytesPerSecond)
        }
    }

    private static func sum<Device>(_ devices: [Device], _ rate: KeyPath<Device, Double>) -> Double? {
        devices.isEmpty ? nil : devices.reduce(0) { $0 + $1[keyPath: rate] }
    }
}

extension [FileSystem] {
    /// The writable file system that holds `path`; `nil` where no mount point is above it.
    func holding(_ path: String) -> FileSystem? {
        filter { !$0.readOnly && path.isBelow($0.path) }.max { $0.path.utf8.count < $1.path.utf8.count }
    }

    /// The fullest of the file systems that hold these directories.
    func fullest(holding directories: [String]) -> FileSystem? {
        directories.compactMap { holding($0) }.max { ($0.usedPercent, $1.path) < ($1.usedPercent, $0.path) }
    }
}

extension String {
    /// Whether this path is `directory` or below it.
    func isBelow(_ directory: String) -> Bool {
        guard directory != "/" else { return utf8.first == 0x2F }
        guard utf8.starts(with: directory.utf8) else { return false }
        let rest = utf8.dropFirst(directory.utf8.count)
        return rest.isEmpty || rest.first == 0x2F
    }
}
