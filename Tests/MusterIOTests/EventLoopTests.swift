import Glibc
import MusterIO
import Synchronization
import Testing

/// Lives on a loop as the controller's connections do.
private actor Resident {
    private let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    init(_ loop: EventLoop) { self.loop = loop }

    /// Whether the code before and after a wait ran on the loop's thread.
    func placesAroundWait(_ fd: Int32) async -> [Bool] {
        let before = loop.isCurrent
        try? await loop.wait(fd, for: .read, until: .after(.seconds(5)))
        return [before, loop.isCurrent]
    }
}

/// An ordinary actor: it follows its callers' executor preference.
private actor Plain {
    private var count = 0
    func add(_ loop: EventLoop) async -> Bool {
        count += 1
        try? await loop.sleep(until: .after(.milliseconds(1)))
        return loop.isCurrent
    }
}

@Suite struct EventLoopTests {
    @Test func allWorkUnderRunStaysOnTheCallersThread() throws {
        let loop = try EventLoop(name: "test")
        let places = loop.run {
            let plain = Plain()
            async let child = plain.add(loop)
            let others = await withTaskGroup(of: Bool.self, returning: [Bool].self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try? await loop.sleep(until: .after(.milliseconds(1)))
                        let stayed = await nonisolatedStep(loop)
                        return await plain.add(loop) && stayed
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            return await others + [child, loop.isCurrent]
        }
        #expect(places == Array(repeating: true, count: 22))
    }

    @Test func anActorOnTheLoopWaitsWithoutLeavingIt() async throws {
        let loop = try EventLoop(name: "test")
        loop.start()
        defer { loop.stop() }
        let pipe = try Pipe(nonBlocking: true)
        async let places = Resident(loop).placesAroundWait(pipe.reader.raw)
        try await loop.write(pipe.writer.raw, [1], until: .after(.seconds(5)))
        #expect(await places == [true, true])
    }

    @Test func errorsComeOutOfRun() throws {
        let loop = try EventLoop(name: "test")
        #expect(throws: WaitError.timedOut) {
            try loop.run { () async throws(WaitError) in
                try await loop.wait(-1, for: [], until: .now)
            }
        }
    }

    @Test func deadlinesFollowTheGivenClock() throws {
        let clock = ManualClock()
        let loop = try EventLoop(name: "test", clock: clock)
        let slept = loop.run {
            async let sleeper: Void? = try? loop.sleep(until: loop.now + .seconds(3600))
            async let mover: Void = clock.advance(.seconds(3601), of: loop)
            await mover
            return await sleeper != nil
        }
        #expect(slept)
    }

    @Test func aSignalWakesWhateverOneWaitsFor() throws {
        let loop = try EventLoop(name: "test")
        let pipe = try Pipe(nonBlocking: true)
        let fd = pipe.reader.raw
        let outcomes = loop.run {
            async let first = outcome { () async throws(WaitError) in
                try await loop.wait(fd, for: [], until: .after(.seconds(5)))
            }
            async let second = outcome { () async throws(WaitError) in
                try await loop.wait(fd, for: .read, until: .after(.seconds(5)))
            }
            try? await loop.sleep(until: .after(.milliseconds(5)))
            loop.signal(fd)
            return await [first, second]
        }
        #expect(outcomes == [nil, nil])
    }

    @Test func aSignalThatCameBeforeTheParkingIsNotWaitedFor() throws {
        let loop = try EventLoop(name: "test")
        let error = loop.run { () async -> WaitError? in
            await outcome { () async throws(WaitError) in
                try await loop.wait(for: [], until: .after(.seconds(5)), unless: { true })
            }
        }
        #expect(error == nil)
    }

    @Test func cancellingEndsAWaitBeforeAndAfterItBegan() throws {
        let loop = try EventLoop(name: "test")
        let outcomes = loop.run {
            await withTaskGroup(of: WaitError?.self, returning: [WaitError?].self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        await outcome { () async throws(WaitError) in try await loop.sleep(until: .never) }
                    }
                    group.cancelAll()
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(outcomes == [.cancelled, .cancelled])
    }

    @Test func aWaitForSeveralEndsWithTheFirst() throws {
        let loop = try EventLoop(name: "test")
        let first = try Pipe(nonBlocking: true)
        let second = try Pipe(nonBlocking: true)
        let places = [WaitPlace(first.reader.raw, .read), WaitPlace(second.reader.raw, .read)]
        let writer = second.writer.raw
        let ended = loop.run {
            async let ended = outcome { () async throws(WaitError) in
                try await loop.wait(for: places, until: .after(.seconds(5)))
            }
            try? await loop.write(writer, [1], until: .after(.seconds(5)))
            return await ended
        }
        #expect(ended == nil)
    }
}

private func outcome(_ body: () async throws(WaitError) -> Void) async -> WaitError? {
    do throws(WaitError) {
        try await body()
        return nil
    } catch {
        return error
    }
}

private func nonisolatedStep(_ loop: EventLoop) async -> Bool { loop.isCurrent }

/// A clock that stands still until it is moved.
private final class ManualClock: MonotonicClock {
    private let time = Mutex(Deadline(nanoseconds: 0))
    var now: Deadline { time.withLock { $0 } }

    func advance(_ duration: Duration, of loop: EventLoop) async {
        time.withLock { $0 = $0 + duration }
        loop.clockMoved()
    }
}
