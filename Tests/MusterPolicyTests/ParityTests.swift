import MusterModel
import Testing

@testable import MusterPolicy

/// wnm's decision table: what 0.6.3 plans, what Muster plans, and the correction that tells them apart.
struct ParityTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let situation: Situation
        let wnm: [String]
        let muster: [String]
        /// Corrections that change this row, by `docs/decisions/corrections-of-wnm.md`.
        let corrections: [Int]

        init(_ name: String, _ situation: Situation, wnm: [String]) {
            (testDescription, self.situation, self.wnm, muster, corrections) = (name, situation, wnm, wnm, [])
        }

        init(_ name: String, _ situation: Situation, wnm: [String], muster: [String], by corrections: Int...) {
            (testDescription, self.situation, self.wnm, self.muster, self.corrections) =
                (name, situation, wnm, muster, corrections)
        }
    }

    private static let busy = Levels(cpu: 71)
    private static let full = Levels(disk: 95)
    private static let removing: [String: Scalar] = ["relief": .text("remove")]
    private static let wide: [String: Scalar] = [
        "max_concurrent_removals": .integer(5), "max_concurrent_operations": .integer(5),
    ]
    private static let starting = NodeRecord.made(5, .restarting).changed {
        $0.open = OpenAction(id: "x", verb: .start, since: now, endsAt: now.advanced(by: .seconds(300)))
    }
    private static let fourStarts: [String: Scalar] = [
        "max_concurrent_starts": .integer(4), "max_concurrent_operations": .integer(8),
    ]
    private static func disabled(_ number: Int) -> NodeRecord { .made(number, .stopped, desired: .disabled) }
    private static func threeRemovals(_ policy: [String: Scalar]) -> [String: Scalar] {
        policy.merging(["max_concurrent_removals": .integer(3), "max_concurrent_operations": .integer(3)]) { $1 }
    }

    static let rows: [Row] = [
        Row("a quiet host grows", .host(.running(1...5)), wnm: ["add antnode0006"]),
        Row("stopped before new", .host(.running(1...4) + [.relieved(5)]), wnm: ["start antnode5"]),
        Row(
            "a stopped node where the total equals the cap",
            .host(.running(1...4) + [.relieved(5)], ["node_cap": .integer(5)]), wnm: [], muster: ["start antnode5"],
            by: 1),
        Row("over the processors' limit", .host(.running(1...5), levels: busy), wnm: ["stop antnode5"]),
        Row("exactly at the upper limit", .host(.running(1...5), levels: Levels(cpu: 70)), wnm: []),
        Row("exactly at the lower limit", .host(.running(1...5), levels: Levels(cpu: 50)), wnm: []),
        Row(
            "processors while a node is outdated",
            .host(.running(1...5), ["target_version": .text("0.4.17")], levels: busy), wnm: ["remove antnode5"],
            muster: ["stop antnode5"], by: 3),
        Row(
            "a full disk, three removals allowed",
            .host(.running(1...4) + [.relieved(5)], threeRemovals(removing), levels: full).onOwnDisk,
            wnm: ["remove antnode5", "remove antnode4", "remove antnode3"], muster: ["remove antnode5"], by: 4),
        Row(
            "a full disk by defaults", .host(.running(1...5), levels: full).onOwnDisk, wnm: ["remove antnode5"],
            muster: [], by: 9),
        Row(
            "a full disk while a node starts", .host(.running(1...4) + [starting], removing, levels: full).onOwnDisk,
            wnm: [], muster: ["remove antnode4"], by: 2),
        Row(
            "over a written cap", .host(.running(1...5), ["node_cap": .integer(2)]), wnm: ["remove antnode5"]),
        Row(
            "over the default cap", .host(.running(1...21)), wnm: ["remove antnode21"], muster: [], by: 9),
        Row(
            "one over the cap, five removals allowed",
            .host(.running(1...5), wide.merging(["node_cap": .integer(4)]) { $1 }),
            wnm: ["remove antnode5", "remove antnode4", "remove antnode3", "remove antnode2", "remove antnode1"],
            muster: ["remove antnode5"], by: 4),
        Row(
            "processors, five stops allowed", .host(.running(1...5), wide, levels: busy),
            wnm: ["stop antnode5", "stop antnode4", "stop antnode3", "stop antnode2", "stop antnode1"],
            muster: ["stop antnode5"], by: 4),
        Row(
            "three outdated, upgrades off", .host(.running(1...3), ["target_version": .text("0.4.17")]),
            wnm: ["add antnode0004"]),
        Row(
            "the only outdated node is stopped",
            .host(
                [.made(1, version: "0.4.17"), .relieved(2)],
                ["target_version": .text("0.4.17"), "enable_upgrade": .text("true")]), wnm: ["start antnode2"]),
        Row(
            "a target below what runs",
            .host(.running(1...3), ["target_version": .text("0.4.1"), "enable_upgrade": .text("true")]),
            wnm: ["add antnode0004"]),
        Row(
            "no version known", .host([.made(1, version: nil)], ["target_version": .text("0.4.17")]),
            wnm: ["add antnode0002"]),
        Row(
            "outdated nodes and upgrades on",
            .host(.running(1...3), ["target_version": .text("0.4.17"), "enable_upgrade": .text("true")]),
            wnm: ["upgrade antnode1"]),
        Row(
            "only one side of the network limited",
            .host(
                .running(1...2), ["netio_read_less_than": .integer(500), "netio_read_remove": .integer(900)],
                levels: Levels(netRead: 10, netWrite: 10)), wnm: ["stop antnode2"], muster: ["add antnode0003"], by: 6),
        Row(
            "a limit of one byte",
            .host(.running(1...2), ["netio_read_remove": .integer(1)], levels: Levels(netRead: 10)),
            wnm: ["add antnode0003"], muster: ["stop antnode2"], by: 6),
        Row(
            "one of four starts under way", .host(.running(1...4) + [starting], fourStarts), wnm: [],
            muster: ["add antnode0006", "add antnode0007", "add antnode0008"], by: 5),
        Row(
            "two stopped, four starts allowed", .host(.running(1...3) + [.relieved(4), .relieved(5)], fourStarts),
            wnm: ["start antnode4", "start antnode5", "add antnode0006", "add antnode0007"]),
        Row(
            "three dead", .host((1...3).map { .made($0, .dead) }, levels: Levels(disk: 95)),
            wnm: ["remove antnode1", "remove antnode2", "remove antnode3"], muster: ["remove antnode1"], by: 8),
        Row("no starts allowed", .host(.running(1...3), ["max_concurrent_starts": .integer(0)]), wnm: []),
        Row(
            "no removals allowed", .host(.running(1...3), ["max_concurrent_removals": .integer(0)], levels: busy),
            wnm: []),
        Row(
            "no operations allowed",
            .host(.running(1...3), ["max_concurrent_operations": .integer(0)], levels: busy), wnm: [],
            muster: ["stop antnode3"], by: 2),
        Row("processors with nothing running", .host((1...5).map { .relieved($0) }, levels: busy), wnm: []),
        Row(
            "a full disk with nothing running",
            .host((1...5).map { .relieved($0) }, removing, levels: full).onOwnDisk, wnm: ["remove antnode5"]),
        Row(
            "disabled nodes over the cap",
            .host(.running(1...5) + [disabled(6), disabled(7)], ["node_cap": .integer(5)]), wnm: ["remove antnode5"],
            muster: [], by: 7),
    ]

    @Test(arguments: rows)
    func withoutCorrectionsItIsWnm(_ row: Row) {
        #expect(decide(row.situation, rules: []).words == row.wnm)
    }

    @Test(arguments: rows)
    func withThemItIsMuster(_ row: Row) {
        #expect(decide(row.situation).words == row.muster)
    }

    @Test(arguments: rows.filter { !$0.corrections.isEmpty })
    func eachDifferenceHasItsNumber(_ row: Row) {
        let without = row.corrections.reduce(Rules.all) { $0.subtracting(Rules(rawValue: 1 << UInt32($1))) }
        #expect(decide(row.situation, rules: without).words != row.muster, "another correction than named")
    }
}

extension Situation {
    /// The same with the disk mounted for the nodes alone.
    var onOwnDisk: Situation {
        changed { situation in
            situation.sample?.fileSystems[0].path = "/var/antctl"
            situation.pressure.disk = "/var/antctl"
            situation.adoption?.storage = [:]
            for index in situation.nodes.indices {
                situation.nodes[index].storage?.mountPoint = "/var/antctl"
                situation.nodes[index].observation.directory?.mountPoint = "/var/antctl"
            }
        }
    }
}
