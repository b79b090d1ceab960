import MusterIO
import MusterModel
import Testing

@testable import MusterHost

/// Trees of made-up files as hosts, and this machine.
struct HostSamplerTests {
    private static func server() throws -> HostTree {
        let tree = HostTree()
        try tree.file(
            "/proc/stat", "cpu  100 0 50 800 50 0 0 0 0 0\ncpu0 1\ncpu1 1\nprocs_running 3\nprocs_blocked 1\n")
        try tree.file("/proc/meminfo", "MemTotal: 1000 kB\nMemFree: 10 kB\nMemAvailable: 400 kB\n")
        try tree.file("/proc/loadavg", "1.00 2.00 3.00 1/100 99\n")
        try tree.file("/proc/sys/fs/file-nr", "100\t0\t5000\n")
        try tree.file("/proc/self/mountinfo", "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:9 / /nas rw - nfs nas:/x rw\n")
        for pid in [1, 22, 333] { try tree.file("/proc/\(pid)/stat", "") }
        try tree.file("/sys/class/hwmon/hwmon0/name", "k10temp\n").file(
            "/sys/class/hwmon/hwmon0/temp1_input", "45250\n"
        )
        .file("/sys/class/hwmon/hwmon0/temp1_label", "Tctl\n").file("/sys/class/hwmon/hwmon1/name", "acpitz\n")
        .file("/sys/class/hwmon/hwmon1/temp1_input", "30000\n")
        try tree.file("/sys/class/thermal/thermal_zone0/type", "acpitz\n")
            .file("/sys/class/thermal/thermal_zone0/temp", "30000\n")
            .file("/sys/class/thermal/thermal_zone1/type", "x86_pkg_temp\n")
            .file("/sys/class/thermal/thermal_zone1/temp", "51000\n")
        return tree
    }

    private static func sample(
        _ tree: HostTree, uid: UInt32 = 0,
        runner: ScriptedRunner = ScriptedRunner { _ in CommandOutput(status: .exited(1)) }
    ) async throws -> HostSampler.Result {
        let loop = try EventLoop(name: "sample")
        loop.start()
        defer { loop.stop() }
        let clock = HostClock(wall: Timestamp(milliseconds: 7), sinceBoot: 9)
        let sampler = HostSampler(root: tree.root, runner: runner, uid: uid, clock: { clock }) { path in
            path == tree.path + "/"
                ? SpaceUse(device: "8:1", total: 1000, free: 400, available: 300, inodes: 10, inodesFree: 4) : nil
        }
        return try await sampler.sample(over: .milliseconds(10), on: loop)
    }

    @Test func aTreeOfFilesIsAHost() async throws {
        let sample = try await Self.sample(Self.server()).sample
        #expect(sample.clock.sinceBoot == 9)
        #expect(sample.interval >= 10)
        #expect(sample.memory?.usedPercent == 60)
        #expect(sample.load == Load(one: 1, five: 2, fifteen: 3))
        #expect(sample.processes == ProcessCounts(total: 3, running: 3, blocked: 1))
        #expect(sample.fileHandles == FileHandles(open: 100, limit: 5000))
        #expect(
            sample.temperatures == [
                Temperature(sensor: "k10temp Tctl", celsius: 45.25), Temperature(sensor: "acpitz", celsius: 30),
                Temperature(sensor: "x86_pkg_temp", celsius: 51),
            ])
        #expect(sample.fileSystems.map(\.path) == ["/"])
        #expect(sample.fileSystems.first?.used == 600)
    }

    @Test func whatTheKernelDoesNotOfferIsMissingAndNotZero() async throws {
        let sample = try await Self.sample(HostTree()).sample
        #expect(sample.cpu == nil && sample.memory == nil && sample.load == nil && sample.pressure == nil)
        #expect(sample.processes == nil && sample.fileHandles == nil)
        #expect(sample.fileSystems.isEmpty && sample.disks.isEmpty && sample.networks.isEmpty)
        #expect(sample.temperatures.isEmpty)
    }

    @Test func aNetworkFileSystemIsAskedThroughAChild() async throws {
        let tree = try Self.server()
        let runner = ScriptedRunner { command in
            #expect(command.arguments == ["stat", "-f", "-c", "%S %b %f %a %c %d", tree.path + "/nas"])
            return CommandOutput("10 100 50 40 7 6\n")
        }
        let result = try await Self.sample(tree, runner: runner)
        #expect(result.sample.fileSystems.map(\.path) == ["/", "/nas"])
        #expect(result.sample.fileSystems.last?.total == 1000)
        #expect(result.reports.isEmpty)
    }

    @Test func aNetworkFileSystemThatHangsIsReportedAndNotListed() async throws {
        let runner = ScriptedRunner { _ throws(CommandError) in throw .timedOut(program: "stat") }
        let result = try await Self.sample(try Self.server(), runner: runner)
        #expect(result.sample.fileSystems.map(\.path) == ["/"])
        #expect(result.reports.map(\.id) == ["filesystem:/nas"])
        #expect(result.reports.map(\.outcome) == [.timeout])
    }

    @Test(arguments: [(0, true), (1000, false)] as [(UInt32, Bool)])
    func hiddenProcessesAreNotCounted(uid: UInt32, counts: Bool) async throws {
        let tree = try Self.server()
        try tree.file("/proc/self/mountinfo", "9 1 0:4 / /proc rw - proc proc rw,hidepid=invisible\n")
        #expect((try await Self.sample(tree, uid: uid).sample.processes != nil) == counts)
    }

    @Test func thisMachineHasTheBasics() async throws {
        let loop = try EventLoop(name: "sample")
        loop.start()
        defer { loop.stop() }
        let sampler = HostSampler(root: .machine, runner: SpawnRunner(loop: loop), uid: 0)
        let sample = try await sampler.sample(over: .milliseconds(100), on: loop).sample
        let cpu = try #require(sample.cpu)
        let whole = cpu.user + cpu.nice + cpu.system + cpu.idle + cpu.iowait + cpu.irq + cpu.softirq + cpu.steal
        #expect(abs(whole - 100) < 0.001)
        #expect(sample.interval >= 100)
        #expect(sample.memory != nil && sample.load != nil && sample.fileHandles != nil)
        #expect(sample.fileSystems.contains { $0.path == "/" && $0.total > 0 })
        #expect(sample.networks.contains { $0.name == "lo" })
        #expect(sample.processes.map { $0.total > 1 } == true)
        #expect(sample.clock.sinceBoot > 0)
    }
}
