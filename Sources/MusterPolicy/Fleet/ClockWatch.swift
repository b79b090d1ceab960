package import MusterModel

/// Notices that the controller slept, or that its wall clock was set: what was known before says nothing about now.
///
/// Feed it once per cycle with both clocks, read together. After a jump, plans and baselines are dropped and each host
/// needs two complete surveys before anything is done on it.
package struct ClockWatch: Hashable, Sendable {
    package enum Jump: Hashable, Sendable {
        /// The wall clock moved that much against the boot clock, in milliseconds.
        case clocksParted(Int64)
        /// Nothing ran for that long, in milliseconds of the boot clock.
        case slept(Int64)

        package var text: String {
            switch self {
            case .clocksParted(let by): "the controller's clock was set by \(by / 1000) s"
            case .slept(let time): "the controller did not run for \(time / 1000) s"
            }
        }
    }

    /// How far the clocks may part within a cycle, in milliseconds.
    package static let tolerance: Int64 = 5000
    package static let surveysAfterJump = 2

    private var last: (wall: Int64, boot: Int64)? { lastWall.flatMap { wall in lastBoot.map { (wall, $0) } } }
    private var lastWall: Int64?
    private var lastBoot: Int64?
    private var jump: Jump?
    private var surveys: [HostName: Int] = [:]

    package init() {}

    /// - Parameters:
    ///   - wall: the controller's wall clock.
    ///   - sinceBoot: its boot clock, which goes on while it sleeps, in milliseconds.
    ///   - cycle: the time that a cycle takes at most when nothing is wrong.
    /// - Returns: the jump since the last call, if there was one.
    package mutating func cycle(wall: Timestamp, sinceBoot: Int64, every cycle: Duration) -> Jump? {
        defer { (lastWall, lastBoot) = (wall.milliseconds, sinceBoot) }
        guard let last else { return nil }
        let elapsed = sinceBoot - last.boot
        let parted = wall.milliseconds - last.wall - elapsed
        let longest = 3 * (cycle / Duration.milliseconds(1))
        let found: Jump? =
            Double(elapsed) > longest || elapsed < 0
            ? .slept(elapsed) : abs(parted) > Self.tolerance ? .clocksParted(parted) : nil
        guard let found else { return nil }
        jump = found
        surveys = [:]
        return found
    }

    /// A complete survey of a host arrived.
    package mutating func surveyed(_ host: HostName) {
        if jump != nil { surveys[host, default: 0] += 1 }
    }

    /// Why a host must not be touched yet; `nil` where it was surveyed twice since the last jump.
    package func restraint(of host: HostName) -> Guard? {
        guard let jump, surveys[host, default: 0] < Self.surveysAfterJump else { return nil }
        let missing = Self.surveysAfterJump - surveys[host, default: 0]
        return Guard(.clockJump, "\(jump.text); \(missing) complete surveys are needed before anything is done")
    }
}
