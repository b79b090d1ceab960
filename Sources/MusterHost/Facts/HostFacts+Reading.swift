import Glibc
import MusterIO
package import MusterModel

extension HostFacts {
    /// Reads what names the machine and its system.
    ///
    /// Fails where `/proc` is missing: an agent that sees none of it can say nothing true.
    package static func read(
        _ root: HostRoot, uid: UInt32, users: UserDatabase?, architecture: String = machineArchitecture
    ) throws(HostFactsError) -> HostFacts {
        let user = users?.user(uid)
        return HostFacts(
            hostname: try line("/proc/sys/kernel/hostname", root), machineID: machineID(root),
            bootID: try line("/proc/sys/kernel/random/boot_id", root),
            kernel: try line("/proc/sys/kernel/osrelease", root),
            operatingSystem: root.kernelFile("/etc/os-release", limit: 65_536).flatMap { OSRelease.prettyName($0) },
            architecture: architecture, cores: try cores(root), uid: uid, user: user?.name,
            home: user?.home, outgoingPorts: outgoingPorts(root))
    }

    /// As `uname -m` prints it.
    package static var machineArchitecture: String {
        var names = utsname()
        uname(&names)
        return withUnsafeBytes(of: &names.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static func line(_ path: String, _ root: HostRoot) throws(HostFactsError) -> String {
        guard let line = root.kernelFile(path, limit: 4096)?.singleLine else { throw .unreadable(path: path) }
        return line
    }

    private static func cores(_ root: HostRoot) throws(HostFactsError) -> Int {
        let path = "/proc/stat"
        guard let cores = root.kernelFile(path).flatMap({ StatCounts.cores(stat: $0) }) else {
            throw .unreadable(path: path)
        }
        return cores
    }

    private static func outgoingPorts(_ root: HostRoot) -> [UInt16]? {
        let file = root.kernelFile("/proc/sys/net/ipv4/ip_local_port_range", limit: 4096)
        let ports = file?.lines.first?.words.compactMap { $0.unsigned.flatMap { UInt16(exactly: $0) } } ?? []
        return ports.count == 2 ? ports : nil
    }

    /// 32 hexadecimal digits; images that were never booted hold the word `uninitialized`, or nothing.
    private static func machineID(_ root: HostRoot) -> String? {
        guard let id = root.kernelFile("/etc/machine-id", limit: 4096)?.singleLine else { return nil }
        return id.utf8.count == 32 && id.allSatisfy(\.isHexDigit) ? id.lowercased() : nil
    }
}

/// Why nothing can be said about a host.
package enum HostFactsError: UserFacingError, Hashable {
    case unreadable(path: String)

    package var message: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read or holds nothing"
        }
    }

    package var fix: String? { "mount /proc on the host" }
}
