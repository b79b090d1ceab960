import Glibc
import MusterIO
import Synchronization

/// Stands between a client and a server on loopback and does what bad networks and bad servers do.
final class FaultProxy: Sendable {
    enum Fault: Sendable, Hashable {
        /// Accepts, then never says a word.
        case silence
        /// Lines without end before a banner.
        case chatter
        /// Hands on at most so many bytes at a time.
        case slices(Int)
        /// Sends RST after so many bytes from the server.
        case reset(after: Int)
        /// Stops handing anything on after so many bytes from the server.
        case stall(after: Int)
        /// Says a line and hangs up.
        case dismiss(String)
    }

    let port: UInt16
    private let loop: EventLoop
    private let task: Task<Void, Never>
    private let counter = Counter()

    /// Bytes that came from the server so far.
    var passed: Int { counter.value.withLock { $0 } }

    init(_ fault: Fault, to target: UInt16, on loop: EventLoop) throws {
        let listener = try Listener(on: .loopback(port: 0))
        port = listener.address.port ?? 0
        self.loop = loop
        let gate = Gate(listener)
        let counter = counter
        task = Task(executorPreference: loop) {
            await withDiscardingTaskGroup { group in
                while let client = await gate.accept(on: loop) {
                    group.addTask {
                        await Relay(loop: loop, fault: fault, target: target, counter: counter).serve(client)
                    }
                }
            }
        }
    }

    func stop() { task.cancel() }
}

/// A listener that a task can hold on to.
private final class Gate: Sendable {
    private let listener: Listener
    init(_ listener: consuming Listener) { self.listener = listener }

    func accept(on loop: EventLoop) async -> Int32? {
        try? await listener.accept(until: .never, on: loop).release()
    }
}

private final class Counter: Sendable {
    let value = Mutex(0)
}

/// One connection through the proxy.
private struct Relay: Sendable {
    let loop: EventLoop
    let fault: FaultProxy.Fault
    let target: UInt16
    let counter: Counter

    func serve(_ client: Int32) async {
        defer { close(client) }
        switch fault {
        case .silence: try? await loop.sleep(until: .never)
        case .chatter:
            while (try? await loop.write(client, Array("nothing to see here\r\n".utf8), until: .never)) != nil {}
        case .dismiss(let line):
            try? await loop.write(client, Array(line.utf8), until: .never)
            shutdown(client, Int32(SHUT_WR))
            // Until the client has gone: an RST would take back what was said.
            while let bytes = try? await loop.read(client, upTo: 1024, until: .after(.seconds(1))), !bytes.isEmpty {}
        case .slices, .reset, .stall: await pass(client)
        }
    }

    private func pass(_ client: Int32) async {
        guard let server = try? await Socket.connect(to: .loopback(port: target), until: .never, on: loop) else {
            return
        }
        let fd = server.release()
        Socket.setNoDelay(client)
        Socket.setNoDelay(fd)
        await withTaskGroup { group in
            group.addTask { await carry(from: client, to: fd, limit: .max) }
            group.addTask { await carry(from: fd, to: client, limit: limit, counter) }
            await group.next()
            if case .stall = fault { await group.next() }
            group.cancelAll()
        }
        if case .reset = fault { abort(client) }
        close(fd)
    }

    private var limit: Int {
        switch fault {
        case .reset(let limit), .stall(let limit): limit
        default: .max
        }
    }

    private var piece: Int {
        if case .slices(let size) = fault { size } else { 32 << 10 }
    }

    private func carry(from source: Int32, to sink: Int32, limit: Int, _ counter: Counter? = nil) async {
        var left = limit
        while left > 0, let bytes = try? await loop.read(source, upTo: min(piece, left), until: .never), !bytes.isEmpty
        {
            guard (try? await loop.write(sink, bytes, until: .never)) != nil else { return }
            left -= bytes.count
            counter?.value.withLock { $0 += bytes.count }
        }
        if case .stall = fault, left == 0 { try? await loop.sleep(until: .never) }
    }

    private func abort(_ client: Int32) {
        var hard = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(client, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<Glibc.linger>.size))
    }
}
