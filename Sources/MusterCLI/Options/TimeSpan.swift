import ArgumentParser

/// A length of time as it is typed: `90`, `90s`, `1500ms`, `5m`, `2h`, `7d`; seconds where no unit is named.
package struct TimeSpan: ExpressibleByArgument, Hashable, Sendable, CustomStringConvertible {
    package var duration: Duration

    package init(_ duration: Duration) { self.duration = duration }

    package init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        guard (1...9).contains(digits.count), let amount = Int64(digits) else { return nil }
        switch argument.dropFirst(digits.count) {
        case "ms": duration = .milliseconds(amount)
        case "", "s": duration = .seconds(amount)
        case "m": duration = .seconds(amount * 60)
        case "h": duration = .seconds(amount * 3600)
        case "d" where amount <= 36_500: duration = .seconds(amount * 86_400)
        default: return nil
        }
    }

    package var description: String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        guard milliseconds == 0 else { return "\(seconds * 1000 + milliseconds)ms" }
        switch seconds {
        case 172_800... where seconds % 86_400 == 0: return "\(seconds / 86_400)d"
        case 3600... where seconds % 3600 == 0: return "\(seconds / 3600)h"
        case 120... where seconds % 60 == 0: return "\(seconds / 60)m"
        default: return "\(seconds)s"
        }
    }

    package var defaultValueDescription: String { description }
}
