import ArgumentParser
import MusterModel

/// How old evidence may be before it says nothing about now.
struct FreshnessOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Evidence older than this reads UNKNOWN.", valueName: "time"))
    var staleAfter = TimeSpan(Self.standard)

    /// Twice the time between surveys that a fleet under watch gets.
    static let standard = Duration.seconds(600)

    func freshness(at now: Timestamp) -> Freshness { Freshness(now: now, staleAfter: staleAfter.duration) }
}
