import MusterInventory
import MusterModel
import Testing

/// Settings of other managers of nodes, host by host.
struct ManagerImportTests {
    static let address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"

    private func anm(_ text: String) throws -> ImportedSettings {
        try AnmConfigImport.settings(SourceFile(path: "config", text: text))
    }

    private func wnm(_ text: String) throws -> ImportedSettings {
        try WnmImport.settings(SourceFile(path: "w", text: text))
    }

    @Test func anmsMinutesBecomeSecondsAndItsArgumentsValues() throws {
        let settings = try anm(
            """
            # settings of one host
            DiscordUsername=""
            RewardsAddress="--rewards-address \(Self.address)"
            DesiredLoadAverage=4.8
            DelayStart=5
            DelayReStart=7
            NodeStorage=/var/antctl/services
            NodeCap=20
            NodeVersion="--version 0.4.17"
            """)
        #expect(
            settings.policy == [
                "rewards_address": .text(Self.address), "desired_load_average": .real(4.8),
                "delay_start": .integer(300),
                "delay_restart": .integer(420), "node_storage": .text("/var/antctl/services"), "node_cap": .integer(20),
                "target_version": .text("0.4.17"), "process_manager": .text("systemd+sudo"), "node_user": .text("ant"),
                "firewall": .text("ufw"), "no_upnp": .text("true"),
            ])
        #expect(settings.warnings.isEmpty)
    }

    @Test(arguments: [
        (
            "Action=4",
            "config:1:1: the setting `Action` is not carried over\n  anm was told to start, stop or tear down at every run"
        ),
        (
            "UpgradeHour=4",
            "config:1:1: the setting `UpgradeHour` is not carried over\n  "
                + "upgrades keep to no time of day: `enable_upgrade` and `delay_upgrade` steer them"
        ),
        (
            "UpgradeMin=30",
            "config:1:1: the setting `UpgradeMin` is not carried over\n  "
                + "upgrades keep to no time of day: `enable_upgrade` and `delay_upgrade` steer them"
        ),
        ("NodeCap=many", "config:1:1: `node_cap` must be a whole number from 0 to 100000, but is `many`; left out"),
        ("DelayStart=soon", "config:1:1: `DelayStart` must be minutes, but is `soon`; left out"),
        (
            "DelayStart=99999999999999999999",
            "config:1:1: `DelayStart` must be minutes, but is `99999999999999999999`; left out"
        ),
        ("source /etc/evil; x=1", "config:1:1: `source` is not an assignment; left out"),
        (
            "NodeCap=$(touch /tmp/evaluated)",
            "config:1:1: `node_cap` must be a whole number from 0 to 100000, but is `$(touch`; left out"
        ),
    ])
    func whatAnmSaysAndMusterDoesNotTakeIsTold(_ line: String, _ warning: String) throws {
        #expect(try anm(line + "\nCpuRemove=70").warnings.map(\.text).first == warning)
    }

    @Test(arguments: ["", "# nothing", "hello"])
    func whatIsNotAnmsIsAnError(_ text: String) {
        #expect(throws: InventoryError.self) { try anm(text) }
    }

    @Test func aWrongChecksumIsAWarningAndTheAddressLosesItsCase() throws {
        let wrong = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"
        let settings = try anm("RewardsAddress=\"--rewards-address \(wrong)\"")
        #expect(settings.policy["rewards_address"] == .text(wrong.lowercased()))
        #expect(
            settings.warnings.map(\.text).first?.contains("the checksum in `rewards_address` is wrong: `\(wrong)`")
                == true)
    }

    @Test(arguments: [
        "node_cap=4\nno_upnp=1\nrewards_address=\(address):100,donate:10\n",
        "# c\nnode_cap: 4\nno_upnp True\nrewards_address = \"\(address):100,donate:10\"\n",
        "NODE_CAP=\"4\"\nNO_UPNP=\"True\"\nREWARDS_ADDRESS=\"\(address):100,donate:10\"\r\n",
        "{\"node_cap\": 4, \"no_upnp\": true, \"rewards_address\": \"\(address):100,donate:10\", \"antctl_version\": null}",
    ])
    func everyFormOfWnmsSettingsSaysTheSame(_ text: String) throws {
        let settings = try wnm(text)
        #expect(
            settings.policy == [
                "node_cap": .integer(4), "no_upnp": .text("true"),
                "rewards_address": .text("\(Self.address):100,donate:10"),
            ])
        #expect(settings.warnings.isEmpty)
    }

    @Test func wnmsRowIsTakenOverAndItsBookkeepingIsNot() {
        let settings = WnmImport.settings(
            row: [
                "id": .integer(1), "cpu_count": .integer(8), "delay_start": .integer(300), "port_start": .integer(55),
                "desired_load_average": .real(4.8), "max_load_average_allowed": .real(8),
                "start_args": .text("--first"),
                "shiny": .integer(3),
            ], of: "colony.db")
        #expect(
            settings.policy == [
                "delay_start": .integer(300), "port_start": .integer(55), "desired_load_average": .real(4.8),
                "max_load_average_allowed": .integer(8), "start_args": .text("--first"),
            ])
        #expect(
            settings.warnings.map(\.message) == [
                "the setting `shiny` is not carried over", "wnm keeps `start_args` and passes them to no node",
            ])
    }

    @Test func hostsGetTheirSettingsUnderTheirNames() throws {
        var settings = ImportedSettings()
        settings.policy = ["node_cap": .integer(4)]
        let host = try #require(HostName("attic"))
        let imported = try ImportedSettings.inventory(of: [(host, settings)], from: "x")
        #expect(
            imported.text
                == "# From x.\nversion: 1\nhosts:\n  attic:\n    service: [antnode]\n    policy:\n      node_cap: 4\n")
        #expect(try ImportedSettings.inventory(of: [(nil, settings)], from: "x").text.contains("defaults:"))
    }
}

/// What `--set` lays over the inventory.
struct CommandLineSettingTests {
    private static let file = SourceFile(path: "f", text: "version: 1\nhosts: {a: {policy: {cpu_remove: 90}}}\n")

    @Test func theCommandLineIsTheNearestLevel() throws {
        let settings = [
            try Setting.commandLine("cpu_remove=60", number: 1),
            try Setting.commandLine("antnode.node_cap=3", number: 2),
        ]
        let inventory = try Inventory.load([Self.file], kinds: ServiceKind.builtIn, commandLine: settings)
        let policy = try #require(inventory.targets.first?.policy)
        #expect(policy.number(.cpuRemove) == 60)
        #expect(policy.whole(.nodeCap, kind: "antnode") == 3)
        #expect(policy.whole(.nodeCap) == 20)
    }

    @Test(arguments: [
        ("cpu_remove", "--set `cpu_remove` sets nothing"), ("cpu_remov=6", "--set: unknown key `cpu_remov`"),
        ("cpu_remove=much", "--set: `cpu_remove` must be a number from 0 to 100, but is `much`"),
        ("antnode.cpu_remove=60", "--set: `cpu_remove` does not belong to a service such as `antnode`"),
        ("=3", "--set: unknown key ``"),
    ])
    func mistakesAreNamed(_ text: String, _ message: String) {
        let problem = #expect(throws: Problem.self) { try Setting.commandLine(text, number: 1) }
        #expect(problem?.message == message)
    }
}
