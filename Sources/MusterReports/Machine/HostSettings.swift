import MusterModel

/// Settings of one host after the other: alone in wnm's shape, of several hosts each under its name.
struct HostSettings {
    let hosts: [(host: HostName, settings: Settings)]
    let showsHost: Bool

    func text(_ spelling: (Settings) -> String) -> String {
        hosts.map { (showsHost ? "# host: \($0.host)\n" : "") + spelling($0.settings) }.joined(separator: "\n")
    }

    var json: JSON {
        if !showsHost, let only = hosts.first { return only.settings.json }
        return .object(hosts.map { .init($0.host.text, $0.settings.json) })
    }
}
