import MusterInventory
import MusterModel
import Testing

struct SelectorTests {
    static let space = HostSpace(
        hosts: ["web1", "web2", "db1", "db2", "attic"].compactMap { HostName($0) },
        groups: [
            "web": Set(["web1", "web2"].compactMap { HostName($0) }),
            "db": Set(["db1", "db2"].compactMap { HostName($0) }),
            "odd": Set(["web1", "db1"].compactMap { HostName($0) }), "none": [],
        ])

    private func select(_ text: String) -> String {
        do {
            let query = HostQuery(selectors: [try Selector.parse(text)])
            return try query.select(from: Self.space).hosts.map(\.text).joined(separator: " ")
        } catch {
            return error.message + (error.fix.map { " | \($0)" } ?? "")
        }
    }

    @Test(arguments: [
        Case("a host", "attic", "attic"),
        Case("a group", "web", "web1 web2"),
        Case("all", "all", "web1 web2 db1 db2 attic"),
        Case("a glob", "*1", "web1 db1"),
        Case("a glob of one", "web?", "web1 web2"),
        Case("a range", "db[1:2]", "db1 db2"),
        Case("a range of globs", "[w:w]eb*", "web1 web2"),
        Case("a list keeps the inventory's order", "attic,web", "web1 web2 attic"),
        Case("intersection", "web & odd", "web1"),
        Case("intersection binds closer", "attic, web & odd", "web1 attic"),
        Case("exclusion", "web & !odd", "web2"),
        Case("exclusion in a list takes out", "web,!odd", "web2"),
        Case("exclusion alone is of everything", "!web", "db1 db2 attic"),
        Case("parentheses", "(web,db) & odd", "web1 db1"),
        Case("double exclusion", "!!web", "web1 web2"),
        Case("an unknown name", "wbe", "no host or group is called `wbe` | did you mean `web`?"),
        Case(
            "an unknown name far off", "zzzzzz",
            "no host or group is called `zzzzzz` | `muster inventory list` shows hosts and groups"),
        Case("a glob without a match", "x*", "no host matches `x*` | `muster inventory list` shows hosts and groups"),
        Case(
            "nothing left", "web & db", "the selection holds no host | `muster inventory list` shows hosts and groups"),
        Case("an empty group", "none", "the selection holds no host | `muster inventory list` shows hosts and groups"),
        Case("a range beyond", "db[1:3]", "no host or group is called `db3` | did you mean `db`?"),
        Case(
            "nothing after &", "web & ",
            "the selector `web & `: expected a host, a group or a pattern at character 7 "
                + "| write it as in \"web & !db\", \"ant[01:20]\" or \"a,b\""),
        Case(
            "a stray sign", "web;db",
            "the selector `web;db`: expected `,`, `&` or the end at character 4 "
                + "| write it as in \"web & !db\", \"ant[01:20]\" or \"a,b\""),
        Case(
            "an open bracket", "db,web[1", "the selector `db,web[1`: a range without its `]` at character 7"),
        Case(
            "a node", "web1/antnode0001",
            "`web1/antnode0001` names a node where hosts are selected | name its host alone"),
    ])
    func selects(_ c: Case<String, String>) {
        #expect(select(c.input) == c.expected)
    }

    @Test func deepNestingIsRefused() {
        let deep = String(repeating: "(", count: 5000) + "web" + String(repeating: ")", count: 5000)
        #expect(throws: SelectorError.self) { try Selector.parse(deep) }
        #expect(throws: SelectorError.self) { try Selector.parse(String(repeating: "!", count: 60_000) + "web") }
    }

    @Test func optionsNarrowAndExclude() throws {
        let query = HostQuery(
            selectors: [try Selector.parse("web"), try Selector.parse("db")],
            narrowing: [try Selector.parse("odd")], excluding: [try Selector.parse("db1")])
        #expect(try query.select(from: Self.space).hosts.map(\.text) == ["web1"])
    }

    @Test func aConditionWithoutAnAnswerDoesNotMatchAndIsTold() throws {
        let facts: [String: [String: Scalar]] = [
            "web1": ["cpu": .real(91.5), "version": .text("0.4.9")],
            "web2": ["cpu": .real(91.5), "version": .text("0.4.17")],
            "db1": ["cpu": .real(12), "version": .text("0.4.9")],
            "db2": ["cpu": .real(99)],
        ]
        let query = HostQuery(condition: try Condition.parse("cpu>80 and version<0.4.17"))
        let selection = try query.select(from: Self.space) { facts[$0.text] ?? [:] }
        #expect(selection.hosts.map(\.text) == ["web1"])
        #expect(selection.undecided.map(\.text) == ["db2", "attic"])
    }
}
