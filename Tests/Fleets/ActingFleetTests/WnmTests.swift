import FleetHarness
import Foundation
import GRDB
import Testing

extension HandTests {
    /// A host where wnm is alive: its crontab line, its database, and nodes as it makes them.
    @Suite struct WnmTests {
        @Test func adoptingTakesWnmsLineAwayAndReleasingGivesItBack() async throws {
            let scene = try await Scene("users-hand", policy: ["node_cap": "3"], adopting: false)
            let host = scene.first
            try await WnmInstallation.lay(on: host)
            let (table, nodes) = (try await host.shell(Self.table), try await host.processes())
            #expect(nodes.map(\.node).sorted() == ["antnode0001", "antnode0002"])
            let apply = try await scene.workstation.act("apply", host.name)
            #expect(apply.exitCode == 7, "\(apply)")
            #expect(apply.description.contains("/var/spool/cron/crontabs/ant"), "\(apply)")

            // Its lock says that a cycle runs, which is waited for.
            try await host.shell("touch \(WnmInstallation.base)/wnm_active")
            let written = "\(scene.workstation.directory)/wnm.yml"
            let adopt = try scene.workstation.start("adopt", host.name, "--yes", "--write", written)
            try await scene.expect("a line less", beside: adopt) { try await host.shell(Self.table) != table }
            #expect(adopt.isRunning, "\(adopt.output)")
            try await host.shell("rm \(WnmInstallation.base)/wnm_active")
            try await scene.expect("an end of adopting", beside: adopt) { !adopt.isRunning }
            #expect(adopt.ending == 0, "\(adopt.output)")
            #expect(try await host.shell(Self.table) == Self.withoutWnm(table))

            let settings = try String(contentsOfFile: written, encoding: .utf8)
            for setting in ["node_cap: 3", "cpu_less_than: 55", "cpu_remove: 77", "delay_start: 240"] {
                #expect(settings.contains(setting), "\(settings)")
            }
            #expect(try await scene.ages(of: host) == WnmInstallation.ages)
            for _ in 0..<2 { try await scene.done("apply", host.name) }
            #expect(
                try await scene.workstation.nodes(of: host.name).map(\.status) == ["RUNNING", "RUNNING", "DISABLED"])
            #expect(try await host.processes() == nodes)

            try await scene.done("release", host.name, "--yes")
            #expect(try await host.shell(Self.table) == table)
            #expect(try await host.shell("stat -c '%U %a' /var/spool/cron/crontabs/ant") == "ant 600\n")
            #expect(try await host.processes() == nodes)
            try await scene.expectOrder()
        }

        /// As crontab(1) gives it back, whose own heading changes with each edit.
        private static let table = "runuser -u ant -- crontab -l"

        private static func withoutWnm(_ table: String) -> String {
            table.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains("bin/wnm ") }
                .joined(separator: "\n")
        }
    }
}

/// What wnm leaves on a host of one user: `systemd+user`, three nodes, the third of them disabled.
private enum WnmInstallation {
    static let base = "/home/ant/.local/share/autonomi"
    static let line =
        "* * * * * . $HOME/.profile; $HOME/.local/bin/wnm --quiet >> \(base)/cron.log 2>&1 # 100% of nodes"
    /// Seconds since 1970 at which wnm made the nodes, by service.
    static let ages: [String: Int64] = [
        "antnode0001.service": 1_700_000_000, "antnode0002.service": 1_710_000_000,
        "antnode0003.service": 1_720_000_000,
    ]

    static func lay(on host: PracticeHost) async throws {
        let fleet = host.workstation.fleet
        let path = "\(fleet.directory)/\(host.name)/root\(base)/colony.db"
        try await host.shell("rm -rf \(base); mkdir -p \(base)/node \(base)/logs /home/ant/.config/systemd/user")
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: tables + rows) }
        try queue.close()
        var script = ""
        for number in 1...3 { script += node(number) }
        script += """
            chown -R ant:ant /home/ant/.local /home/ant/.config
            user() { runuser -u ant -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user "$@"; }
            user daemon-reload; user start antnode0001.service antnode0002.service
            cat >/tmp/table <<'END'
            # mine
            MAILTO=""
            0 4 * * 1	/usr/bin/true	# a tab, and  two blanks

            \(line)
            @daily tar czf /tmp/notes.tgz wnm-notes
            0 * * * * $HOME/.local/bin/wnm --report influx-resources -q >/tmp/influx
            END
            crontab -u ant /tmp/table
            """
        try await host.shell(script)
        let isUp = try await eventually(within: .seconds(60)) {
            try await host.shell("ls \(base)/node/*/secret-key | wc -l") == "2\n"
        }
        guard isUp else { throw HarnessError.said("wnm's nodes did not start") }
    }

    private static func node(_ number: Int) -> String {
        let name = "antnode000\(number)"
        return """
            mkdir -p \(base)/node/\(name) \(base)/logs/\(name)
            cp /opt/releases/antnode-0.4.17 \(base)/node/\(name)/antnode
            cat >/home/ant/.config/systemd/user/\(name).service <<'END'
            [Unit]
            Description=\(name)
            [Service]
            Environment=""

            ExecStart=\(base)/node/\(name)/antnode --bootstrap-cache-dir \(base)/bootstrap-cache \
            --root-dir \(base)/node/\(name) --port \(55000 + number) --enable-metrics-server \
            --metrics-server-port \(13000 + number) --log-output-dest \(base)/logs/\(name) --max-log-files 1 \
            --max-archived-log-files 1 --rewards-address \(wallet) evm-arbitrum-one
            Restart=always
            #RestartSec=300
            END

            """
    }

    private static let wallet = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"

    /// The columns that wnm 0.6 gives its tables.
    private static let tables = """
        CREATE TABLE machine (id INTEGER PRIMARY KEY, cpu_count INTEGER, node_cap INTEGER, cpu_less_than INTEGER,
            cpu_remove INTEGER, mem_less_than INTEGER, mem_remove INTEGER, hd_less_than INTEGER, hd_remove INTEGER,
            desired_load_average FLOAT, max_load_average_allowed FLOAT, delay_start INTEGER, delay_restart INTEGER,
            delay_upgrade INTEGER, delay_remove INTEGER, node_storage TEXT, rewards_address TEXT, donate_address TEXT,
            port_start INTEGER, metrics_port_start INTEGER, rpc_port_start INTEGER, last_stopped_at INTEGER, host TEXT,
            crisis_bytes INTEGER, environment TEXT, start_args TEXT, process_manager TEXT, no_upnp INTEGER,
            antnode_path TEXT, antctl_version TEXT);
        CREATE TABLE node (id INTEGER PRIMARY KEY, machine_id INTEGER, manager_type TEXT, node_name VARCHAR(10),
            service TEXT, user VARCHAR(24), binary TEXT, version TEXT, root_dir TEXT, port INTEGER,
            metrics_port INTEGER, rpc_port INTEGER, network TEXT, wallet VARCHAR(42), peer_id VARCHAR(52),
            status VARCHAR(32), timestamp INTEGER, age INTEGER, host TEXT, method TEXT, layout TEXT);

        """

    private static var rows: String {
        var rows = """
            INSERT INTO machine VALUES (1, 2, 3, 55, 77, 60, 75, 75, 90, 1.2, 2.0, 240, 600, 300, 300, '\(base)/node',
                '\(wallet)', '', 55, 13, 30, 0, '127.0.0.1', 2000000000, '', '', 'systemd+user', 1,
                '/opt/releases/antnode-0.4.17', NULL);

            """
        for number in 1...3 {
            let name = "antnode000\(number)"
            rows += """
                INSERT INTO node VALUES (\(number), 1, 'systemd+user', '000\(number)', '\(name).service', 'ant',
                    '\(base)/node/\(name)/antnode', '0.4.17', '\(base)/node/\(name)', \(55000 + number),
                    \(13000 + number), \(30000 + number), 'evm-arbitrum-one', '\(wallet)', '',
                    '\(number == 3 ? "DISABLED" : "RUNNING")', 1730000000, \(ages["\(name).service"] ?? 0),
                    '127.0.0.1', 'systemd+user', '1');

                """
        }
        return rows
    }
}

extension Scene {
    /// When the nodes of a host were made, in seconds since 1970, by service.
    fileprivate func ages(of host: PracticeHost) async throws -> [String: Int64] {
        let report = try await workstation.act("report", "node-status-details", "--host", host.name, "--json")
        let nodes = try report.decode([Aged].self)
        return Dictionary(uniqueKeysWithValues: nodes.map { ($0.service, $0.age) })
    }

    private struct Aged: Decodable {
        var service: String
        var age: Int64
    }
}
