import Testing

@testable import MusterHost

struct UnitSettingsTests {
    @Test(arguments: [
        ("a  b\tc", ["a", "b", "c"]), (#"a "b c" d"#, ["a", "b c", "d"]), (#"'a "b' c"#, [#"a "b"#, "c"]),
        (#"a\x20b \u00e9 \101"#, ["a b", "é", "A"]), (#"--x="y z""#, ["--x=y z"]), (#""" x"#, ["", "x"]),
        (#"%h/node $HOME"#, ["%h/node", "$HOME"]), (#""open quote"#, ["open quote"]), (#"tail\"#, [#"tail\"#]),
        (#"\q"#, [#"\q"#]), ("", []), (#"\x2"#, [#"\x2"#]), (#"\0"#, [#"\0"#]),
    ])
    func splitsWordsAsSystemdDoes(text: String, expected: [String]) {
        #expect(UnitWords.split(text) == expected)
    }

    /// As antctl writes it: no line break at the end.
    static let antctl = """
        [Unit]
        Description=antnode1
        [Service]
        ExecStart=/var/antctl/services/antnode1/antnode --rpc 127.0.0.1:34561 --root-dir /var/antctl/services/antnode1 \
        --port 55001 --metrics-server-port 13001 --rewards-address 0xAbC --stop-on-upgrade evm-arbitrum-one
        Restart=on-success
        User=ant
        """

    /// As wnm writes it: blank lines for what is not set.
    static let wnm = """
        [Unit]
        Description=antnode0001
        [Service]


        ExecStart=/data/n/antnode --bootstrap-cache-dir /c --root-dir /data/n --port 55001 --enable-metrics-server \
        --metrics-server-port 13001 --log-output-dest /l --rewards-address 0x1 evm-arbitrum-one
        Restart=always
        #RestartSec=300

        """

    @Test(arguments: [antctl, wnm])
    func readsUnitsOfOtherManagers(text: String) {
        let unit = UnitSettings([text])
        #expect(unit.command?.value(of: "--port") == "55001")
        #expect(unit.command?.value(of: "--metrics-server-port") == "13001")
        #expect(unit.command?.word(like: "evm-*") == "evm-arbitrum-one")
    }

    @Test func joinsContinuedLinesAndDropsTheirComments() {
        let text = "[Service]\nExecStart=/opt/node \\\n    --a 1 \\\n# said once\n  --b 2\nUser = ant \n"
        let unit = UnitSettings([text])
        #expect(unit.command?.words == ["/opt/node", "--a", "1", "--b", "2"])
        #expect(unit.value("Service.User") == "ant")
    }

    @Test func dropInsOverride() {
        let dropIn = "[Service]\nExecStart=\nExecStart=/new --port 2\nEnvironment=\"A=x y\" B=2\n"
        let unit = UnitSettings(["[Service]\nExecStart=/old --port 1\nEnvironment=A=1\nRestart=no\n", dropIn])
        #expect(unit.command?.words == ["/new", "--port", "2"])
        #expect(unit.environment == ["A": "x y", "B": "2"])
        #expect(unit.value("Service.Restart") == "no")
    }

    @Test(arguments: [
        ("-/opt/node --a", ["/opt/node", "--a"]), ("@/opt/node shown --a", ["/opt/node", "--a"]),
        ("+-/opt/node", ["/opt/node"]), ("/opt/a 1 ; /opt/b 2", ["/opt/a", "1"]),
    ])
    func marksAndFurtherCommandsAreNoArguments(value: String, expected: [String]) {
        #expect(UnitSettings.command(in: value)?.words == expected)
    }

    @Test func aFileOfRubbishSaysNothing() {
        let unit = UnitSettings(["\u{0}\u{1}\u{FFFD}]][[=\n=x\n\\\n\\"])
        #expect(unit.command == nil)
        #expect(unit.environment.isEmpty)
    }
}
