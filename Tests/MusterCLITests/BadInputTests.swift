import MusterCLI
import MusterModel
import MusterStore
import Testing

/// What is typed wrongly is refused with its place and a way to mend it, and leaves no trace but its line in the history.
struct BadInputTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    private func withFleet(
        _ inventory: String = "version: 1\nhosts: {hel01: {}, hel02: {}}\n",
        _ body: (_ run: ([String]) async -> Ran, Store) async throws -> Void
    ) async throws {
        try await withDirectory { directory in
            try write(inventory, to: directory + "/f.yml")
            let path = directory + "/fleet.db"
            let store = try Store.open(path, mode: .readWrite(now: Self.now, newControllerID: "c"))
            let place = ["--inventory", directory + "/f.yml", "--db", path]
            try await body({ await muster($0 + place) }, store)
        }
    }

    @Test(arguments: [
        (["status", "where", "cpuu>80"], "hosts have no fact `cpuu`\n  did you mean `cpu`?"),
        (
            ["inventory", "list", "where", "colour=1"],
            "hosts have no fact `colour`\n  the facts are in docs/database.md"
        ),
        (["status", "where", "cpu>80"], "too little is known of hel01, hel02"),
        (["inventory", "list", "where", "label.zone=1"], "too little is known of hel01, hel02"),
        (["plan", "--set", "nokind.node_cap=8"], "no host runs `nokind`\n  the kinds there: antnode"),
        (["plan", "--set", "antnod.node_cap=8"], "did you mean `antnode`?"),
        (
            ["plan", "--set", "cpu_less_than=95"],
            "muster: --set: `cpu_less_than` (95) must be below `cpu_remove` (70)\n"
        ),
        (["node", "stop", "hel01", "--count", "1", "--service", "nokind"], "no host that is meant runs `nokind`"),
        (["node", "stop", "hel01", "--count", "1", "--for", "0s"], "--for takes a time from 1s"),
        (["node", "disable", "--node", "hel01/antnode0007", "--for", "2h"], "Unknown option '--for'"),
        (["node", "stop", "hel01", "--count", "1", "--yes=x"], "--yes=N takes a number from 1, not 'x'"),
        (["node", "stop", "hel01", "--total", "99999999999"], "--total must be from 1 to 100000"),
        (["node", "restore", "hel01", "--identity", "../x"], "as `muster archive list` shows it, not '../x'"),
        (["node", "add", "hel01", "--count", "1", "--identity", ".x"], "--identity takes a key's name"),
        (
            ["node", "add", "hel01", "--count", "1", "--binary", "/"],
            "cannot read /: Is a directory\n  name the node's"
        ),
        (["nosuch", "--json"], "there is no verb `nosuch`\n  `muster --help` lists them"),
        (["statsu"], "there is no verb `statsu`\n  did you mean `status`?"),
        (["node", "stopp", "hel01"], "there is no verb `node stopp`\n  did you mean `stop`?"),
        (["node", "stop", "hel01"], "say which nodes: HOST/NODE, --count N|all on each host, or --total N"),
        (["node", "stop", "hel01", "hel02/antnode0001"], "name either nodes, or hosts with --count or --total"),
        (["node", "stop", "hel01/antnode0001", "--count", "1"], "--node, --count and --total exclude each other"),
        (["node", "stop", "hel09/antnode0001"], "hel09 is no host of the inventory"),
        (["node", "enable", "hel01", "--count", "2"], "nodes to enable are never picked by number"),
        (["node", "disable", "hel01", "--total", "2"], "nodes to disable are never picked by number"),
        (["node", "clear", "hel01"], "say which nodes: HOST/NODE, or --count all of hosts"),
        (["watch", "--binary", "nokind=/bin/sh"], "no host runs `nokind`\n  the kinds there: antnode"),
        (["plan", "--replay", "0"], "--replay takes a time from 1s"),
        (["plan", "--input", "/dev/null"], "cannot use /dev/null: "),
        (["history", "--node", "antnode0099"], "no node antnode0099 is known on these hosts"),
        (["ping", "hel01", "--ssh-config", "/no/such"], "there is no SSH configuration at /no/such\n  name a file"),
        (["teardown", "hel01"], "--confirm"), (["brake", "on", "--reason", "x", "--kind", "nokind"], "no host runs"),
        (["hold", "on", "hel01", "--reason", "x", "--until", "0s"], "give a time from now, such as 4h"),
    ])
    func itIsRefusedWithAWayToMendIt(arguments: [String], words: String) async throws {
        try await withFleet { (run, store) async throws in
            let ran = await run(arguments)
            #expect(ran.status == .usage, "\(ran.output)\(ran.notes)")
            #expect(ran.notes.contains(words), "\(ran.notes)")
            #expect(try await store.brakes().isEmpty)
        }
    }

    @Test func aCopyThatCannotBeRestoredIsNotTheDatabase() async throws {
        try await withDirectory { directory in
            try write("no database", to: directory + "/text.db")
            for (file, words) in [
                ("text.db", "cannot be restored: file is not a database"), ("none.db", "no backup at"),
            ] {
                let ran = await muster(["db", "restore", directory + "/" + file, "--db", directory + "/fleet.db"])
                #expect(ran.status == .usage && ran.notes.contains(words), "\(ran.notes)")
                #expect(ran.notes.contains("name another copy"), "\(ran.notes)")
            }
            let ran = await muster(["hold", "list", "--db", directory])
            #expect(ran.status == .usage && ran.notes == "muster: cannot use \(directory): Is a directory\n")
        }
    }

    @Test func anInventoryWithoutHostsSaysSo() async throws {
        try await withFleet("version: 1\nhosts:\n") { (run, _) async throws in
            for arguments in [["inventory", "list"], ["status"], ["survey"]] {
                let ran = await run(arguments)
                #expect(ran.status == .usage)
                #expect(ran.notes.contains("the inventory names no host yet\n  write hosts into it"), "\(ran.notes)")
            }
        }
    }

    @Test func aChangeThatIsRefusedEndsInTheHistory() async throws {
        try await withFleet { (run, store) async throws in
            #expect(await run(["hold", "on", "hel09", "--reason", "x"]).status == .usage)
            #expect(await run(["hold", "on", "hel01/nobody", "--reason", "x"]).status == .usage)
            let runs = try await store.runs(limit: 9)
            #expect(runs.map(\.exitCode) == [2, 2] && runs.allSatisfy { $0.endedAt != nil })
        }
    }

    @Test func theBeginningOfSeveralRunsNamesNone() async throws {
        try await withFleet { (run, store) async throws in
            for id in ["0badcafe", "0badf00d"] {
                try await store.begin(
                    RunRecord(id: id, verb: "survey", arguments: [], startedAt: Self.now, by: "ann@desk"))
            }
            for arguments in [["retry", "0bad"], ["history", "--run", "0bad"]] {
                let ran = await run(arguments)
                #expect(ran.status == .usage, "\(ran.output)")
                #expect(ran.notes.contains("more than one run's id begins with 0bad\n  give more"), "\(ran.notes)")
            }
            #expect(await run(["retry", "0badf"]).status == .ok)
        }
    }

    @Test func aBrakeThatIsStillOnIsNamed() async throws {
        try await withFleet { (run, _) async throws in
            #expect(await run(["brake", "on", "--kind", "antnode", "--reason", "x"]).status == .ok)
            let off = await run(["brake", "off"])
            #expect(off.output == "no such brake is on\n")
            #expect(off.notes == "still on: no starts of antnode; `muster brake off --kind antnode` lifts it\n")
            #expect(await run(["brake", "off", "--kind", "antnode"]).notes.isEmpty)
        }
    }

    @Test(arguments: [("wnm", "there is no setting of wnm"), ("anm-cluster", "machines")])
    func aFileThatIsNothingToImportIsNoInventory(format: String, words: String) async throws {
        try await withDirectory { directory in
            try write("hello world\n", to: directory + "/passwd")
            let ran = await muster(["inventory", "import", format, directory + "/passwd"])
            #expect(ran.status == .usage && ran.notes.contains(words), "\(ran.notes)")
            #expect(!ran.notes.contains("inventory check"))
        }
    }

    @Test func anImportThatNoInventoryWouldTakeIsNoSuccess() async throws {
        try await withDirectory { directory in
            try write("root:x:0:0\n", to: directory + "/passwd")
            let ran = await muster(["inventory", "import", "ansible", directory + "/passwd"])
            #expect(ran.status == .usage)
            #expect(ran.notes.contains("the host name `root:x:0:0` is not allowed"), "\(ran.notes)")
        }
    }
}
