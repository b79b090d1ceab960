import MusterFleet
import MusterIO
import MusterInventory
import MusterModel
import MusterPolicy

/// Surveys that somebody kept: one alone, or the document of `muster survey --json` with those of many hosts.
struct RecordedSurveys {
    private let surveys: [(host: HostName, survey: Survey, at: Timestamp)]
    private let path: String

    /// - Parameter now: when a survey counts as received that does not say it.
    init(reading path: String, inventory: Inventory, at now: Timestamp) throws {
        self.path = path
        let limits = JSONLimits(bytes: Self.sizeLimit, members: 50_000_000)
        let document = try Self.parse(try File.read(path, limit: Self.sizeLimit), limits, path)
        guard let hosts = document["hosts"]?.array else {
            let survey = try Self.survey(document, path)
            surveys = [(try Self.host(of: survey, inventory, path), survey, now)]
            return
        }
        surveys = try hosts.compactMap { entry in
            guard let name = entry["host"]?.string.flatMap({ HostName($0) }), let body = entry["survey"] else {
                return nil
            }
            let at = entry["received_at"]?.integer.map { Timestamp(milliseconds: $0) } ?? now
            return (name, try Self.survey(body, path), at)
        }
        guard !surveys.isEmpty else { throw Self.wrong(path, "it holds no survey") }
    }

    /// Those of hosts that the selection means, in the order of the document.
    func situations(of query: HostQuery, in inventory: Inventory) throws -> [Situation] {
        let meant = Set(try query.select(from: inventory.space) { _ in [:] }.hosts)
        let situations = surveys.filter { meant.contains($0.host) }.compactMap { recorded in
            inventory[recorded.host].map {
                SituationReader.recorded(recorded.survey, of: $0.target, at: recorded.at)
            }
        }
        guard !situations.isEmpty else {
            let names = surveys.map(\.host.text).joined(separator: ", ")
            throw CommandError.usage(
                "none of the hosts of \(path) is selected: \(PlainText.printable(names))",
                fix: "name one of them, and have it in the inventory")
        }
        return situations
    }

    private static func parse(_ bytes: [UInt8], _ limits: JSONLimits, _ path: String) throws -> JSON {
        do throws(JSONError) {
            return try JSON.parse(bytes, limits: limits)
        } catch {
            throw wrong(path, error.message)
        }
    }

    private static func survey(_ document: JSON, _ path: String) throws -> Survey {
        do {
            let survey: Survey = try document.decoded()
            guard survey.format <= Survey.formatVersion else {
                throw wrong(path, "its format \(survey.format) is of a newer muster")
            }
            return survey
        } catch let error as CommandError {
            throw error
        } catch let error as any UserFacingError {
            throw wrong(path, "it is no survey: \(error.message)")
        } catch {
            throw wrong(path, "it is no survey")
        }
    }

    /// A survey alone says what the machine calls itself; the only host of an inventory is meant in any case.
    private static func host(of survey: Survey, _ inventory: Inventory, _ path: String) throws -> HostName {
        if inventory.hosts.count == 1, let only = inventory.hosts.first { return only.name }
        guard let name = HostName(survey.facts.hostname), inventory[name] != nil else {
            throw wrong(path, "it does not say which host of the inventory it is of")
        }
        return name
    }

    private static func wrong(_ path: String, _ why: String) -> CommandError {
        .usage("cannot use \(path): \(why)", fix: "make it with `muster survey HOST --json > FILE`")
    }

    private static let sizeLimit = 1 << 30
}
