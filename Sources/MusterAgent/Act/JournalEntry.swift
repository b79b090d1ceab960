import MusterModel

/// What the journal knows of one action.
struct JournalEntry: Hashable, Sendable {
    let id: ActionID
    /// Of the request that was begun; `nil` for an id that was promised never to begin.
    var begun: Begun?
    var report: ActionReport?
    /// By the host's wall clock, in milliseconds: all that there is to tell ages by over boots.
    var written: Int64
    /// The controller has the outcome in its ledger.
    var isAcknowledged = false

    struct Begun: Hashable, Sendable {
        /// SHA-256 of the request, in hexadecimal digits.
        var digest: String
        var bootID: String
        /// The agent's.
        var pid: Int32
        /// Left out once the action has ended.
        var request: ActionRequest?
    }

    var isOpen: Bool { begun != nil && report == nil && !isAcknowledged }

    /// In milliseconds: older requests are refused, so an entry need not be kept for longer once its outcome is known.
    static let lifetime: Int64 = 30 * 86_400_000

    func isOutlived(at now: Int64) -> Bool { now - written > Self.lifetime }
}

/// One line of a journal.
enum JournalLine: Hashable, Sendable {
    case begun(ActionID, JournalEntry.Begun, written: Int64)
    case ended(ActionReport)
    case acknowledged([ActionID])
    /// These were asked for, not known, and will not be begun.
    case barred([ActionID], written: Int64)

    func bytes() throws(JSONError) -> [UInt8] {
        let member: JSON.Member
        switch self {
        case .begun(let id, let begun, let written):
            var members: [JSON.Member] = [
                .init("id", .string(id.text)), .init("digest", .string(begun.digest)),
                .init("boot", .string(begun.bootID)), .init("pid", .integer(Int64(begun.pid))),
                .init("at", .integer(written)),
            ]
            if let request = begun.request { members.append(.init("request", try JSON(encoding: request))) }
            member = .init("begun", .object(members))
        case .ended(let report): member = .init("ended", try JSON(encoding: report))
        case .acknowledged(let ids): member = .init("acknowledged", Self.json(ids))
        case .barred(let ids, let written):
            member = .init("barred", .object([.init("ids", Self.json(ids)), .init("at", .integer(written))]))
        }
        return Array(JSON.object([member]).text.utf8) + [UInt8(ascii: "\n")]
    }

    /// `nil` for a line that was torn, or that a later version wrote.
    init?(_ bytes: [UInt8]) {
        guard let member = (try? JSON.parse(bytes))?.members?.first else { return nil }
        let value = member.value
        switch member.name {
        case "begun":
            guard let id = value["id"]?.string.flatMap({ ActionID($0) }), let digest = value["digest"]?.string,
                let boot = value["boot"]?.string, let at = value["at"]?.integer
            else { return nil }
            let begun = JournalEntry.Begun(
                digest: digest, bootID: boot, pid: Int32(clamping: value["pid"]?.integer ?? 0),
                request: value["request"].flatMap { try? $0.decoded() })
            self = .begun(id, begun, written: at)
        case "ended":
            guard let report = try? value.decoded(as: ActionReport.self) else { return nil }
            self = .ended(report)
        case "acknowledged": self = .acknowledged(Self.ids(value))
        case "barred":
            guard let ids = value["ids"], let at = value["at"]?.integer else { return nil }
            self = .barred(Self.ids(ids), written: at)
        default: return nil
        }
    }

    private static func json(_ ids: [ActionID]) -> JSON { .array(ids.map { .string($0.text) }) }

    private static func ids(_ json: JSON) -> [ActionID] {
        (json.array ?? []).compactMap { $0.string.flatMap { ActionID($0) } }
    }
}
