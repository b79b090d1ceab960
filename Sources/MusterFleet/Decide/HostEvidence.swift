package import MusterModel
import MusterStore

/// What the latest surveys of a host say, beside its nodes.
package struct HostEvidence: Sendable {
    package var facts: HostFacts
    /// When the last complete survey was received.
    package var completeAt: Timestamp?
    package var sources: [SourceReport]
    package var sample: Sample
    package var sampledAt: Timestamp
    /// Other managers; `nil` where nobody looked.
    package var foreign: [ForeignManager]?

    init(_ survey: Survey, at: Timestamp, completeAt: Timestamp?) {
        facts = survey.facts
        self.completeAt = survey.complete ? at : completeAt
        sources = survey.sources
        sample = survey.sample
        sampledAt = at
        foreign = survey.foreign
    }

    /// From the newest survey that the store knows; `nil` for a host that was never surveyed.
    init?(_ store: Store, of host: HostName) async throws(StoreError) {
        guard let current = try await store.currentSurvey(of: host) else { return nil }
        facts = current.facts
        completeAt = current.completeAt
        sources = current.sources
        sample = current.sample
        sampledAt = current.at
        foreign = current.foreign
    }

    var foreignGuards: [Guard] {
        (foreign ?? []).map { manager in
            let place = "\(PlainText.printable(manager.path)) line \(manager.line)"
            guard manager.isController else { return Guard(.foreignManager, "\(manager.name) is alive: \(place)") }
            let age = manager.age.map { " for \($0 / 1000) s" } ?? ""
            return Guard(
                .foreignManager,
                "another controller watches it: \(PlainText.remark(manager.text.utf8))\(age): \(place)")
        }
    }
}
