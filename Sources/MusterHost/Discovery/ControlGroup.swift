/// Which systemd unit a process belongs to, by the control group that it runs in.
enum ControlGroup {
    /// Reads `/proc/PID/cgroup`.
    ///
    /// Version 2 has one line, `0::/system.slice/antnode1.service`; version 1 has systemd's own under `name=systemd`.
    static func unit(in text: String) -> UnitName? {
        let lines = text.split(separator: "\n")
        let line =
            lines.first { $0.split(separator: ":").dropFirst().first == "name=systemd" }
            ?? lines.first { $0.hasPrefix("0::") }
        guard let line else { return nil }
        let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        return fields.count == 3 ? unit(ofPath: fields[2]) : nil
    }

    /// The last component that is a service, and the user manager above it if there is one.
    static func unit(ofPath path: Substring) -> UnitName? {
        let components = path.split(separator: "/").map { unescaped($0) }
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
