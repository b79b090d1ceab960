package import MusterModel

/// Numbers as people read them; what is not known is a dash, never a zero.
package enum Units {
    package static let unknown = "-"

    /// `1 host`, `2 hosts`; `many` where the plural is not the noun with an s.
    package static func count(_ amount: Int, _ noun: String, _ many: String? = nil) -> String {
        "\(amount) \(amount == 1 ? noun : many ?? noun + "s")"
    }

    /// `42.49` as `42%`.
    package static func percent(_ value: Double?) -> String {
        value.map { fixed($0, places: 0) + "%" } ?? unknown
    }

    /// Three digits at most before the unit: `987 B`, `15.9 GiB`, `128 GiB`.
    package static func bytes(_ value: UInt64?) -> String {
        guard let value else { return unknown }
        var amount = Double(value)
        var unit = 0
        while amount >= 999.5, unit < units.count - 1 {
            amount /= 1024
            unit += 1
        }
        return fixed(amount, places: unit == 0 || amount >= 99.95 ? 0 : 1) + " " + units[unit]
    }

    private static let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

    /// The two largest units that are not zero: `59s`, `2m 5s`, `3h`, `12d 4h`.
    package static func duration(_ value: Duration?) -> String {
        guard let value else { return unknown }
        let seconds = max(0, value.components.seconds)
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s"),
        ]
        guard let first = parts.firstIndex(where: { $0.0 > 0 }) else { return "0s" }
        return parts[first...].prefix(2).filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
    }

    /// The largest unit alone: `2m`, `3h`, `12d`.
    package static func age(of moment: Timestamp?, at now: Timestamp) -> String {
        guard let moment else { return unknown }
        return String(duration(now.since(moment)).prefix { $0 != " " })
    }

    /// Tokens without the zeros at the end: `12500000000000000` attos as `0.0125`.
    package static func tokens(_ amount: Attos) -> String {
        var text = Substring(amount.tokens)
        while text.last == "0" { text.removeLast() }
        return String(text.last == "." ? text.dropLast() : text)
    }

    /// A decimal with a fixed number of places, rounded half away from zero.
    package static func fixed(_ value: Double, places: Int) -> String {
        var factor = 1.0
        for _ in 0..<places { factor *= 10 }
        let scaled = (abs(value) * factor).rounded()
        guard scaled < 9e15 else { return value.isFinite ? String(value) : unknown }
        let digits = String(Int64(scaled))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return sign + padded.dropLast(places) + "." + padded.suffix(places)
    }

    /// `2026-11-21 08:33:07` in UTC.
    package static func clock(_ moment: Timestamp) -> String {
        let seconds = (Double(moment.milliseconds) / 1000).rounded(.down)
        // Beyond the year 9999 a calendar says nothing that the number does not.
        guard seconds >= 0, seconds < 253_402_300_800 else { return "\(moment.milliseconds) ms" }
        let (days, rest) = Int64(seconds).quotientAndRemainder(dividingBy: 86_400)
        let (year, month, day) = date(ofDay: days)
        let time = [rest / 3600, rest / 60 % 60, rest % 60].map { two($0) }.joined(separator: ":")
        return "\(year)-\(two(month))-\(two(day)) \(time)"
    }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }

    /// The civil date of a day counted from 1970-01-01, in the Gregorian calendar.
    ///
    /// Counts in eras of 400 years that begin on the first of March, so that the leap day is a year's last.
    private static func date(ofDay days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
