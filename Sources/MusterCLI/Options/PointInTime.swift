import ArgumentParser
import Foundation
import MusterModel
import MusterReports

/// A moment to come as it is typed: `2h` from now, or `2026-11-22T08:00` and `2026-11-22` in UTC.
struct PointInTime: ExpressibleByArgument, Hashable, Sendable {
    private enum Form: Hashable, Sendable {
        case after(Duration)
        case at(Timestamp)
    }

    private let form: Form

    init?(argument: String) {
        if let span = TimeSpan(argument: argument) {
            form = .after(span.duration)
            return
        }
        guard let date = Self.dates.lazy.compactMap({ Self.parse(argument, $0) }).first else { return nil }
        form = .at(Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000)))
    }

    /// As it may be typed again.
    var spoken: String {
        switch form {
        case .after(let duration): "\(TimeSpan(duration))"
        case .at(let moment): Units.clock(moment).replacing(" ", with: "T")
        }
    }

    func moment(after now: Timestamp) -> Timestamp {
        switch form {
        case .after(let duration): now.advanced(by: duration)
        case .at(let moment): moment
        }
    }

    private static let dates = [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd",
    ]

    private static func parse(_ text: String, _ format: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.isLenient = false
        formatter.dateFormat = format
        return formatter.date(from: text)
    }
}
