/// Reads what `ssh -G` prints: `keyword value` lines, keywords in lower case.
struct SSHConfigOutput {
    private let values: [Substring: [Substring]]
    private let host: String
    private let home: String

    init(_ text: String, host: String, home: String) {
        var values: [Substring: [Substring]] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { values[parts[0], default: []].append(parts[1]) }
        }
        self.values = values
        self.host = host
        self.home = home
    }

    /// The lines that are read here; the others, 60 of them, would only fill the cache.
    static func relevant(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).filter { line in
            keywords.contains(line.prefix { $0 != " " })
        }.joined(separator: "\n")
    }

    private static let keywords: Set<Substring> = [
        "addressfamily", "checkhostip", "connecttimeout", "globalknownhostsfile", "hashknownhosts", "hostkeyalias",
        "hostname", "identitiesonly", "identityagent", "identityfile", "port", "proxycommand", "proxyjump",
        "revokedhostkeys", "stricthostkeychecking", "user", "userknownhostsfile",
    ]

    /// `ssh -G` says `none` or nothing where a setting is off.
    func settings(user: String) throws(SSHConfigError) -> SSHSettings {
        if text("proxycommand") != nil { throw .proxyCommand(host: host) }
        if let path = text("revokedhostkeys") { throw .revokedHostKeys(host: host, path: path) }
        var settings = SSHSettings(host: host, user: user, home: home)
        readHost(into: &settings)
        readKeys(into: &settings)
        readHostKeys(into: &settings)
        return settings
    }

    private func readHost(into settings: inout SSHSettings) {
        settings.hostName = text("hostname") ?? settings.hostName
        settings.user = text("user") ?? settings.user
        settings.port = text("port").flatMap(UInt16.init) ?? settings.port
        settings.proxyJump = text("proxyjump")?.split(separator: ",").map(String.init) ?? []
        settings.addressFamily = text("addressfamily").flatMap(SSHSettings.AddressFamily.init) ?? .any
        let timeout = text("connecttimeout").flatMap(UInt32.init)
        settings.connectTimeout = timeout.flatMap { $0 > 0 ? .seconds(Int64($0)) : nil }
    }

    private func readKeys(into settings: inout SSHSettings) {
        let tokens = PathTokens(settings: settings, host: host, localUser: settings.user, home: home)
        if let files = values["identityfile"] {
            settings.identityFiles = files.filter { $0 != "none" }.compactMap { tokens.expand($0) }
        }
        settings.identitiesOnly = flag("identitiesonly") ?? false
        settings.agent =
            switch values["identityagent"]?.first {
            case nil, "SSH_AUTH_SOCK", "$SSH_AUTH_SOCK": .environment
            case "none": .none
            case .some(let path): tokens.expand(path).map(SSHSettings.Agent.socket) ?? .environment
            }
    }

    private func readHostKeys(into settings: inout SSHSettings) {
        let tokens = PathTokens(settings: settings, host: host, localUser: settings.user, home: home)
        settings.userKnownHostsFiles = paths("userknownhostsfile", tokens) ?? settings.userKnownHostsFiles
        settings.globalKnownHostsFiles = paths("globalknownhostsfile", tokens) ?? settings.globalKnownHostsFiles
        settings.hostKeyChecking = hostKeyChecking
        settings.hashKnownHosts = flag("hashknownhosts") ?? false
        settings.checkHostIP = flag("checkhostip") ?? false
        settings.hostKeyAlias = text("hostkeyalias")
    }

    private var hostKeyChecking: SSHSettings.HostKeyChecking {
        switch text("stricthostkeychecking") {
        case "true", "yes": .yes
        case "accept-new": .acceptNew
        case "false", "no", "off": .no
        default: .ask
        }
    }

    private func paths(_ keyword: Substring, _ tokens: PathTokens) -> [String]? {
        values[keyword]?.first.map { list in
            list.split(separator: " ").filter { $0 != "none" }.compactMap { tokens.expand($0) }
        }
    }

    private func text(_ keyword: Substring) -> String? {
        values[keyword]?.first.flatMap { $0 == "none" ? nil : String($0) }
    }

    private func flag(_ keyword: Substring) -> Bool? {
        switch text(keyword) {
        case "yes", "true": true
        case "no", "false": false
        default: nil
        }
    }
}
