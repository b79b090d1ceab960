import Glibc
import MusterIO
import MusterModel

/// Finds nodes in JSON files that other managers keep; reads only.
struct RegistrySource: Sendable {
    let root: HostRoot
    let uid: UInt32
    let kind: String
    let source: DiscoverySource
    let place: HostHomes.Place

    private static let limits = JSONLimits(bytes: 8 << 20, depth: 32, members: 500_000, stringBytes: 1 << 20)

    static func all(_ kinds: [ServiceKind], root: HostRoot, uid: UInt32, users: [UserDatabase.User]) -> [Self] {
        kinds.flatMap { kind in
            kind.discovery.filter { $0.method == .jsonFile }.flatMap { source in
                source.paths.flatMap { HostHomes.places($0, users: users) }.map {
                    Self(root: root, uid: uid, kind: kind.name, source: source, place: $0)
                }
            }
        }
    }

    func report(_ outcome: SourceReport.Outcome, _ detail: String? = nil) -> SourceReport {
        SourceReport(kind: kind, id: ReportID.registry(place.path), outcome: outcome, uid: uid, detail: detail)
    }

    /// May block.
    func look() -> SourceYield {
        let document: JSON
        do {
            let info = try FileInfo.of(root.path(place.path), followingLinks: place.user == nil)
            guard info.kind == .file else { return SourceYield(reports: [report(.error, "not a plain file")]) }
            document = try JSON.parse(File.read(root.path(place.path), limit: Self.limits.bytes), limits: Self.limits)
        } catch let error as SystemError {
            return SourceYield(reports: failure(error))
        } catch let error as JSONError {
            return SourceYield(reports: [report(.error, "not readable as JSON: \(error.message)")])
        } catch {
            return SourceYield(reports: [report(.error)])
        }
        return read(document)
    }

    /// Homes without a registry, and those of system accounts, are no news.
    private func failure(_ error: SystemError) -> [SourceReport] {
        switch error.code {
        case ENOENT, ENOTDIR: place.user == nil ? [report(.notPresent)] : []
        case EACCES, EPERM: place.user.map(HostHomes.isPerson) ?? true ? [report(.denied)] : []
        default: [report(.error, error.message)]
        }
    }

    private func read(_ document: JSON) -> SourceYield {
        let list = source.each.map { document.member(at: $0) } ?? document
        switch list {
        case .array(let entries): return found(entries)
        case .object(let members): return found(members.map(\.value))
        default:
            return SourceYield(reports: [report(.error, "no list of nodes under \(source.each ?? "the top")")])
        }
    }

    private func found(_ entries: [JSON]) -> SourceYield {
        let objects = entries.filter { $0.members != nil }
        let broken = entries.count - objects.count
        let detail = broken == 0 ? nil : "\(broken) of \(entries.count) entries are no objects"
        return SourceYield(
            reports: [report(broken == 0 ? .complete : .error, detail)], findings: objects.compactMap { finding($0) })
    }

    /// `nil` for a node that its manager has removed; antctl keeps such entries for ever.
    private func finding(_ entry: JSON) -> Finding? {
        var values = FieldBinding(object: entry, path: place.path).values(of: source.bind)
        let status = values.removeValue(forKey: NodeField.status)?.text
        let schema = values.removeValue(forKey: NodeField.schema)?.whole
        guard status?.lowercased() != "removed" else { return nil }
        let evidence = RegistryEvidence(path: place.path, status: status, schema: schema)
        return Finding(source: ReportID.registry(place.path), kind: kind, evidence: .registry(evidence), values)
    }
}
