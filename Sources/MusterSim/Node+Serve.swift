import Glibc
import MusterIO

extension Node {
    /// Serves the pages; ends early only with a reason to end the node.
    func serve() async -> Int32 {
        var port = arguments.metricsPort
        while !Task.isCancelled {
            if behaviour.refuses {
                guard await rest(.milliseconds(200)) else { break }
                continue
            }
            do throws(IOError) {
                let listener = try Self.listener(on: port)
                port = listener.address.port ?? port
                announce(port)
                try await accept(from: listener)
            } catch .cancelled {
                break
            } catch {
                return fail(error.message)
            }
        }
        return 0
    }

    private static func listener(on port: UInt16) throws(IOError) -> Listener {
        do throws(SystemError) { return try Listener(on: .loopback(port: port)) } catch { throw .system(error) }
    }

    /// Accepts until it was told to refuse.
    private func accept(from listener: borrowing Listener) async throws(IOError) {
        while !behaviour.refuses, !Task.isCancelled {
            do throws(IOError) {
                converse(try await listener.accept(until: loop.now + .milliseconds(500), on: loop).release())
            } catch .timedOut {
                continue
            }
        }
    }

    /// Unstructured, because a task group cannot hold the listener, which has no copies; it ends with its client or
    /// with the process.
    private func converse(_ client: Int32) {
        Task(executorPreference: loop) {
            let owned = Descriptor(owning: client)
            let connection = PageConnection(fd: owned.raw, loop: self.loop) { await self.page($0) }
            do throws(IOError) {
                try await connection.serve()
            } catch {
                self.log.line("a client of the pages: \(error.message)", level: "DEBUG")
            }
        }
    }

    private func announce(_ port: UInt16) {
        print("Peer id \(place.identity.peerID)\nMetrics server on http://127.0.0.1:\(port)/metrics")
        fflush(nil)
        log.line("Metrics server on http://127.0.0.1:\(port)/metrics")
    }
}
