/// Which systemd unit a process belongs to, by the control group that it runs in.
enum ControlGroup {
    /// Reads `/proc/PID/cgroup`.
    ///
    /// Version 2 has one line, `0::/system.slice/antnode1.service`; version 1 has systemd's own under `name=systemd`.
    static func unit(in text: String) -> UnitName? {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { line in
            line.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
        }
        let own = lines.first { $0.count == 3 && $0[1].elementsEqual("name=systemd".utf8) }
        let unified = lines.first { $0.count == 3 && $0[1].isEmpty && $0[0].elementsEqual("0".utf8) }
        return (own ?? unified).flatMap { unit(ofPath: Substring($0[2])) }
    }

    /// The last component that is a service, and the user manager above it if there is one.
    static func unit(ofPath path: Substring) -> UnitName? {
        let components = path.utf8.split(separator: UInt8(ascii: "/")).map { unescaped(Substring($0)) }
        guard let place = components.lastIndex(where: { $0.hasSuffix(".service") }) else { return nil }
        let managers = components[..<place].compactMap { userManager($0) }
        let isManager = userManager(components[place]) != nil
        return isManager && place == components.count - 1 && managers.isEmpty
            ? UnitName(managerUID: nil, name: components[place])
            : UnitName(managerUID: managers.last, name: components[place])
    }

    private static func userManager(_ component: String) -> UInt32? {
        guard component.hasPrefix("user@"), component.hasSuffix(".service") else { return nil }
        return UInt32(component.dropFirst("user@".count).dropLast(".service".count))
    }

    /// systemd writes `_` before names that would mean something to the kernel.
    private static func unescaped(_ component: Substring) -> String {
        String(component.hasPrefix("_") ? component.dropFirst() : component)
    }
}
