import MusterModel
import Testing

@testable import MusterHost

struct PortCheckTests {
    private static let head = "  sl  local_address rem_address   st tx_queue\n"

    /// 0xD6DF is 55007, 0x32CF 13007.
    private static func tree(
        udp: String = "", tcp: String = "", udp6: String = "", tcp6: String = ""
    ) throws -> HostTree {
        try HostTree().file("/proc/net/udp", head + udp).file("/proc/net/tcp", head + tcp)
            .file("/proc/net/udp6", head + udp6).file("/proc/net/tcp6", head + tcp6)
            .file("/etc/passwd", "ant:x:1000:1000::/home/ant:/bin/sh\nbob:x:1001:1001::/home/bob:/bin/sh\n")
    }

    private static func node() -> NodeSpec {
        var node = UnitTextTests.node()
        node.ports.append(PortClaim(field: "metrics_port", port: 13007, transport: .tcp, isPublic: false))
        return node
    }

    private static func fault(_ tree: HostTree) throws -> ActionFailure? {
        let check = PortCheck(
            root: tree.root, users: try UserDatabase.read(tree.root), storage: "/var/antctl/services")
        do throws(ActionFailure) { try check.check(node()) } catch { return error }
        return nil
    }

    @Test func freePortsAreFree() throws {
        #expect(try Self.fault(Self.tree(tcp: "  0: 0100007F:32CF 0100007F:1234 01 x\n")) == nil)
    }

    @Test(arguments: [
        ("udp", "  0: 00000000:D6DF 00000000:0000 07 x\n", 55007),
        ("udp6", "  0: 00000000000000000000000000000000:D6DF 0000:0000 07 x\n", 55007),
        ("tcp", "  0: 0100007F:32CF 00000000:0000 0A x\n", 13007),
        ("tcp6", "  0: 00000000000000000000000000000000:32CF 0000:0000 0A x\n", 13007),
    ])
    func aSocketTakesThePort(table: String, line: String, port: Int) throws {
        let tree = try Self.tree().file("/proc/net/\(table)", Self.head + line)
        let failure = try #require(try Self.fault(tree))
        #expect(failure.fault == .portTaken)
        #expect(failure.facts[ActionFact.port] == .integer(Int64(port)))
    }

    @Test(arguments: [
        ("/etc/systemd/system/antnode0009.service", "--port 55007"),
        ("/home/bob/.config/systemd/user/other.service", "--metrics-server-port=13007"),
        ("/etc/systemd/system/x.service", "--rpc 127.0.0.1:13007"),
    ])
    func aUnitOfAnybodyTakesThePort(path: String, words: String) throws {
        let failure = try Self.fault(Self.tree().file(path, "[Service]\nExecStart=/bin/antnode \(words)\n"))
        #expect(failure?.fault == .portTaken)
    }

    @Test func anotherNumberInAUnitTakesNothing() throws {
        let tree = try Self.tree().file("/etc/systemd/system/x.service", "[Service]\nExecStart=/bin/x --max 55007\n")
        #expect(try Self.fault(tree) == nil)
    }

    @Test(arguments: [("Added", true), ("Running", true), ("Removed", false)])
    func antctlsNodesKeepTheirPorts(status: String, takes: Bool) throws {
        let entry = #"{"service_name":"antnode1","status":"\#(status)","node_port":55007,"data_dir_path":"/x"}"#
        let tree = try Self.tree().file("/var/antctl/node_registry.json", #"{"nodes":[\#(entry)]}"#)
        #expect((try Self.fault(tree)?.fault == .portTaken) == takes)
    }

    @Test func aNodeThatIsBeingRemovedKeepsItsPorts() throws {
        let tree = try Self.tree()
            .directory("/var/antctl/services/.muster-tombstone-antnode0003.55007.13003.00ff00ff")
        #expect(try Self.fault(tree)?.fault == .portTaken)
    }

    @Test func withoutTheKernelsListNothingIsKnownToBeFree() throws {
        let failure = try Self.fault(HostTree().file("/etc/passwd", ""))
        #expect(failure?.fault == .other)
    }
}
