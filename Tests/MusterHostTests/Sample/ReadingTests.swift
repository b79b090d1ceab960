import MusterModel
import Testing

@testable import MusterHost

/// Readings whose text is the kernel's; every one of them is `nil` for anything else.
struct ReadingTests {
    static let hostile = [
        "", "\n\n", "\u{0}\u{1}\u{FF}", "cpu", "cpu ", "cpu  1 2 3", "MemTotal:", "MemTotal: kB", "-1 -2 -3",
        "nan nan nan",
        "cpu  99999999999999999999 1 1 1 1 1 1 1", "some avg10=", "some avg10=nan",
        String(repeating: "9", count: 100_000),
        String(repeating: "a ", count: 50_000),
    ]

    @Test(arguments: hostile)
    func garbageIsNoReading(text: String) {
        let bytes = Array(text.utf8)
        #expect(CPUTimes(stat: bytes) == nil)
        #expect(StatCounts.cores(stat: bytes) == nil)
        #expect(Memory(meminfo: bytes) == nil)
        #expect(Load(loadavg: bytes) == nil)
        #expect(Pressure(cpu: bytes, memory: bytes, io: bytes) == nil)
        #expect(FileHandles(fileNr: bytes) == nil)
        #expect(DiskCounters.all(diskstats: bytes, blocks: ["sda"]).isEmpty)
        #expect(NetworkCounters.all(netDev: bytes).isEmpty)
        #expect(Mount.all(mountinfo: bytes).isEmpty)
    }

    @Test func shareOfProcessorTimeComesFromTwoReadings() throws {
        let before = try #require(CPUTimes(stat: Array("cpu  100 0 50 800 50 0 0 0 0 0\ncpu0 1 1\n".utf8)))
        let after = try #require(CPUTimes(stat: Array("cpu  120 0 60 850 65 0 5 0 7 0\n".utf8)))
        let use = try #require(after.use(since: before))
        #expect((use.user, use.system, use.idle, use.iowait, use.softirq) == (20, 10, 50, 15, 5))
        #expect(use.used == 50)
    }

    @Test func idleTimeThatStepsBackIsNoTime() throws {
        let before = try #require(CPUTimes(stat: Array("cpu  100 0 50 800 50 0 0 0\n".utf8)))
        let after = try #require(CPUTimes(stat: Array("cpu  110 0 60 799 49 0 0 0\n".utf8)))
        let use = try #require(after.use(since: before))
        #expect((use.user, use.system, use.idle, use.iowait) == (50, 50, 0, 0))
    }

    @Test func noTimePassedIsNoShare() throws {
        let times = try #require(CPUTimes(stat: Array("cpu  1 2 3 4 5 6 7 8\n".utf8)))
        #expect(times.use(since: times) == nil)
    }

    @Test func coresAreCountedByTheirLines() {
        let stat = Array("cpu  1 1\ncpu0 1\ncpu2 1\ncpu17 1\ncpufreq 3\nintr 1 2 3\n".utf8)
        #expect(StatCounts.cores(stat: stat) == 3)
    }

    @Test func meminfoIsInKibibytes() throws {
        let text =
            "MemTotal:    16384 kB\nMemFree:   1024 kB\nMemAvailable:  8192 kB\nSwapTotal: 2048 kB\nSwapFree: 0 kB\n"
        let memory = try #require(Memory(meminfo: Array(text.utf8)))
        #expect(memory == Memory(total: 16 << 20, available: 8 << 20, free: 1 << 20, swapTotal: 2 << 20, swapFree: 0))
        #expect(memory.usedPercent == 50)
    }

    @Test(arguments: [
        "MemTotal: 16384 kB\nMemFree: 1024 kB\n",  // before Linux 3.14
        "MemTotal: 18446744073709551615 kB\nMemFree: 1 kB\nMemAvailable: 1 kB\n",  // more bytes than there are numbers
        "MemTotal: 0 kB\nMemFree: 0 kB\nMemAvailable: 0 kB\n",
    ])
    func meminfoThatMakesNoSenseIsNone(text: String) {
        #expect(Memory(meminfo: Array(text.utf8)) == nil)
    }

    @Test func loadIsTheFirstThreeWords() {
        #expect(Load(loadavg: Array("0.52 1.25 10.00 3/812 44321\n".utf8)) == Load(one: 0.52, five: 1.25, fifteen: 10))
        #expect(Load(loadavg: Array("0.52 inf 10.00 3/812 44321\n".utf8)) == nil)
    }

    @Test func pressureIsTheAverageOfTenSeconds() {
        func line(_ name: String, _ average: String) -> String {
            "\(name) avg10=\(average) avg60=9.99 avg300=8.88 total=123456\n"
        }
        func file(_ partly: String, _ wholly: String?) -> [UInt8] {
            Array((line("some", partly) + (wholly.map { line("full", $0) } ?? "")).utf8)
        }
        let pressure = Pressure(cpu: file("1.50", nil), memory: file("2.00", "0.25"), io: file("30.10", "12.00"))
        #expect(pressure == Pressure(cpuSome: 1.5, memorySome: 2, memoryFull: 0.25, ioSome: 30.1, ioFull: 12))
        #expect(Pressure(cpu: file("1", nil), memory: file("2", nil), io: file("3", "4")) == nil)
        #expect(Pressure(cpu: file("101", nil), memory: file("2", "1"), io: file("3", "4")) == nil)
    }

    @Test(arguments: [
        ("2112\t0\t9223372036854775807\n", FileHandles(open: 2112, limit: UInt64(Int64.max))),
        ("1 0 18446744073709551615\n", FileHandles(open: 1, limit: UInt64(Int64.max))), ("1 0\n", nil),
    ])
    func fileHandles(text: String, expected: FileHandles?) {
        #expect(FileHandles(fileNr: Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("41500\n", 41.5), ("-5000\n", -5), ("0\n", 0), ("-274000\n", nil), ("65261850\n", nil), ("x\n", nil),
        ("", nil),
    ])
    func temperaturesAreThousandths(text: String, expected: Double?) {
        #expect(TemperatureReading.celsius(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n", "Debian GNU/Linux 12 (bookworm)"),
        ("NAME=x\nPRETTY_NAME='It is \\n'\n", "It is \\n"), ("PRETTY_NAME=Alpine\n", "Alpine"),
        ("PRETTY_NAME=\"a \\\"b\\\" \\$c\"\n", "a \"b\" $c"), ("PRETTY_NAME=\"\"\n", nil), ("NAME=x\n", nil),
    ])
    func nameOfTheSystem(text: String, expected: String?) {
        #expect(OSRelease.prettyName(Array(text.utf8)) == expected)
    }
}
