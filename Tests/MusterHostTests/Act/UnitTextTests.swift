import MusterModel
import Testing

@testable import MusterHost

struct UnitTextTests {
    static func node(_ manager: NodeManager = .systemd) -> NodeSpec {
        NodeSpec(
            kind: "antnode", name: "antnode0007", number: 7, manager: manager, unit: "antnode0007.service", user: "ant",
            storage: "/var/antctl/services", dataDirectory: "/var/antctl/services/antnode0007",
            logDirectory: "/var/log/antnode/antnode0007", binary: "/var/antctl/services/antnode0007/antnode",
            arguments: ["--root-dir", "/var/antctl/services/antnode0007", "--port", "55007", "evm-arbitrum-one"],
            environment: ["ANT_LOG": "all=info,x=error", "SHARE": "100% of $HOME"],
            ports: [PortClaim(field: "node_port", port: 55007, transport: .udp, isPublic: true)],
            identityFile: "/var/antctl/services/antnode0007/secret-key")
    }

    @Test func aSystemUnitIsWrittenLikeThis() throws {
        #expect(
            try UnitText.of(Self.node(), systemd: 252) == """
                # Kept by Muster, which writes this file anew; a unit changed by hand is left alone.

                [Unit]
                Description=antnode0007 (antnode)
                Wants=network-online.target
                After=network-online.target
                StartLimitIntervalSec=1800
                StartLimitBurst=8

                [Service]
                User=ant
                Environment=ANT_LOG=all=info,x=error
                Environment="SHARE=100%% of $HOME"
                ExecStartPre=/bin/sh -c "read -r up rest </proc/uptime; [ $${up%%%%.*} -ge 120 ] || sleep 7"
                ExecStart=/var/antctl/services/antnode0007/antnode --root-dir /var/antctl/services/antnode0007 \
                --port 55007 evm-arbitrum-one
                Restart=always
                RestartSec=30
                TimeoutStopSec=45
                LimitNOFILE=65536
                UMask=0022

                [Install]
                WantedBy=multi-user.target

                """)
    }

    /// What systemd makes of the line is the script that the kernel's test runs.
    @Test func aSystemUnitPutsItsRulesBack() throws {
        var node = Self.node()
        node.firewall = .nftables
        let text = try UnitText.of(node, systemd: 252)
        #expect(text.contains("After=nftables.service\n"))
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("ExecStartPre=+-") })
        let words = UnitWords.split(line.dropFirst("ExecStartPre=".count))
        let script = words.last?.split(separator: "$$", omittingEmptySubsequences: false).joined(separator: "$")
        #expect(words.dropLast() == ["+-/bin/sh", "-c"])
        #expect(script == NftablesAtStart.script(node))
        node.manager = .systemdUser(1000)
        #expect(try !UnitText.of(node, systemd: 252).contains("nft"))
    }

    @Test func delaysGrowWhereSystemdCan() throws {
        let text = try UnitText.of(Self.node(), systemd: 254)
        #expect(text.contains("RestartSec=10\nRestartSteps=6\nRestartMaxDelaySec=300\n"))
    }

    @Test func aUserUnitNamesNoUserAndNoNetworkTarget() throws {
        let text = try UnitText.of(Self.node(.systemdUser(1000)), systemd: 252)
        #expect(!text.contains("User=") && !text.contains("network-online"))
        #expect(text.contains("WantedBy=default.target\n"))
    }

    @Test func withoutStartAtBootNothingWantsIt() throws {
        var node = Self.node()
        node.startAtBoot = false
        let text = try UnitText.of(node, systemd: 252)
        #expect(!text.contains("[Install]") && !text.contains("ExecStartPre"))
    }

    /// systemd's own reading of the line gives the word back, its specifiers and variables doubled.
    @Test(arguments: [
        "plain", "with blank", "quote\"s", "apostrophe's", "back\\slash\\", "100%", "$HOME ${X}", "semi;colon", ";", "",
        "tab\there", "line\nend", "# no comment", "ünïcode", "a=b",
    ])
    func aQuotedWordIsReadBack(text: String) throws {
        let doubled = text.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
            .split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
        #expect(UnitWords.split(try UnitText.word(text, dollars: true)) == [doubled])
    }

    @Test(arguments: ["ant\nExecStart=/bin/sh", "-ant", "", "a b"])
    func aUserNameCannotAddLines(user: String) {
        var node = Self.node()
        node.user = user
        #expect(throws: ActionFailure.self) { try UnitText.of(node, systemd: 252) }
    }

    @Test(arguments: ["A B", "1A", "", "A\nB", "A=B"])
    func aVariableNameIsPlain(name: String) {
        var node = Self.node()
        node.environment = [name: "x"]
        #expect(throws: ActionFailure.self) { try UnitText.of(node, systemd: 252) }
    }
}
