/// What keeps Muster from acting somewhere, and what it has not finished.
package struct FleetRestraints: Hashable, Sendable {
    package var holds: [Hold]
    package var brakes: [Brake]
    package var quarantines: [Quarantine]
    package var failures: [NodeFailure]
    /// Actions whose end is not known.
    package var openActions: [HostName: Int]
    /// Surveys that hosts lack before anything is done on them, after a restored database.
    package var lackingSurveys: [HostName: Int]
    /// What loops said of themselves, the newest first; empty where none ever ran.
    package var watches: [WatchState]

    package init(
        holds: [Hold] = [], brakes: [Brake] = [], quarantines: [Quarantine] = [], failures: [NodeFailure] = [],
        openActions: [HostName: Int] = [:], lackingSurveys: [HostName: Int] = [:], watches: [WatchState] = []
    ) {
        self.holds = holds
        self.brakes = brakes
        self.quarantines = quarantines
        self.failures = failures
        self.openActions = openActions
        self.lackingSurveys = lackingSurveys
        self.watches = watches
    }

    /// Failures after which only an operator goes on.
    package var needingHuman: [NodeFailure] { failures.filter(\.needsHuman) }
}
