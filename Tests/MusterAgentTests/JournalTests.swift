import Glibc
import MusterHost
import MusterIO
import MusterModel
import Synchronization
import Testing

@testable import MusterAgent

/// What the journal keeps, whatever happens to its file.
struct JournalTests {
    private static let day: Int64 = 86_400_000
    private static let begun = JournalEntry.Begun(digest: "d", bootID: "b", pid: 1, request: nil)

    /// Two actions, the first of which has ended.
    private static func lines() throws -> [UInt8] {
        try JournalLine.begun(.number(1), begun, written: 5).bytes() + JournalLine.ended(done(1)).bytes()
            + JournalLine.begun(.number(2), begun, written: 6).bytes()
    }

    private static func done(_ number: Int) -> ActionReport {
        ActionReport(id: .number(number), ending: .done, took: 7, facts: ["pid": .integer(4)])
    }

    @Test func everyCutOfItsEndIsRead() throws {
        let host = try ActingHost()
        let whole = try Self.lines()
        let directory = try host.prepared()
        for length in stride(from: 0, through: whole.count, by: 7) + [whole.count] {
            try host.write("journal-0", Array(whole[..<length]))
            var journal = Journal(in: directory)
            try journal.refresh()
            let complete = whole[..<length].count { $0 == UInt8(ascii: "\n") }
            #expect((journal[.number(1)] != nil) == (complete >= 1))
            #expect((journal[.number(1)]?.report != nil) == (complete >= 2))
            try journal.begin(.some(3), digest: "e", bootID: "b")
            try journal.end(Self.done(3))
            var again = Journal(in: directory)
            try again.refresh()
            #expect(again[.number(3)]?.report == Self.done(3))
            #expect((again[.number(2)] != nil) == (complete >= 3))
            #expect(again.open == (complete == 1 ? [.number(1)] : complete >= 3 ? [.number(2)] : []))
        }
    }

    @Test func anotherAgentsLinesAreSeen() throws {
        let host = try ActingHost()
        var (one, two) = (Journal(in: try host.prepared()), Journal(in: try host.prepared()))
        try one.begin(.some(1), digest: "d", bootID: "b")
        try two.refresh()
        #expect(two.open == [.number(1)])
        try two.end(Self.done(1))
        try two.acknowledge([.number(1), .number(9)])
        try one.refresh()
        #expect(one[.number(1)]?.report == Self.done(1))
        #expect(one[.number(1)]?.isAcknowledged == true)
        #expect(one[.number(9)] == nil)
    }

    @Test(arguments: [(0, [1, 2, 3]), (1001, [1, 2]), (1002, [1, 3])] as [(UInt32, [Int])])
    func rootBelievesAllAndOthersRootAndThemselves(uid: UInt32, known: [Int]) throws {
        let host = try ActingHost()
        let owners: [(UInt32, Int)] = [(0, 1), (1001, 2), (1002, 3)]
        for (owner, number) in owners {
            let line = try JournalLine.begun(.number(number), Self.begun, written: 5).bytes()
            try host.write("journal-\(owner)", line, owner: owner)
        }
        try host.write("journal-1003", try JournalLine.begun(.number(4), Self.begun, written: 5).bytes(), owner: 1001)
        symlink("\(host.state)/journal-1001", "\(host.state)/journal-1004")
        var journal = Journal(in: StateDirectory(host.root, uid: uid))
        try journal.refresh()
        #expect((1...4).filter { journal[.number($0)] != nil } == known)
    }

    @Test func aFullDiskIsWrittenToFromTheReserve() throws {
        let host = try ActingHost()
        let failures = Mutex(0)
        let calls = FileCalls(write: { fd, bytes in
            let count = failures.withLock { count in
                count += 1
                return count
            }
            if count == 2 { return Glibc.write(fd, bytes.baseAddress, 3) }
            if count == 3 {
                errno = ENOSPC
                return -1
            }
            return Glibc.write(fd, bytes.baseAddress, bytes.count)
        })
        var journal = Journal(in: try host.prepared(), calls: calls)
        try journal.begin(.some(1), digest: "d", bootID: "b")
        #expect((try FileInfo.of("\(host.state)/reserve-0")).size == 256 << 10)
        failures.withLock { $0 = 1 }
        try journal.end(Self.done(1))
        #expect(throws: SystemError.self) { try FileInfo.of("\(host.state)/reserve-0") }
        var again = Journal(in: try host.prepared())
        try again.refresh()
        #expect(again[.number(1)]?.report == Self.done(1))
        try again.begin(.some(2), digest: "d", bootID: "b")
        #expect((try FileInfo.of("\(host.state)/reserve-0")).size == 256 << 10)
    }

    @Test(arguments: [EIO, ENOSPC, EROFS])
    func whatIsNotOnDiskIsNotBegun(code: Int32) throws {
        let host = try ActingHost()
        let calls = FileCalls(sync: { _ in
            errno = code
            return -1
        })
        var journal = Journal(in: try host.prepared(), calls: calls)
        #expect(throws: JournalError.self) { try journal.begin(.some(1), digest: "d", bootID: "b") }
        var again = Journal(in: try host.prepared())
        try again.refresh()
        #expect(again[.number(1)] == nil)
        #expect((try FileInfo.of("\(host.state)/journal-0")).size == 0)
    }

    @Test func entriesLiveThirtyDaysAndUntilAcknowledged() throws {
        let host = try ActingHost()
        let now = Mutex<Int64>(0)
        var journal = Journal(
            in: try host.prepared(), limits: Journal.Limits(compaction: 1000, size: 1 << 20),
            wall: { now.withLock { $0 } })
        for number in 1...6 {
            try journal.begin(.some(number), digest: "d", bootID: "b")
            if number != 5 { try journal.end(Self.done(number)) }
        }
        try journal.acknowledge([.number(1), .number(2)])
        try journal.bar([.number(7)])
        now.withLock { $0 = 20 * Self.day }
        try journal.acknowledge([.number(3)])
        try journal.begin(.some(10), digest: "d", bootID: "b")
        #expect((1...7).filter { journal[.number($0)] != nil } == Array(1...7))
        #expect(journal[.number(1)]?.report == ActionReport(id: .number(1), ending: .done, took: 7))
        #expect(journal[.number(4)]?.report == Self.done(4))
        #expect(journal[.number(1)]?.isAcknowledged == true)
        now.withLock { $0 = 31 * Self.day }
        for number in 11...40 { try journal.begin(.some(number), digest: "d", bootID: "b") }
        #expect((1...7).filter { journal[.number($0)] != nil } == [4, 5, 6])
        #expect(journal[.number(10)]?.begun?.request == .some(10))
        #expect(journal.open.first == .number(5))
    }

    @Test func aJournalFullOfWhatMustBeKeptBeginsNothing() throws {
        let host = try ActingHost()
        var journal = Journal(in: try host.prepared(), limits: Journal.Limits(compaction: 1000, size: 2000))
        let error = #expect(throws: JournalError.self) {
            for number in 1...100 { try journal.begin(.some(number), digest: "d", bootID: "b") }
        }
        #expect(error == .full)
    }
}

extension ActingHost {
    /// The directory of the machine's agents, made.
    func prepared() throws -> StateDirectory {
        let directory = StateDirectory(root, uid: 0)
        try directory.prepare()
        return directory
    }

    func write(_ name: String, _ bytes: [UInt8], owner: UInt32 = 0) throws {
        try StateDirectory(root, uid: 0).prepare()
        try File.writeAtomically("\(state)/\(name)", bytes)
        chown("\(state)/\(name)", owner, owner)
    }
}
