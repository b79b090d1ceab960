package import MusterIO

/// The users and groups that a host's own files name.
///
/// The C library's look-ups are not used: in a static program they load whatever the host configured, and crash.
package struct UserDatabase: Hashable, Sendable {
    package struct User: Hashable, Sendable {
        package var name: String
        package var uid: UInt32
        package var gid: UInt32
        package var home: String
        package var shell: String
    }

    package struct Group: Hashable, Sendable {
        package var name: String
        package var gid: UInt32
        /// Names of those who have it beside their own group.
        package var members: [String]
    }

    /// In the order of the file.
    package let users: [User]
    package let groups: [Group]
    private let byUID: [UInt32: Int]

    /// Of several lines with one uid the first counts, as for the C library.
    package init(users: [User], groups: [Group]) {
        self.users = users
        self.groups = groups
        byUID = Dictionary(users.indices.map { (users[$0].uid, $0) }) { first, _ in first }
    }

    /// Fails only if the list of users cannot be read; groups that cannot are none.
    package static func read(_ root: HostRoot) throws(SystemError) -> UserDatabase {
        let passwd = try File.read(root.path("/etc/passwd"), limit: 8 << 20)
        let group = (try? File.read(root.path("/etc/group"), limit: 8 << 20)) ?? []
        return UserDatabase(users: User.all(passwd: passwd), groups: Group.all(group: group))
    }

    package func user(_ uid: UInt32) -> User? { byUID[uid].map { users[$0] } }

    package func user(named name: String) -> User? { users.first { $0.name == name } }

    /// A user's supplementary groups, for a child that takes on the user.
    package func supplementaryGroups(of user: User) -> [UInt32] {
        groups.filter { $0.gid != user.gid && $0.members.contains(user.name) }.map(\.gid)
    }
}
