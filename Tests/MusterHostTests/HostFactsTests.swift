import MusterHost
import MusterModel
import Testing

struct HostFactsTests {
    private static func tree() throws -> HostTree {
        try HostTree().file("/proc/sys/kernel/hostname", "hel01\n").file(
            "/proc/sys/kernel/osrelease", "6.1.0-18-amd64\n"
        )
        .file("/proc/sys/kernel/random/boot_id", "0b0e-1\n").file("/proc/stat", "cpu  1\ncpu0 1\ncpu1 1\n")
        .file("/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n")
        .file("/etc/machine-id", "0123456789ABCDEF0123456789abcdef\n")
        .file("/etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
        .file("/etc/passwd", "ant:x:1000:1000::/home/ant:/bin/sh\n")
    }

    private static func facts(_ tree: HostTree, uid: UInt32 = 1000) throws -> HostFacts {
        try HostFacts.read(tree.root, uid: uid, users: try? UserDatabase.read(tree.root), architecture: "riscv64")
    }

    @Test func aTreeOfFilesIsAMachine() throws {
        #expect(
            try Self.facts(Self.tree())
                == HostFacts(
                    hostname: "hel01", machineID: "0123456789abcdef0123456789abcdef", bootID: "0b0e-1",
                    kernel: "6.1.0-18-amd64", operatingSystem: "Debian GNU/Linux 12 (bookworm)",
                    architecture: "riscv64",
                    cores: 2, uid: 1000, user: "ant", home: "/home/ant",
                    outgoingPorts: [32_768, 60_999]))
    }

    @Test(arguments: ["", "uninitialized\n", "0123\n", "0123456789abcdef0123456789abcdeg\n"])
    func aMachineIDOfAnyOtherFormIsNone(text: String) throws {
        #expect(try Self.facts(Self.tree().file("/etc/machine-id", text)).machineID == nil)
    }

    @Test func anUnknownUserHasNoName() throws {
        #expect(try Self.facts(Self.tree(), uid: 4242).user == nil)
    }

    @Test(arguments: ["/proc/sys/kernel/hostname", "/proc/sys/kernel/random/boot_id", "/proc/stat"])
    func withoutTheBasicsThereIsNoHost(path: String) throws {
        let tree = try Self.tree().file(path, "\n")
        #expect(throws: HostFactsError.unreadable(path: path)) { try Self.facts(tree) }
    }
}
