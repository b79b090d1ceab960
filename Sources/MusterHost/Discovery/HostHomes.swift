import MusterModel

/// Paths of kinds as they stand on one host: `~/` is the home of each of its users.
enum HostHomes {
    struct Place: Hashable, Sendable {
        var path: String
        /// Whose home it lies in; `nil` for an absolute path.
        var user: UserDatabase.User?
    }

    static func places(_ path: String, users: [UserDatabase.User]) -> [Place] {
        guard path.hasPrefix("~/") else {
            return HostPath.normalised(path).map { [Place(path: $0)] } ?? []
        }
        return users.compactMap { user in
            HostPath.normalised(user.home + "/" + path.dropFirst(2)).map { Place(path: $0, user: user) }
        }
    }

    /// Users with a home of their own, each home once.
    static func owners(_ users: [UserDatabase.User]) -> [UserDatabase.User] {
        var seen: Set<String> = ["/", "/nonexistent", "/dev/null", "/bin", "/usr/bin", "/sbin", "/usr/sbin", "/dev"]
        return users.filter { user in
            guard let home = HostPath.normalised(user.home) else { return false }
            return seen.insert(home).inserted
        }
    }

    /// An account that a person logs in to; of others nobody expects nodes.
    static func isPerson(_ user: UserDatabase.User) -> Bool {
        user.uid == 0 || user.uid >= 1000 && user.uid < 65_534
    }
}
