import MusterModel
import Testing

@testable import MusterHost

/// A plain process that was started as pid 70, 10000 ms after boot `boot-1`.
struct RecordedProcessTests {
    enum Now: CaseIterable {
        case absent, same, anotherStart, zombie, zombieWithThreads, cutShort, hidden, hiddenAndAbsent
    }

    private static let data = "/home/alice/.local/share/autonomi/node/antnode0001"

    private static func tree(_ now: Now, _ record: String?) throws -> HostTree {
        let tree = try HostTree().file("/etc/passwd", SurveyedHost.passwd).directory(data)
            .file("/proc/self/mountinfo", "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n")
            .file("/proc/sys/kernel/random/boot_id", "boot-1\n")
        if let record { try tree.file(data + "/.muster-process", record + "\n") }
        try tree.process(1, exe: nil, arguments: ["init"], parent: 0, uid: 0)
        let threads = now == .zombieWithThreads ? 3 : 1
        let ended = "70 (antnode) Z 1 1 1 0 -1 0 0 0 0 0 250 50 0 0 20 0 \(threads) 0 1000 0 0 0\n"
        switch now {
        case .absent: break
        case .same: try tree.process(70, exe: "/bin/other", arguments: ["other"])
        case .anotherStart: try tree.process(70, exe: "/bin/other", arguments: ["other"], startTicks: 1001)
        case .zombie, .zombieWithThreads: try tree.file("/proc/70/stat", ended)
        case .cutShort: try tree.file("/proc/70/stat", "70 (antn")
        case .hidden: try tree.directory("/proc/70/stat")
        case .hiddenAndAbsent: try tree.remove("/proc/1/stat")
        }
        return tree
    }

    @Test(arguments: [
        (Now.absent, "70 10000 boot-1" as String?, true as Bool?), (.same, "70 10000 boot-1", false),
        (.anotherStart, "70 10000 boot-1", true), (.zombie, "70 10000 boot-1", true),
        (.zombieWithThreads, "70 10000 boot-1", nil), (.cutShort, "70 10000 boot-1", nil),
        (.hidden, "70 10000 boot-1", nil), (.hiddenAndAbsent, "70 10000 boot-1", nil),
        (.same, "70 10000 boot-0", true), (.hiddenAndAbsent, "70 10000 boot-0", nil),
        (.same, "70 10000 unknown", false), (.absent, "70 10000 unknown", true),
        (.absent, nil, nil), (.absent, "", nil), (.absent, "1 10000 boot-1", nil), (.absent, "x", nil),
    ])
    func isGoneOnlyWhereThatIsProven(now: Now, record: String?, expected: Bool?) async throws {
        let found = try await SurveyedHost.survey(Self.tree(now, record), ScriptedRunner(), uid: 1000)
        #expect(found.node("antnode0001")?.directory?.processGone == expected)
    }

    @Test func aNodeThatASurveyShowsRunningIsNotAskedAfter() async throws {
        let tree = try Self.tree(.absent, "70 10000 boot-1")
        try tree.process(80, exe: Self.data + "/antnode", arguments: ["antnode", "--root-dir", Self.data])
        let node = try await SurveyedHost.survey(tree, ScriptedRunner(), uid: 1000).node("antnode0001")
        #expect(node?.processes.map(\.pid) == [80])
        #expect(node?.directory?.processGone == nil)
    }
}
