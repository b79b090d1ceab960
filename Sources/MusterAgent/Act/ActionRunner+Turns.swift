import MusterHost
import MusterIO
import MusterModel

// Whose turn it is.
extension ActionRunner {
    func advance() {
        switch turns.next() {
        case .begin(let job):
            active[job.request.id] = job
            Task(executorPreference: loop) { await self.run(job) }
        case .goOn(let continuation): continuation.resume()
        case nil: break
        }
    }

    func letGo(_ id: ActionID) {
        if turns.holder == id { lock = nil }
        turns.end(id)
        advance()
    }

    /// False where other agents kept the machine for too long.
    private func takeBack(_ id: ActionID) async -> Bool {
        if turns.holder == id { return true }
        await withCheckedContinuation { continuation in
            turns.wantsBack(id, continuation)
            advance()
        }
        do throws(Refusal) {
            lock = try await hold("lock", limits.returnPatience, "")
            return true
        } catch {
            letGo(id)
            return false
        }
    }

    func turn(of id: ActionID) -> MachineTurn {
        MachineTurn(
            letGo: {
                await self.letGo(id)
                CrashPoint.letGo.pass()
            }, takeBack: { await self.takeBack(id) })
    }
}

// What is locked.
extension ActionRunner {
    func holdLatch() async throws(Refusal) -> FileLock {
        try await hold("latch", limits.latchPatience, "another agent holds the journal")
    }

    func hold(_ name: String, _ patience: Duration, _ late: String) async throws(Refusal) -> FileLock {
        do throws(IOError) {
            return try await FileLock.acquire(
                directory.file(name), sharedMode: StateDirectory.fileMode, until: loop.now + patience, on: loop)
        } catch {
            throw Refusal(error, late: late)
        }
    }

    /// Called by whoever has the machine: an upgrade keeps its node when it lets the machine go.
    func holdNode(of request: ActionRequest) async throws(Refusal) -> NodeLock? {
        do throws(IOError) {
            return try await NodeLock.take(
                for: request, in: directory, until: loop.now + limits.nodePatience, on: loop)
        } catch {
            throw Refusal(error, late: "an upgrade of this node proves itself")
        }
    }
}
