package import MusterIO

extension UserDatabase {
    /// Looks up uids that the files do not name, as those of a directory service, through `getent` as a child.
    ///
    /// One child for all of them. Whom it does not know, or does not name in time, stays unknown.
    package func resolving(
        _ uids: some Collection<UInt32>, by runner: any CommandRunner, until deadline: Deadline
    ) async -> UserDatabase {
        let unknown = Set(uids.filter { user($0) == nil }).sorted().prefix(64)
        guard !unknown.isEmpty else { return self }
        let command = Command(["getent", "passwd"] + unknown.map(String.init), outputLimit: 65_536)
        // Its exit status is 2 as soon as one of them is not found; what it printed counts.
        guard let output = try? await runner.run(command, until: deadline) else { return self }
        let found = User.all(passwd: output.output.bytes).filter { unknown.contains($0.uid) }
        return UserDatabase(users: users + found, groups: groups)
    }
}
