/// Expands `~` and percent tokens in the paths that `ssh -G` leaves as they were written (ssh_config(5), TOKENS).
struct PathTokens {
    private let values: [Character: String]
    private let home: String

    /// `host` is the name as given on the command line, `localUser` the operator's.
    init(settings: SSHSettings, host: String, localUser: String, home: String) {
        self.home = home
        values = [
            "%": "%", "d": home, "h": settings.hostName, "n": host, "p": String(settings.port), "r": settings.user,
            "u": localUser, "k": settings.hostKeyAlias ?? host,
        ]
    }

    /// `nil` for a token that is not known here: no file is better than another one.
    func expand(_ path: some StringProtocol) -> String? {
        var expanded = ""
        var rest = withHome(path)[...]
        while let index = rest.firstIndex(of: "%") {
            guard let token = rest[index...].dropFirst().first, let value = values[token] else { return nil }
            expanded += rest[..<index] + value
            rest = rest[index...].dropFirst(2)
        }
        return expanded + rest
    }

    private func withHome(_ path: some StringProtocol) -> String {
        if path == "~" { return home }
        return path.hasPrefix("~/") ? home + path.dropFirst() : String(path)
    }
}
