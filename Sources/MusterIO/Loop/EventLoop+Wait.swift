extension EventLoop {
    /// Suspends the caller until `fd` is ready, somebody calls ``signal(_:)`` for it, or the deadline passes.
    ///
    /// Others may run on the caller's actor between its last look at its own state and the parking: who counts on a
    /// signal says in `isOver`, which is asked while nobody else runs, whether it has been given already.
    package func wait(
        _ fd: Int32, for interest: Interest, until deadline: Deadline, unless isOver: () -> Bool = { false },
        isolation: isolated (any Actor)? = #isolation
    ) async throws(WaitError) {
        try await wait(for: [WaitPlace(fd, interest)], until: deadline, unless: isOver, isolation: isolation)
    }

    /// Suspends the caller until one of several descriptors is ready or signalled, or the deadline passes.
    package func wait(
        for places: [WaitPlace], until deadline: Deadline, unless isOver: () -> Bool = { false },
        isolation: isolated (any Actor)? = #isolation
    ) async throws(WaitError) {
        let id = nextID()
        let wake = await withTaskCancellationHandler {
            _ = isolation  // a closure stays on the actor only if it captures it
            return await withCheckedContinuation(isolation: isolation) { continuation in
                let waiter = Waiter(places: places, deadline: deadline, continuation: continuation)
                withState { $0.park(waiter, as: id) }
                if Task.isCancelled { cancel(id) }  // the handler may have run before there was a waiter
                if isOver() { resume(withState { state in state.take([id]) }, .ready) }
            }
        } onCancel: {
            cancel(id)
        }
        switch wake {
        case .ready: return
        case .late: throw .timedOut
        case .cancelled: throw .cancelled
        }
    }

    /// Suspends the caller until `deadline`.
    package func sleep(
        until deadline: Deadline, isolation: isolated (any Actor)? = #isolation
    ) async throws(WaitError) {
        do {
            try await wait(for: [], until: deadline, isolation: isolation)
        } catch .timedOut {
            return
        }
    }

    /// Wakes everybody who waits on `fd`, whatever for.
    package func signal(_ fd: Int32) {
        resume(withState { $0.takeAll(on: fd) }, .ready)
    }

    private func cancel(_ id: UInt64) {
        resume(withState { state in state.take([id]) }, .cancelled)
    }
}
