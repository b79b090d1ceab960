import MusterIO
import MusterModel

/// Which systemd managers there are on a host, and which of them we may ask.
struct UnitManagers: Sendable {
    let root: HostRoot
    let uid: UInt32
    let users: UserDatabase?
    let mounts: MountTable

    /// systemd itself asks the same (`sd_booted(3)`).
    var hasSystemd: Bool { (try? FileInfo.of(root.path("/run/systemd/system")))?.kind == .directory }

    var system: UnitSource.Manager {
        UnitSource.Manager(uid: nil, asker: uid, identity: nil, home: nil, isRunning: true, place: "unit files")
    }

    struct Found: Sendable {
        var managers: [UnitSource.Manager] = []
        /// Uids whose managers run, and that we may not ask.
        var denied: [UInt32] = []
    }

    /// Managers that run, and homes with unit files whose manager does not.
    func ofUsers() -> Found {
        var found = Found()
        let running = Set(runningUIDs())
        for manager in running.sorted() {
            if uid == 0 || manager == uid {
                found.managers.append(self.manager(manager))
            } else {
                found.denied.append(manager)
            }
        }
        guard let users else { return found }
        for user in HostHomes.owners(users.users) where !running.contains(user.uid) && isOurs(user) {
            found.managers.append(
                UnitSource.Manager(
                    uid: user.uid, asker: uid, identity: nil, home: user.home, isRunning: false,
                    place: mounts.place(of: user.home)))
        }
        return found
    }

    /// Others' homes are closed to us without root; reporting each would say nothing.
    private func isOurs(_ user: UserDatabase.User) -> Bool { uid == 0 || user.uid == uid }

    private func runningUIDs() -> [UInt32] {
        let names = (try? Directory.names(root.path("/run/user"))) ?? []
        return names.compactMap { UInt32($0) }.filter { id in
            do throws(SystemError) {
                _ = try FileInfo.of(root.path("/run/user/\(id)/systemd/private"))
                return true
            } catch {
                // Somebody else's runtime directory cannot be looked into: its manager may well run.
                return error.isRefusal
            }
        }
    }

    /// A uid that no list of users has still owns its runtime directory, and that has a group.
    private func manager(_ id: UInt32) -> UnitSource.Manager {
        let user = users?.user(id)
        let group = user?.gid ?? (try? FileInfo.of(root.path("/run/user/\(id)")))?.gid ?? id
        let groups = user.flatMap { users?.supplementaryGroups(of: $0) } ?? []
        let identity = id == uid ? nil : Command.Identity(uid: id, gid: group, groups: [group] + groups)
        return UnitSource.Manager(
            uid: id, asker: id, identity: identity, home: user?.home, isRunning: true,
            place: user.map { mounts.place(of: $0.home) } ?? "/run/user")
    }
}
