import Glibc
import MusterModel
import Testing

@testable import MusterHost

struct FileSourcesTests {
    static let schemas = """
        {"daemon":null,"nodes":[
        {"data_dir_path":"/v/antnode1","metrics_port":13001,"node_port":55001,"number":1,"pid":776,"peer_id":"12D3KooWa",
         "rewards_address":"0xabc","rpc_socket_addr":"127.0.0.1:34561","service_name":"antnode1","status":"Running",
         "version":"0.3.7","upnp":false,"home_network":true,"peers_args":{"first":false},"antnode_path":"/v/antnode1/antnode"},
        {"schema_version":1,"data_dir_path":"/v/antnode2","metrics_port":null,"node_port":55002,"number":2,
         "rpc_socket_addr":"127.0.0.1:34562","service_name":"antnode2","status":"Stopped","version":"0.3.11","user":"ant"},
        {"schema_version":2,"alpha":false,"data_dir_path":"/v/antnode3","number":3,"service_name":"antnode3",
         "status":"Added","version":"0.4.17","of_tomorrow":{"x":[1]}},
        {"schema_version":2,"data_dir_path":"/v/antnode4","number":4,"service_name":"antnode4","status":"Removed"}
        ],"save_path":"/r"}
        """

    private func look(_ tree: HostTree, users: [UserDatabase.User] = [], uid: UInt32 = 0) -> SourceYield {
        RegistrySource.all([.antnode], root: tree.root, uid: uid, users: users).map { $0.look() }
            .reduce(SourceYield()) { $0 + $1 }
    }

    private static let alice = UserDatabase.User(name: "alice", uid: 1000, gid: 1000, home: "/home/alice", shell: "")

    @Test func readsRegistriesOfAllSchemas() throws {
        let tree = try HostTree().file("/var/antctl/node_registry.json", Self.schemas)
        let found = look(tree)
        #expect(found.reports.map(\.outcome) == [.complete])
        #expect(found.findings.map(\.name) == ["antnode1", "antnode2", "antnode3"])
        #expect(found.findings.map { $0.registry?.schema } == [nil, 1, 2])
        let first = try #require(found.findings.first)
        #expect(first.fields["rpc_port"] == .integer(34561))
        #expect(first.fields["metrics_port"] == .integer(13001))
        #expect(first.fields["version"] == .text("0.3.7"))
        #expect(first.fields["binary"] == .text("/v/antnode1/antnode"))
        #expect(found.findings[1].fields["metrics_port"] == nil)
    }

    @Test func aBrokenRegistryHidesNoOther() throws {
        let tree = try HostTree().file("/var/antctl/node_registry.json", "{\"nodes\":[{")
            .file("/home/alice/.local/share/autonomi/node/node_registry.json", Self.schemas)
        let found = look(tree, users: [Self.alice])
        #expect(found.reports.map(\.outcome) == [.error, .complete])
        #expect(found.findings.count == 3)
    }

    @Test(arguments: ["[]", "{}", "{\"nodes\":7}", "", "\u{0}", "{\"nodes\":[1,2]}"])
    func aFileOfAnotherFormIsAnError(text: String) throws {
        let tree = try HostTree().file("/var/antctl/node_registry.json", text)
        #expect(look(tree).reports.map(\.outcome) == [.error])
    }

    @Test func noRegistryIsNotPresentOnceAndNoNewsInHomes() throws {
        let found = look(try HostTree().directory("/home/alice"), users: [Self.alice])
        #expect(found.reports.map(\.id) == ["registry:/var/antctl/node_registry.json"])
        #expect(found.reports.map(\.outcome) == [.notPresent])
    }

    @Test(.timeLimit(.minutes(1))) func aPipeInItsPlaceIsNotWaitedFor() throws {
        let tree = try HostTree().directory("/var/antctl")
        mkfifo(tree.path + "/var/antctl/node_registry.json", 0o600)
        #expect(look(tree).reports.map(\.outcome) == [.error])
    }

    @Test(.enabled(if: geteuid() == 0)) func withoutRightsItIsDenied() throws {
        let tree = try HostTree().file("/home/alice/.local/share/autonomi/node/node_registry.json", Self.schemas)
        chmod(tree.path + "/home/alice", 0o700)
        let found = asNobody { look(tree, users: [Self.alice], uid: 65_534) }
        #expect(found.reports.map(\.outcome) == [.notPresent, .denied])
    }

    @Test func leftoversAreDirectoriesThatFitThePattern() throws {
        let tree = try HostTree().directory("/var/antctl/services/antnode0007").directory("/var/antctl/services/other")
            .file("/var/antctl/services/antnode9", "a file")
        let source = try #require(DirectorySource.all([.antnode], root: tree.root, uid: 0, users: []).first)
        let found = source.places.map { source.look($0) }
        #expect(found.map(\.outcome) == [.complete])
        let findings = found.flatMap(\.paths).compactMap { source.finding($0) }
        #expect(findings.map(\.name) == ["antnode0007"])
        #expect(findings.first?.fields["number"] == .integer(7))
    }

    @Test func linksAreFollowedInsideOfTheHost() throws {
        let tree = try HostTree().directory("/disk/n1").link("/var/antctl", to: "/disk").link(
            "/disk/n2", to: "../disk/n1")
        #expect(PathLook.at("/var/antctl/n2", tree.root) == PathLook(resolved: "/disk/n1", presence: .present))
        #expect(PathLook.at("/var/antctl/n3/x", tree.root) == PathLook(resolved: "/disk/n3/x", presence: .absent))
        #expect(PathLook.at("/../../disk/./n1", tree.root).resolved == "/disk/n1")
    }

    @Test func manyLooksAgreeWithOneByOne() throws {
        let tree = try HostTree().directory("/disk/n1").link("/var/antctl", to: "/disk").link("/disk/n2", to: "n1")
        try tree.link("/loop", to: "loop")
        var looks = PathLooks(tree.root)
        for path in [
            "/var/antctl/n1", "/var/antctl/n2", "/var/antctl/n3", "/disk/n1", "/n", "/", "/loop/x", "/a/../disk",
        ] {
            #expect(looks.at(path) == PathLook.at(path, tree.root), "\(path)")
        }
    }

    @Test func aLoopOfLinksIsNotKnowing() throws {
        let tree = try HostTree().link("/a", to: "/b").link("/b", to: "a/x")
        #expect(PathLook.at("/a/n1", tree.root).presence == .unknown)
    }

    private func files(_ tree: HostTree) throws -> NodeFiles {
        try tree.file(
            "/proc/self/mountinfo", "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:17 / /disk rw - ext4 /dev/sdb1 rw\n")
        return NodeFiles(
            root: tree.root, mounts: MountTable(tree.root), identityFile: "{data_dir}/secret-key",
            failureFile: "{log_dir}/critical_failure.log")
    }

    @Test func aPresentDirectoryHasItsFileSystemAndIdentity() throws {
        let tree = try HostTree().file("/disk/n1/secret-key", "x")
        let found = try files(tree).lookOnce(at: "/disk/n1", fields: ["data_dir": .text("/disk/n1")])
        let directory = try #require(found.directory)
        #expect(directory.presence == .present)
        #expect(directory.mountPoint == "/disk")
        #expect(directory.device == "8:17")
        #expect(directory.hasIdentity == true)
        #expect(directory.identityChanged != nil)
        #expect(found.lastFailure == nil)
    }

    @Test func anAbsentDirectoryStillNamesTheFileSystemItWasOn() throws {
        let found = try files(HostTree()).lookOnce(at: "/disk/gone", fields: ["data_dir": .text("/disk/gone")])
        #expect(found.directory?.presence == .absent)
        #expect(found.directory?.mountPoint == "/disk")
        #expect(found.directory?.hasIdentity == nil)
    }

    @Test(.enabled(if: geteuid() == 0)) func aClosedDirectoryIsNeitherThereNorGone() throws {
        let tree = try HostTree().directory("/home/alice/n1")
        let files = try files(tree)
        chmod(tree.path + "/home/alice", 0o700)
        let found = asNobody { files.lookOnce(at: "/home/alice/n1", fields: ["data_dir": .text("/home/alice/n1")]) }
        #expect(found.directory?.presence == .unknown)
    }

    @Test(arguments: [
        ("[t1] first\n[t2] disk full\n", "[t2] disk full"),
        ("one\r\ntwo\u{1B}[2J\u{202E}\r\n\n", "two\u{FFFD}[2J\u{FFFD}"),
        (String(repeating: "x", count: 9000), String(repeating: "x", count: 500)),
    ])
    func theLastFailureIsBoundedAndHarmless(text: String, expected: String) throws {
        let tree = try HostTree().file("/log/n1/critical_failure.log", text)
        let found = try files(tree).lookOnce(at: nil, fields: ["log_dir": .text("/log/n1")])
        #expect(found.lastFailure == expected)
    }

    @Test func aFailureFileThatIsALinkIsNotOpened() throws {
        let tree = try HostTree().file("/etc/secret", "s3cret").link("/log/critical_failure.log", to: "/etc/secret")
        #expect(try files(tree).lookOnce(at: nil, fields: ["log_dir": .text("/log")]).lastFailure == nil)
    }
}

/// Runs `body` without root's rights to files, on this thread alone; the C library's module lacks `setfsuid(2)`.
func asNobody<Value>(_ body: () throws -> Value) rethrows -> Value {
    let setfsuid = unsafeBitCast(dlsym(nil, "setfsuid"), to: (@convention(c) (uid_t) -> Int32).self)
    _ = setfsuid(65_534)
    defer { _ = setfsuid(0) }
    return try body()
}

extension NodeFiles {
    fileprivate func lookOnce(at directory: String?, fields: [String: Scalar]) -> Found {
        var looks = PathLooks(root)
        return look(at: directory, fields: fields, &looks)
    }
}
