import Glibc
import MusterIO
import MusterModel
import MusterWire
import Synchronization
import Testing

@testable import MusterAgent

struct HostLeaseTests {
    /// A machine whose boot clock stands where a test puts it.
    private final class Bench: Sendable {
        let host: ActingHost
        let now = Mutex<Int64>(1000)

        init() throws {
            host = try ActingHost()
            _ = try host.prepared()
        }

        func lease(uid: UInt32 = 0, boot: String = "b", calls: FileCalls = FileCalls()) -> HostLease {
            HostLease(in: StateDirectory(host.root, uid: uid), bootID: boot, calls: calls) { self.now.withLock { $0 } }
        }

        func pass(_ milliseconds: Int64) { now.withLock { $0 += milliseconds } }
    }

    private func ask(_ controller: String, _ milliseconds: Int64 = 60_000) -> LeaseRequest {
        LeaseRequest(controller: controller, holder: "\(controller)@test", milliseconds: milliseconds)
    }

    private func watch(_ controller: String, by holder: String = "watch", _ milliseconds: Int64 = 180_000)
        -> LeaseRequest
    {
        LeaseRequest(controller: controller, holder: holder, milliseconds: milliseconds, watches: true)
    }

    @Test func oneHoldsItAndOthersAreToldWho() throws {
        let bench = try Bench()
        let lease = bench.lease()
        #expect(
            try lease.answer(ask("a"))
                == LeaseGrant(granted: true, fence: 1, holder: "a@test", age: 0, remaining: 60_000))
        bench.pass(10_000)
        #expect(
            try lease.answer(ask("b"))
                == LeaseGrant(granted: false, fence: 0, holder: "a@test", age: 10_000, remaining: 50_000))
        #expect(
            try lease.answer(ask("a"))
                == LeaseGrant(granted: true, fence: 1, holder: "a@test", age: 10_000, remaining: 60_000))
        #expect(lease.objection(to: 1) == nil)
        #expect(lease.objection(to: 0) != nil)
        #expect(lease.objection(to: 2) == "the lease of this host is a@test's now")
    }

    @Test func theFenceRisesWithEachNewHolder() throws {
        let bench = try Bench()
        let lease = bench.lease()
        #expect(try lease.answer(ask("a")).fence == 1)
        bench.pass(60_000)
        #expect(lease.objection(to: 1) == "the lease of this host has run out")
        #expect(try lease.answer(ask("b")).fence == 2)
        #expect(try lease.answer(ask("b", 0)).granted == false)
        #expect(lease.objection(to: 2) != nil)
        #expect(try lease.answer(ask("b")).fence == 3)
        #expect(lease.objection(to: 2) != nil)
    }

    @Test func aWatchGoesOnWhenAnActionsLeaseEnds() throws {
        let bench = try Bench()
        let lease = bench.lease()
        #expect(try lease.answer(watch("a")).fence == 1)
        bench.pass(5000)
        // A verb of the same controller acts under it, and gives its share back.
        #expect(try lease.answer(ask("a")).fence == 1)
        #expect(try lease.answer(ask("a", 0)).granted == false)
        #expect(lease.objection(to: 1) == nil)
        #expect(
            try lease.answer(ask("b"))
                == LeaseGrant(
                    granted: false, fence: 0, holder: "watch", watches: true, age: 5000, remaining: 175_000))
        #expect(lease.objection(to: 7) == "the lease of this host is watch's now")
        // Killed, it ends by itself.
        bench.pass(175_000)
        #expect(lease.objection(to: 1) == "the lease of this host has run out")
        #expect(try lease.answer(ask("b")).fence == 2)
    }

    @Test func anActionsLeaseGoesOnWhenTheWatchEnds() throws {
        let bench = try Bench()
        let lease = bench.lease()
        _ = try lease.answer(watch("a"))
        #expect(try lease.answer(ask("a")).fence == 1)
        #expect(try lease.answer(watch("a", 0)).granted == false)
        let refused = try lease.answer(watch("b"))
        #expect(!refused.granted && !refused.watches && refused.holder == "a@test")
        #expect(lease.objection(to: 1) == nil)
    }

    @Test func theSuccessorOfAKilledWatchHasItAtOnceAndIsNotEndedByTheOther() throws {
        let bench = try Bench()
        let lease = bench.lease()
        _ = try lease.answer(watch("a", by: "first"))
        #expect(try lease.answer(watch("a", by: "second")).fence == 1)
        _ = try lease.answer(watch("a", by: "first", 0))
        #expect(lease.objection(to: 1) == nil)
        _ = try lease.answer(watch("a", by: "second", 0))
        #expect(lease.objection(to: 1) != nil)
    }

    @Test func anothersWatchIsAForeignManager() throws {
        let bench = try Bench()
        let lease = bench.lease()
        #expect(lease.watcher(besides: "b") == nil)
        _ = try lease.answer(ask("a"))
        #expect(lease.watcher(besides: "b") == nil)
        _ = try lease.answer(watch("a", by: "ann@desk watch"))
        bench.pass(3000)
        #expect(
            lease.watcher(besides: "b")
                == ForeignManager(
                    name: "muster", path: "\(bench.host.state)/lease-0", line: 1, text: "ann@desk watch", age: 3000))
        #expect(lease.watcher(besides: "a") == nil)
        #expect(bench.lease(boot: "c").watcher(besides: "b") == nil)
        bench.pass(180_000)
        #expect(lease.watcher(besides: "b") == nil)
    }

    @Test func nobodyGivesUpWhatIsAnothers() throws {
        let bench = try Bench()
        let lease = bench.lease()
        #expect(lease.objection(to: 0) == "nobody holds this host's lease")
        #expect(try lease.answer(ask("a", 0)).granted == false)
        _ = try lease.answer(ask("a"))
        #expect(try lease.answer(ask("b", 0)).holder == "a@test")
        #expect(lease.objection(to: 1) == nil)
    }

    @Test func aRebootEndsItAndTheFenceGoesOnRising() throws {
        let bench = try Bench()
        _ = try bench.lease().answer(ask("a"))
        let later = bench.lease(boot: "c")
        #expect(later.objection(to: 1) == "the lease of this host has run out")
        #expect(try later.answer(ask("b")).fence == 2)
    }

    @Test func agentsOfSeveralUsersShareIt() throws {
        let bench = try Bench()
        #expect(try bench.lease().answer(ask("a")).fence == 1)
        bench.pass(60_000)
        // What an agent of that user would have written.
        _ = try bench.lease().answer(ask("b"))
        rename("\(bench.host.state)/lease-0", "\(bench.host.state)/lease-1001")
        chown("\(bench.host.state)/lease-1001", 1001, 1001)
        #expect(try bench.lease().answer(ask("c")).holder == "b@test")
        bench.pass(60_000)
        #expect(try bench.lease().answer(ask("c")).fence == 3)
    }

    @Test(arguments: ["", "{", "{\"fence\":9223372036854775807}", String(repeating: "x", count: 5000)])
    func aFileThatSaysNothingIsNoLease(text: String) throws {
        let bench = try Bench()
        try bench.host.write("lease-0", Array(text.utf8))
        #expect(try bench.lease().answer(ask("a")).fence == 1)
        #expect(bench.lease().objection(to: 1) == nil)
    }

    @Test func longerThanAnHourIsNotGranted() throws {
        #expect(try Bench().lease().answer(ask("a", .max)).remaining == 3_600_000)
    }

    @Test func itIsExtendedInPlaceThoughTheDiskIsFull() throws {
        let bench = try Bench()
        _ = try bench.lease().answer(ask("a"))
        let before = try FileInfo.of("\(bench.host.state)/lease-0")
        bench.pass(5)
        _ = try bench.lease().answer(ask("a"))
        let after = try FileInfo.of("\(bench.host.state)/lease-0")
        #expect(after.inode == before.inode)
        #expect(after.size == before.size)
    }
}
