import MusterIO
import MusterModel
import MusterPolicy
import MusterWire

// The machine's lease, kept for this controller while the host is watched and something there is its to act on.
extension HostWatch {
    /// So much later another controller may have a host whose watch was killed or cannot reach it.
    private static let term: Duration = .seconds(180)
    private static let renewal: Duration = .seconds(20)

    /// Until the link is gone.
    func keepHost(_ agent: StartedAgent) async throws {
        while true {
            await keep(agent)
            try await surroundings.clock.sleep(for: Self.renewal)
        }
    }

    /// Takes or extends the lease; what is nobody's to act on here is left to others.
    func keep(_ agent: StartedAgent) async {
        guard manages else { return await letGo(agent) }
        let finding = "lease of \(name)"
        do {
            let grant = try await agent.session.lease(request(Self.term), until: .after(Self.renewal))
            isKept = grant.granted
            await met(grant.granted ? nil : LeaseHeld(grant, of: name, at: surroundings.clock.now))
            await board.find(finding, nil)
        } catch {
            guard await agent.session.isUsable, !Task.isCancelled else { return }
            await board.find(finding, "\(name): the lease cannot be kept: \(Self.words(of: error))")
        }
    }

    /// Gives the lease back, also where the caller was cancelled.
    func letGo(_ agent: StartedAgent) async {
        guard isKept else { return }
        isKept = false
        let request = request(.zero)
        await Task { _ = try? await agent.session.lease(request, until: .after(.seconds(2))) }.value
    }

    /// Another controller has the machine, or has it no more.
    private func met(_ held: LeaseHeld?) async {
        let before = other
        other = held
        if let held {
            await board.note(name, .foreign, held.holder, since: held.since)
            guard before == nil else { return }
            situation = nil
            surroundings.tell(.skipped(name, held.failure))
        } else if before != nil || evidence?.foreign?.contains(where: \.isController) == true {
            // What was surveyed names that one still.
            requestSurvey()
        }
    }

    /// Forbids acting on a host that another controller has, unless its survey says so already.
    var foreignGuards: [Guard] {
        guard let other, evidence?.foreign?.contains(where: \.isController) != true else { return [] }
        return [Guard(.foreignManager, other.failure.message)]
    }

    private func request(_ term: Duration) -> LeaseRequest {
        LeaseRequest(
            controller: acting.controller, holder: acting.holder, milliseconds: Int64(term / .milliseconds(1)),
            watches: true)
    }
}
