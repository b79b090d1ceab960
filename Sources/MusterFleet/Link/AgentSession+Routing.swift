import MusterIO
import MusterModel
import MusterWire

/// Lines in and out.
extension AgentSession {
    /// Sends a request and waits for what comes of it; the deadline ends the waiting and nothing else.
    func ask(
        _ request: Request, _ gathering: OpenRequest.Gathering, during step: String, until deadline: Deadline
    ) async throws -> OpenRequest.Outcome {
        let id = try begin(request, gathering, during: step, until: deadline)
        let timer = Task {
            try await Task.sleep(for: max(.zero, deadline.since(.now)))
            self.end(id, LinkError.silent(during: step))
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { open[id]?.wait($0) }
        } onCancel: {
            Task { await self.end(id, CancellationError()) }
        }
        timer.cancel()
        open[id] = nil
        return outcome
    }

    /// Sends a request whose answer is gathered from now on.
    func begin(
        _ request: Request, _ gathering: OpenRequest.Gathering, during step: String, until deadline: Deadline
    ) throws -> Int64 {
        if let failure { throw failure.error(step) }
        lastID += 1
        let id = lastID
        outgoing += try Envelope(id: id, body: request).line()
        open[id] = OpenRequest(id: id, step: step, gathering: gathering)
        if !isWriting {
            isWriting = true
            Task { await self.writeAll(until: deadline) }
        }
        read()
        return id
    }

    /// Gives one request up; what still comes for it is dropped.
    func end(_ id: Int64, _ error: any Error) { open[id]?.fail(error) }

    /// Gives up everything that waits, and all that would be asked later.
    func fail(_ error: @escaping (_ step: String) -> any Error) {
        guard failure == nil else { return }
        failure = SessionFailure(error: error)
        for (id, request) in open { open[id]?.fail(error(request.step)) }
    }

    /// A write that does not end in time leaves half a line behind: the conversation is over.
    private func writeAll(until deadline: Deadline) async {
        while !outgoing.isEmpty, failure == nil {
            let bytes = outgoing
            outgoing = []
            do { try await channel.write(bytes, until: deadline) } catch { fail { _ in error } }
        }
        isWriting = false
    }

    /// Reads only while somebody waits, so that a babbling host fills its own buffers.
    private func read() {
        guard reading == nil else { return }
        reading = Task { await self.readAll() }
    }

    private func readAll() async {
        while failure == nil {
            routeLines()
            guard failure == nil, open.values.contains(where: { !$0.isSettled }) else { break }
            do {
                let bytes = try await channel.read(until: .never)
                if bytes.isEmpty { fail { LinkError.ended(during: $0) } }
                framer.append(bytes)
            } catch {
                fail { _ in error }
            }
        }
        reading = nil
    }

    private func routeLines() {
        while failure == nil, open.values.contains(where: { !$0.isSettled }) {
            switch framer.next() {
            case .line(let line): route(line)
            case .tooLong: fail { LinkError.garbled(during: $0, .tooLong(limit: JSONLimits.line.bytes)) }
            case nil: return
            }
        }
    }

    private func route(_ line: [UInt8]) {
        do throws(WireError) {
            let envelope = try Envelope<Reply>.reading(line)
            if open[envelope.id] != nil {
                strays = 0
                open[envelope.id]?.receive(envelope, ofBytes: line.count)
            } else if envelope.id > 0, envelope.id <= lastID {
                countStray()  // for a request that was given up
            } else {
                let detail = "it answers request \(envelope.id), which was not asked"
                dispute(line, .malformed(id: nil, JSONError(.mismatch(path: "id", detail: detail))))
            }
        } catch .unsupported {
            countStray()  // a newer agent's line: to be skipped, says `docs/wire.md`
        } catch {
            dispute(line, error)
        }
    }

    /// A survey keeps what else came; no other answer can be believed beside a line that is none.
    private func dispute(_ line: [UInt8], _ error: WireError) {
        let surveys = open.filter { $0.value.isSurvey && !$0.value.isSettled }.keys
        if surveys.isEmpty { fail { LinkError.garbled(during: $0, error) } }
        for id in surveys { open[id]?.receive(unreadable: line) }
        countStray()
    }

    private static let strayLimit = 100_000

    private func countStray() {
        strays += 1
        if strays > Self.strayLimit { fail { LinkError.chatter(during: $0) } }
    }
}
