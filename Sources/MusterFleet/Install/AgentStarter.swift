package import MusterIO
package import MusterModel
package import MusterWire

/// A running agent, greeted.
package struct StartedAgent: Sendable {
    package let session: AgentSession
    package let hello: Hello
    package let hash: AgentHash
    /// Bytes of the program on the host.
    package let size: UInt64
    /// It was not there before.
    package let wasInstalled: Bool
}

/// Starts the agent on a host, and puts it there first where it is missing.
package struct AgentStarter: Sendable {
    package let catalogue: AgentCatalogue
    package let randomness: Randomness

    package init(catalogue: AgentCatalogue, randomness: Randomness) {
        self.catalogue = catalogue
        self.randomness = randomness
    }

    /// One round trip where the agent is in place; the bytes are sent at most once.
    package func start(
        on session: any HostSession, become: HostTarget.Become, until deadline: Deadline,
        step: @Sendable (String) -> Void
    ) async throws -> StartedAgent {
        step("start agent")
        switch try await attempt(on: session, become: become, until: deadline) {
        case .started(let channel, let rest):
            return try await greet(channel, rest, installed: false, until: deadline)
        case .missing(let architecture, let hash, let compressed):
            step("install agent")
            try await install(architecture, hash, compressed, on: session, become: become, until: deadline)
        }
        guard case .started(let channel, let rest) = try await attempt(on: session, become: become, until: deadline)
        else { throw InstallError.doesNotRun("it was gone as soon as it had been installed") }
        return try await greet(channel, rest, installed: true, until: deadline)
    }

    /// Starts the agent where it is in place; `nil` where it is not.
    func find(
        on session: any HostSession, become: HostTarget.Become, until deadline: Deadline
    ) async throws -> StartedAgent? {
        guard case .started(let channel, let rest) = try await attempt(on: session, become: become, until: deadline)
        else { return nil }
        return try await greet(channel, rest, installed: false, until: deadline)
    }

    private enum Attempt {
        case started(any AgentChannel, rest: [UInt8])
        case missing(architecture: String, AgentHash, compressed: Bool)
    }

    private func attempt(
        on session: any HostSession, become: HostTarget.Become, until deadline: Deadline
    ) async throws -> Attempt {
        let probe = AgentProbe(place: AgentPlace(become: become), sentinel: Sentinel(randomness))
        let channel = try await session.open(probe.command(starting: catalogue.hashes), until: deadline)
        var reader = SentinelReader(channel, sentinel: probe.sentinel)
        do {
            guard let first = try await reader.line(until: deadline) else {
                let said = PlainText.remark(await channel.errors().utf8)
                throw become == .sudo ? InstallError.becomeFailed(said) : InstallError.noAnswer(said)
            }
            if first == "ready" { return .started(channel, rest: reader.rest) }
            let lines = [first] + (try await reader.lines(until: deadline))
            await channel.close()
            return try judged(probe, lines)
        } catch {
            await channel.close()
            throw error
        }
    }

    private func judged(_ probe: AgentProbe, _ lines: [Substring]) throws -> Attempt {
        switch probe.verdict(of: lines, agents: catalogue.hashes, sizes: catalogue.sizes) {
        case .install(let hash, let compressed):
            return .missing(architecture: ProbeReport(lines: lines).architecture, hash, compressed: compressed)
        case .fail(let error): throw error
        }
    }

    private func install(
        _ architecture: String, _ hash: AgentHash, _ compressed: Bool, on session: any HostSession,
        become: HostTarget.Become, until deadline: Deadline
    ) async throws {
        let upload = AgentUpload(
            place: AgentPlace(become: become), hash: hash, isCompressed: compressed,
            sentinel: Sentinel(randomness))
        let bytes = try catalogue.bytes(of: architecture, compressed: compressed)
        let result = try await session.run(upload.command, input: bytes, until: deadline)
        let said = PlainText.remark(result.errors)
        try upload.outcome(of: result.output, errors: said, size: catalogue.sizes[architecture] ?? 0).get()
    }

    private func greet(
        _ channel: any AgentChannel, _ rest: [UInt8], installed: Bool, until deadline: Deadline
    ) async throws -> StartedAgent {
        let session = AgentSession(channel: channel, received: rest)
        do {
            let hello = try await session.greeting(until: deadline)
            guard let entry = catalogue.entries[hello.facts.architecture] else {
                throw InstallError.noBinary(architecture: hello.facts.architecture)
            }
            return StartedAgent(
                session: session, hello: hello, hash: entry.hash, size: entry.size, wasInstalled: installed)
        } catch {
            await channel.close()
            throw error
        }
    }
}
