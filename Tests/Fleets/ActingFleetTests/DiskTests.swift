import FleetHarness
import Testing

/// A disk that nodes fill, on a host whose nodes have one of their own.
@Suite(.enabled(if: Scene.isThere, Scene.reason), .serialized)
struct DiskTests {
    @Test func aFullDiskLosesItsYoungestNodesAndTheirKeysAreKept() async throws {
        let scene = try await Scene(
            "small", policy: ["hd_less_than": "50", "hd_remove": "80", "relief": "remove"])
        let host = scene.first
        try await host.shell("rm -f /var/antctl/services/ballast")
        try await scene.fill(3)
        let nodes = try await host.processes()
        let youngest = try #require(nodes.last)
        let key = try await host.shell("sha256sum <\(youngest.root)/secret-key")
        try await scene.watching { watch in
            try await scene.expectLooks(of: watch)
            try await host.tell(nodes, "disk_mb = 52")
            try await scene.expect("the youngest gone", beside: watch) {
                try await host.shell("ls -d \(youngest.root) 2>/dev/null").isEmpty
            }
            try await scene.expectLooks(2, of: watch)
            #expect(try await host.processes().map(\.node) == nodes.dropLast().map(\.node), "\(watch.output)")
        }
        let archived = try await host.shell(
            "find /var/antctl/services/.muster-archive -type f -exec sha256sum {} + | cut -d' ' -f1")
        #expect(archived.contains(key.prefix(64)), "\(archived)")
        try await scene.expectOrder()
    }

    /// The hard floor: nothing can be written any more, and yet a node can be archived and removed.
    @Test func aDiskWithoutAByteLeftIsRelieved() async throws {
        let scene = try await Scene(
            "small", policy: ["hd_less_than": "50", "hd_remove": "90", "relief": "remove"])
        let host = scene.first
        try await scene.fill(3)
        let nodes = try await host.processes()
        try await host.tell(Array(nodes.suffix(1)), "disk_mb = 60")
        // Nodes that still write records would end of it, which is another story.
        try await scene.expect("nodes that write no more") {
            try await host.shell("ls /var/antctl/services/*/record_store/* | wc -l").hasPrefix("768\n")
        }
        try await scene.watching { watch in
            try await scene.expectLooks(of: watch)
            try await host.shell("cat /dev/zero >\(nodes[0].root)/record_store/zeroes 2>/dev/null; true")
            try await scene.expect("the youngest gone", beside: watch) {
                try await host.shell("ls -d \(nodes[2].root) 2>/dev/null").isEmpty
            }
        }
        let archived = try await host.shell("ls /var/antctl/services/.muster-archive")
        #expect(archived.contains("antnode0003-"), "\(archived)")
    }

    @Test func anUnmountedDiskOfNodesMakesNothingDeadAndAddsNothing() async throws {
        let scene = try await Scene("small", policy: ["node_cap": "2"])
        let host = scene.first
        try await scene.fill(2)
        try await host.breakNodes()
        try await host.shell("umount /var/antctl/services && ls -A /var/antctl/services")
        try await scene.watching { watch in
            try await scene.expectLooks(3, of: watch)
            #expect(try await host.shell("ls -A /var/antctl/services").isEmpty, "\(watch.output)")
            let status = try await scene.workstation.act("report", "node-status", "--host", host.name)
            #expect(!status.output.contains("DEAD"), "\(status)")
        }
        #expect(try await scene.workstation.ledger().allSatisfy { $0.verb != "remove" })
        try await host.reboot()
        #expect(try await host.shell("ls /var/antctl/services").contains("antnode0001"))
    }
}
