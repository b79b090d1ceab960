import MusterModel
import Testing

@testable import MusterHost

struct NodePlaceTests {
    @Test func aNodeBelowItsStorageIsAllowed() throws { try NodePlace.check(UnitTextTests.node()) }

    @Test(arguments: [
        ("/home", "/home/ant"), ("/", "/etc"), ("/var", "/var/lib"), ("/tmp", "/tmp/x"),
        ("/data/nodes", "/data/nodes"), ("/data/nodes", "/data/nodes2"), ("/data/nodes", "/home/ant"),
        ("/data/nodes", "/data/nodes/../../home"), ("data/nodes", "data/nodes/a"), ("/data/nodes/", "/data/nodes/a"),
        ("/data/nodes", "/data/nodes/.muster-archive"),
    ])
    func otherPlacesAreRefused(storage: String, data: String) {
        var node = UnitTextTests.node()
        node.storage = storage
        node.dataDirectory = data
        node.binary = data + "/antnode"
        node.identityFile = data + "/secret-key"
        let failure = #expect(throws: ActionFailure.self) { try NodePlace.check(node) }
        #expect(failure?.fault == .unsafePath)
        #expect(failure?.isRefusal == true)
    }

    @Test func aSharedProgramIsNotTheNodesOwn() {
        var node = UnitTextTests.node()
        node.binary = "/usr/local/bin/antnode"
        #expect(throws: ActionFailure.self) { try NodePlace.check(node) }
    }

    @Test(arguments: ["", "..", "a/b", "-x", "a b", "a'b", ".hidden", "a\nb"])
    func aNameIsPlain(name: String) {
        var node = UnitTextTests.node()
        node.name = name
        #expect(throws: ActionFailure.self) { try NodePlace.check(node) }
    }

    @Test func directoriesThatAllNodesShareAreFound() {
        var node = UnitTextTests.node()
        node.arguments = [
            "--bootstrap-cache-dir", "/var/antctl/bootstrap-cache", "--root-dir", "/var/antctl/services/antnode0007",
            "--other-dir", "/etc/x", "--up-dir", "/var/antctl",
        ]
        #expect(NodeRun.shared(node) == ["/var/antctl/bootstrap-cache"])
    }
}
