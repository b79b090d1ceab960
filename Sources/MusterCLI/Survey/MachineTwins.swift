import MusterModel
import MusterStore

/// Finds hosts of the inventory that are one machine, or clones of one.
enum MachineTwins {
    static func remarks(_ identities: [HostName: HostIdentity]) -> [String] {
        let machines = Dictionary(grouping: identities.filter { $0.value.machineID != nil }) { $0.value.machineID }
        return machines.values.filter { $0.count > 1 }.map(remark).sorted()
    }

    private static func remark(_ hosts: [(key: HostName, value: HostIdentity)]) -> String {
        let names = hosts.map(\.key.text).sorted().joined(separator: ", ")
        return Set(hosts.map(\.value.bootID)).count < hosts.count
            ? "one machine under several names: \(names); keep one of them in the inventory"
            : "machines with one machine-id: \(names); clones should get their own (systemd-machine-id-setup)"
    }
}
