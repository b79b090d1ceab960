package import MusterModel

/// The ways in which a report can be printed.
package enum OutputFormat: String, CaseIterable, Sendable {
    /// For people, and in the shapes that scripts for wnm read.
    case text
    case json
    case csv
    /// `KEY=value`, to be sourced by a shell.
    case env
    /// `key=value`, to be read as wnm's configuration file.
    case config
    /// InfluxDB's line protocol.
    case influx
}

/// Values that can be printed; the formats that a report does not have stay `nil`.
package protocol Report: Sendable {
    /// As `report NAME` names it.
    var name: String { get }
    /// - Parameter width: the terminal's columns, `nil` for a file or pipe.
    func text(width: Int?) -> String
    var json: JSON? { get }
    var csv: String? { get }
    var env: String? { get }
    var config: String? { get }
    var influx: String? { get }
}

extension Report {
    package var json: JSON? { nil }
    package var csv: String? { nil }
    package var env: String? { nil }
    package var config: String? { nil }
    package var influx: String? { nil }

    /// The report in `format`, with a line feed at its end; the one place that knows all formats.
    package func rendered(_ format: OutputFormat, width: Int? = nil) throws(ReportError) -> String {
        let result: String? =
            switch format {
            case .text: text(width: width)
            case .json: json?.prettyText
            case .csv: csv
            case .env: env
            case .config: config
            case .influx: influx
            }
        guard let result else { throw .noSuchFormat(format, report: name, formats: formats) }
        return result.isEmpty || result.hasSuffix("\n") ? result : result + "\n"
    }

    private var formats: [OutputFormat] {
        var formats: [OutputFormat] = [.text]
        if json != nil { formats.append(.json) }
        if csv != nil { formats.append(.csv) }
        if env != nil { formats.append(.env) }
        if config != nil { formats.append(.config) }
        if influx != nil { formats.append(.influx) }
        return formats
    }
}

/// Why a report cannot be printed.
package enum ReportError: UserFacingError, Hashable {
    case noSuchFormat(OutputFormat, report: String, formats: [OutputFormat])

    package var message: String {
        switch self {
        case .noSuchFormat(let format, let report, _): "report \(report) has no format \(format.rawValue)"
        }
    }

    package var fix: String? {
        switch self {
        case .noSuchFormat(_, _, let formats): "use --format \(formats.map(\.rawValue).joined(separator: "|"))"
        }
    }
}
