package import MusterModel

/// Finds machines that answer under more than one name: none of them may be acted on.
///
/// Equal machine and boot ids are one machine. An equal machine id alone is a clone, which is only worth a warning.
///
/// - Returns: a guard for each name of a twin.
package func twins(among hosts: [HostName: HostFacts]) -> [HostName: Guard] {
    var names: [[String]: [HostName]] = [:]
    for (name, facts) in hosts {
        if let machine = facts.machineID { names[[machine, facts.bootID], default: []].append(name) }
    }
    var guards: [HostName: Guard] = [:]
    for group in names.values where group.count > 1 {
        for name in group {
            let others = group.filter { $0 != name }.sorted().map(\.text).joined(separator: ", ")
            guards[name] = Guard(.twin, "this machine answers under the name \(others) too")
        }
    }
    return guards
}
