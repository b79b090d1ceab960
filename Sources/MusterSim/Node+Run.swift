import Glibc
import MusterIO

extension Node {
    /// Works until it is told to end, and answers the exit code.
    func run() async -> Int32 {
        do throws(SystemError) {
            try place.writePID()
            return await work(holding: try DatagramPort(arguments.port))
        } catch {
            return fail(error.message)
        }
    }

    private func work(holding datagrams: consuming DatagramPort) async -> Int32 {
        let port = datagrams.number
        let record = StartRecord(path: behaviour.record, node: place.root)
        record.note("start", version: release.version)
        log.line("release \(release.version), peer id \(place.identity.peerID), network port udp \(port)")
        let code = await withTaskGroup(of: Int32.self) { group in
            group.addTask { await self.listenToSignals() }
            group.addTask { await self.tick() }
            if arguments.servesMetrics { group.addTask { await self.serve() } }
            let first = await group.next()
            group.cancelAll()
            return first ?? 0
        }
        record.note("end", version: release.version)
        place.removePID()
        log.line("ends with \(code)")
        datagrams.close()
        return code
    }

    /// Notes a reason on disk, and answers the code to end with.
    func fail(_ reason: String) -> Int32 {
        log.failure(reason)
        return 1
    }

    /// One second's work after the other.
    private func tick() async -> Int32 {
        while true {
            do throws(SystemError) {
                if let code = try second() { return code }
            } catch {
                return fail(error.message)
            }
            guard await rest(.seconds(1)) else { return 0 }
        }
    }

    /// Obeys SIGHUP, and ends with SIGTERM.
    private func listenToSignals() async -> Int32 {
        do {
            let signals = try TerminationSignals()
            while true {
                let number = try await signals.next(on: loop)
                log.line("signal \(number)")
                obey()
                if number == SIGTERM, !behaviour.ignoresTermination { return 0 }
            }
        } catch {
            return 0
        }
    }

    /// False when it was cancelled meanwhile.
    func rest(_ duration: Duration) async -> Bool {
        do {
            try await loop.sleep(until: loop.now + duration)
            return true
        } catch {
            return false
        }
    }
}
