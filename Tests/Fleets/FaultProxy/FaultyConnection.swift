import Glibc
import MusterIO

/// One client, its target, and what goes wrong between them.
struct FaultyConnection: Sendable {
    let client: Int32
    let target: Int32
    let faults: Faults
    let loop: EventLoop

    private struct Piece: Sendable {
        var bytes: [UInt8]
        var due: Deadline
    }

    /// Ends when both directions have, or when a fault has happened.
    func pass() async {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await pump(from: client, to: target, .up) }
            group.addTask { await pump(from: target, to: client, .down) }
            for await isFault in group where isFault { group.cancelAll() }
        }
    }

    /// True when a fault has ended the connection.
    private func pump(from source: Int32, to sink: Int32, _ direction: Faults.Direction) async -> Bool {
        let (pieces, queue) = AsyncStream.makeStream(of: Piece.self)
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await receive(from: source, into: queue)
                queue.finish()
                return false
            }
            group.addTask { await send(pieces, to: sink, direction) }
            var ended = false
            for await isFault in group where isFault {
                ended = true
                group.cancelAll()
            }
            return ended
        }
    }

    private func receive(from source: Int32, into queue: AsyncStream<Piece>.Continuation) async {
        while let bytes = try? await loop.read(source, upTo: 65_536, until: .never), !bytes.isEmpty {
            queue.yield(Piece(bytes: bytes, due: loop.now + .milliseconds(faults.latency)))
        }
    }

    private func send(_ pieces: AsyncStream<Piece>, to sink: Int32, _ direction: Faults.Direction) async -> Bool {
        var passed = 0
        do {
            for await piece in pieces {
                try await loop.sleep(until: piece.due)
                var bytes = piece.bytes[...]
                while !bytes.isEmpty {
                    let next = direction == faults.counting ? faults.next(after: passed) : nil
                    if let next, next.in == 0 { return await happen(next.fault) }
                    let slice = faults.slice > 0 ? Int.random(in: 1...faults.slice) : bytes.count
                    let part = bytes.prefix(min(slice, next?.in ?? .max))
                    try await loop.write(sink, Array(part), until: .never)
                    passed += part.count
                    bytes = bytes.dropFirst(part.count)
                }
            }
        } catch {
            return true
        }
        shutdown(sink, Int32(SHUT_WR))
        return false
    }

    private func happen(_ fault: Faults.Fault) async -> Bool {
        switch fault {
        case .blackHole: try? await loop.sleep(until: .never)
        case .reset:
            // Closing with a linger of 0 seconds sends RST.
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        case .cut: break
        }
        return true
    }
}
