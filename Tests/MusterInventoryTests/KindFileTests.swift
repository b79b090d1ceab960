import Foundation
import MusterInventory
import MusterModel
import Testing

struct KindFileTests {
    @Test(arguments: ServiceKind.builtIn)
    func theFileEqualsTheBuiltInKind(_ kind: ServiceKind) throws {
        let file = try shipped("inventory/kinds/\(kind.name).yml")
        #expect(try KindCatalog.load([file], builtIn: []) == [kind])
    }

    @Test func aFileTakesThePlaceOfTheBuiltInKind() throws {
        let text = "name: antnode\nmerge_on: pid\ndiscovery: [{id: p, method: process, match: mynode}]"
        let kinds = try KindCatalog.load([SourceFile(path: "a.yml", text: text)], builtIn: ServiceKind.builtIn)
        #expect(kinds.map(\.name) == ["service", "antnode"])
        #expect(kinds.last?.discovery.first?.match == "mynode")
    }

    @Test func mistakesAreToldAtTheirPlaces() {
        let text = """
            name: mine
            merge_on: data_dir
            sumary: x
            discovery:
              - id: unit
                method: systemd
                match: x
              - id: file
                method: json_file
                bind: {port: argumnt(--port)}
            probes:
              - {id: http, method: http_json, port_field: port, path: health, timeout_ms: 0}
            """
        #expect(
            complaintsOfKinds([SourceFile(path: "mine.yml", text: text)]) == """
                mine.yml:3:1: unknown key `sumary`
                  did you mean `summary`?
                mine.yml:6:13: `systemd` is not a `method`
                  write one of systemd_unit, json_file, process, directory
                mine.yml:8:5: a source by json_file needs `paths`
                mine.yml:10:18: `argumnt(--port)` is not a source of a field
                  write one of argument(--flag), word(pattern), environment(NAME), member(name), literal(text), number, \
                stem, path, working_directory
                mine.yml:12:59: a probe by http_json needs a `path` that begins with /
                mine.yml:12:79: `timeout_ms` must be a whole number from 1 to 60000, but is `0`
                """)
    }

    private func complaintsOfKinds(_ files: [SourceFile]) -> String {
        do {
            _ = try KindCatalog.load(files, builtIn: [])
            return ""
        } catch {
            return error.problems.map(\.text).joined(separator: "\n")
        }
    }
}

/// A file of the project, read by its path from the root.
func shipped(_ path: String) throws -> SourceFile {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return SourceFile(path: path, bytes: Array(try Data(contentsOf: root.appending(path: path))))
}
