import MusterCLI
import Testing

struct InitTests {
    @Test func theStarterIsAValidInventoryAndTheNextStepIsTold() async throws {
        try await withDirectory { directory in
            let ran = await muster(["init", directory + "/f"])
            #expect(
                ran.output.replacing(directory, with: "") == """
                    wrote /f/inventory/fleet.yml and /f/playbooks/README.md
                    the database will be /home/op/.local/state/muster/fleet.db
                    next: `muster inventory edit --inventory /f/inventory` to name your hosts, \
                    then `muster trust --inventory /f/inventory`

                    """)
            let check = await muster(["inventory", "check", "--inventory", directory + "/f/inventory"])
            #expect(check.status == .ok)
        }
    }

    /// What a comment offers can be taken by removing its sign.
    @Test func theCommentedSettingsOfTheStarterAreValidToo() async throws {
        try await withDirectory { directory in
            _ = await muster(["init", directory])
            let path = directory + "/inventory/fleet.yml"
            let lines = try read(path).split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.contains(/^ *# +[\w.]+:/)
                    ? String(line.replacing("# ", with: "", maxReplacements: 1)) : String(line)
            }
            #expect(lines.count { $0.contains("hel01.example.net:") } == 1)
            // The address is the one thing that nobody can guess.
            try write(lines.joined(separator: "\n"), to: path)
            let unchanged = await muster(["inventory", "check", "--inventory", directory + "/inventory"])
            #expect(unchanged.status == .usage && (unchanged.notes + unchanged.output).contains("0xYOUR_ADDRESS"))
            let address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
            try write(lines.joined(separator: "\n").replacing("0xYOUR_ADDRESS", with: address), to: path)
            let check = await muster(["inventory", "check", "--inventory", directory + "/inventory"])
            #expect(check.status == .ok, "\(check.notes)")
            #expect(check.output.contains("5 hosts, 1 group"), "\(check.output)")
        }
    }

    @Test func nothingIsOverwritten() async throws {
        try await withDirectory { directory in
            try write("mine", to: directory + "/playbooks/README.md")
            let ran = await muster(["init", directory])
            #expect(ran.status == .usage)
            #expect(ran.notes.contains("playbooks/README.md exists already"))
            #expect(await muster(["inventory", "check", "--inventory", directory + "/inventory"]).status == .usage)
        }
    }

    @Test(arguments: [
        (["HOME": "/h"], "/h/.local/state/muster/fleet.db", "/h/.config/muster/inventory"),
        (["HOME": "/h", "XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c"], "/s/muster/fleet.db", "/c/muster/inventory"),
        (
            ["HOME": "/h", "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": "rel"], "/h/.local/state/muster/fleet.db",
            "/h/.config/muster/inventory"
        ),
    ])
    func pathsFollowXDG(_ variables: [String: String], _ database: String, _ inventory: String) {
        let paths = Paths(Environment(variables: variables, currentDirectory: "/"))
        #expect(paths.database == database)
        #expect(paths.inventory == inventory)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsNameTheVerbs(_ shell: String) async {
        let script = await muster(["completions", shell]).output
        #expect(script.contains("inventory") && script.contains("explain"))
    }

    @Test(arguments: [
        ("90", Duration.seconds(90)), ("90s", .seconds(90)), ("1500ms", .milliseconds(1500)), ("5m", .seconds(300)),
        ("2h", .seconds(7200)), ("", nil), ("-3", nil), ("3d", .seconds(259_200)), ("99999d", nil),
        ("99999999999", nil), ("1.5s", nil),
    ])
    func timesAreRead(_ text: String, _ expected: Duration?) {
        #expect(TimeSpan(argument: text)?.duration == expected)
    }
}
