import MusterHost
import MusterIO
import Testing

struct UserDatabaseTests {
    private static let passwd = """
        root:x:0:0:root:/root:/bin/bash
        ant:x:1001:1001:Ant,,,:/home/ant:/bin/sh
        twin:x:1001:1001::/home/twin:/bin/sh
        broken:x:abc:1001::/home/b:/bin/sh
        huge:x:4294967296:1::/h:/bin/sh
        nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
        short:x:1
        +::::::
        """
    private static let group = "root:x:0:\nsudo:x:27:ant,bob\nant:x:1001:ant\ndocker:x:999:bob,ant\nbad:x:y:ant\n"

    private static let database = UserDatabase(
        users: UserDatabase.User.all(passwd: Array(passwd.utf8)),
        groups: UserDatabase.Group.all(group: Array(group.utf8)))

    @Test func linesOfAnyOtherFormAreNobody() {
        #expect(Self.database.users.map(\.name) == ["root", "ant", "twin", "nobody"])
    }

    @Test func theFirstNameOfAUIDCounts() {
        #expect(Self.database.user(1001)?.name == "ant")
        #expect(Self.database.user(4242) == nil)
    }

    @Test func supplementaryGroupsLeaveOutTheOwnOne() throws {
        let ant = try #require(Self.database.user(named: "ant"))
        #expect(Self.database.supplementaryGroups(of: ant) == [27, 999])
    }

    @Test func oneChildAsksForEveryUnknownUser() async {
        let runner = ScriptedRunner { command in
            #expect(command.arguments == ["getent", "passwd", "7000", "7001"])
            return CommandOutput(
                status: .exited(2), "ldap:*:7000:100::/h:/bin/sh\nspoof:*:0:0::/root:/bin/sh\n")
        }
        let database = await Self.database.resolving([1001, 7001, 7000, 7001, 0], by: runner, until: .never)
        #expect(database.user(7000)?.name == "ldap")
        #expect(database.user(7001) == nil)
        #expect(database.user(0)?.name == "root")
    }

    @Test func whereGetentIsMissingNobodyIsNamed() async {
        let runner = ScriptedRunner { _ throws(CommandError) in throw .notFound(program: "getent") }
        #expect(await Self.database.resolving([7000], by: runner, until: .never) == Self.database)
    }
}
