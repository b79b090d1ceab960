import Glibc
import MusterIO
import MusterModel

/// Finds what remains of nodes on disk.
struct DirectorySource: Sendable {
    let root: HostRoot
    let uid: UInt32
    let kind: String
    let source: DiscoverySource
    let places: [HostHomes.Place]

    /// Directories of one pattern; more is an error, not a silent cut.
    private static let limit = 20_000

    static func all(_ kinds: [ServiceKind], root: HostRoot, uid: UInt32, users: [UserDatabase.User]) -> [Self] {
        kinds.flatMap { kind in
            kind.discovery.filter { $0.method == .directory }.map { source in
                Self(
                    root: root, uid: uid, kind: kind.name, source: source,
                    places: source.paths.flatMap { HostHomes.places($0, users: users) })
            }
        }
    }

    var id: String { ReportID.plain("leftover", source) }

    func report(_ outcome: SourceReport.Outcome, _ detail: String? = nil) -> SourceReport {
        SourceReport(kind: kind, id: id, outcome: outcome, uid: uid, detail: detail)
    }

    /// What a look at one place gave; the outcome of the source is the worst of them.
    struct Found: Sendable {
        var paths: [String] = []
        var outcome = SourceReport.Outcome.complete
        var detail: String?
    }

    /// May block.
    func look(_ place: HostHomes.Place) -> Found {
        var found = Found(paths: [""])
        for component in place.path.split(separator: "/").map(String.init) {
            found.paths = found.paths.flatMap { expand($0, component, place, &found) }
            guard found.paths.count <= Self.limit else {
                return Found(outcome: .error, detail: "more than \(Self.limit) directories in \(place.path)")
            }
        }
        found.paths = found.paths.filter { isDirectory($0) }
        return found
    }

    private func expand(
        _ directory: String, _ component: String, _ place: HostHomes.Place, _ found: inout Found
    ) -> [String] {
        guard component.contains("*") else { return [directory + "/" + component] }
        do throws(SystemError) {
            let pattern = NamePattern(component)
            return try Directory.names(root.path(directory.isEmpty ? "/" : directory))
                .filter { pattern.match($0) != nil }.map { directory + "/" + $0 }
        } catch {
            notice(error, directory, place, &found)
            return []
        }
    }

    private func notice(_ error: SystemError, _ directory: String, _ place: HostHomes.Place, _ found: inout Found) {
        switch error.code {
        case ENOENT, ENOTDIR: break
        case EACCES, EPERM:
            guard place.user.map(HostHomes.isPerson) ?? true, found.outcome == .complete else { return }
            found.outcome = .denied
            found.detail = error.message
        default:
            found.outcome = .error
            found.detail = error.message
        }
    }

    private func isDirectory(_ path: String) -> Bool {
        (try? FileInfo.of(root.path(path)))?.kind == .directory
    }

    func finding(_ path: String) -> Finding? {
        let name = HostPath.lastComponent(path)
        let match = source.match.map { NamePattern($0).match(name) } ?? NamePattern.Match()
        guard let match else { return nil }
        let values = FieldBinding(number: match.number, stem: name, path: path).values(of: source.bind)
        return Finding(source: id, kind: kind, evidence: .directory, values)
    }
}
