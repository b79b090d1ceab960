import MusterIO
import MusterModel
import TestSupport
import Testing

@testable import MusterHost

struct CountersTests {
    /// True counters of 64 bits, shown as a kernel or a driver shows them: some of them modulo 2³².
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func stepsAreRightAcrossWraps(seed: UInt64) {
        var random = Dice(seed: seed)
        for _ in 0..<2000 {
            let narrow = (0..<5).map { _ in Bool.random(using: &random) }
            let before = (0..<5).map { _ in UInt64.random(in: 0..<(1 << 34), using: &random) }
            let steps = (0..<5).map { _ in UInt64.random(in: 0..<(1 << 31), using: &random) }
            func shown(_ true64: [UInt64]) -> [UInt64] { zip(true64, narrow).map { $1 ? $0 & 0xFFFF_FFFF : $0 } }
            let after = zip(before, steps).map { $0 + $1 }
            // A wrap that jumps over half of the range cannot be told from a reset.
            let visible = zip(shown(before), shown(after)).allSatisfy { $1 >= $0 || $0 >= 1 << 31 && $1 < 1 << 31 }
            #expect(Counters.advance(from: shown(before), to: shown(after)) == (visible ? steps : nil))
        }
    }

    @Test(
        arguments: [
            ("all fall", [3_000_000_000, 4_000_000, 12], [1000, 10, 0]), ("one small one falls", [9, 500], [10, 499]),
            ("from beyond 32 bits", [1 << 33, 5], [0, 5]), ("another number of counters", [1, 2], [1]),
        ] as [(String, [UInt64], [UInt64])])
    func aResetHasNoSteps(name: String, before: [UInt64], after: [UInt64]) {
        #expect(Counters.advance(from: before, to: after) == nil)
    }

    @Test func devicesThatComeGoOrAreReplacedHaveNoRate() {
        func counters(_ text: String, at second: Int64) -> HostCounters {
            let disks = DiskCounters.all(diskstats: Array(text.utf8), blocks: ["sda", "sdb", "sdc", "nvme0n1"])
            return HostCounters(at: Deadline(nanoseconds: second * 1_000_000_000), cpu: nil, disks: disks, networks: [])
        }
        let before = counters(
            """
               8  0 sda 100 0 2000 0 50 0 1000 0 0 500 0
               8 16 sdb 100 0 2000 0 50 0 1000 0 0 500 0
             259  0 nvme0n1 100 0 2000 0 50 0 1000 0 0 4294967290 0
            """, at: 10)
        let after = counters(
            """
               8  0 sda 120 0 2400 0 60 0 1100 0 0 1500 0
               8 32 sdb 120 0 2400 0 60 0 1100 0 0 1500 0
               8 48 sdc 120 0 2400 0 60 0 1100 0 0 1500 0
             259  0 nvme0n1 100 0 2000 0 50 0 1000 0 0 994 0
            """, at: 12)
        #expect(
            after.diskRates(since: before) == [
                DiskRate(
                    name: "sda", readBytesPerSecond: 102_400, writtenBytesPerSecond: 25_600, readsPerSecond: 10,
                    writesPerSecond: 5, busyPercent: 50),
                DiskRate(
                    name: "nvme0n1", readBytesPerSecond: 0, writtenBytesPerSecond: 0, readsPerSecond: 0,
                    writesPerSecond: 0, busyPercent: 50),
            ])
        #expect(after.diskRates(since: after).isEmpty)
    }

    @Test func onlyWholeDisksCount() {
        let names = [
            "sda", "sda1", "nvme0n1", "nvme0n1p2", "xvdf", "vda", "dm-0", "md127", "mmcblk0", "mmcblk0p1", "cciss/c0d0",
            "cciss/c0d0p1", "loop3", "zram0", "ram1", "sr0", "fd0",
        ]
        let blocks = names.filter { !$0.contains("p") || $0 == "loop3" }.filter { $0 != "sda1" }
            .map { $0.replacing("/", with: "!") }
        let text =
            names.map { " 8 0 \($0) 1 0 1 0 1 0 1 0 0 1 0 0 0 0 0\n" }.joined() + " 43 0 nbd0 0 0 0 0 0 0 0 0 0 0 0\n"
        let disks = DiskCounters.all(diskstats: Array(text.utf8), blocks: blocks + ["nbd0"])
        #expect(disks.map(\.name) == ["sda", "nvme0n1", "xvdf", "vda", "dm-0", "md127", "mmcblk0", "cciss/c0d0"])
    }

    @Test func interfacesAreReadWithOrWithoutABlankAfterTheColon() throws {
        let heading =
            "Inter-|   Receive  |  Transmit\n face |bytes packets errs drop fifo frame compressed multicast|bytes\n"
        func read(_ text: String) -> [NetworkCounters] { NetworkCounters.all(netDev: Array((heading + text).utf8)) }
        let before = read(
            "    lo: 1000 10 0 0 0 0 0 0 1000 10 0 0 0 0 0 0\n  eth0:4294967000 5 1 0 0 0 0 0 70 7 2 0 0 0 0 0\n")
        let after = read(
            "    lo: 3000 30 0 0 0 0 0 0 3000 30 0 0 0 0 0 0\n  eth0:704 6 2 0 0 0 0 0 170 8 3 0 0 0 0 0\n")
        try #require(before.map(\.name) == ["lo", "eth0"])
        let rate = try #require(after[1].rate(since: before[1], seconds: 2))
        #expect((rate.receivedBytesPerSecond, rate.sentBytesPerSecond, rate.errorsPerSecond) == (500, 50, 1))
        #expect(after[0].rate(since: before[0], seconds: 2)?.receivedBytesPerSecond == 1000)
        #expect(before[0].rate(since: after[0], seconds: 2) == nil)
    }
}
