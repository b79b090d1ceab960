import MusterInventory
import MusterModel
import Testing

struct OtherImportTests {
    @Test func hostBlocksOfSSHConfigCarryOver() throws {
        let text = """
            Host *
              ForwardAgent no
            Host bastion
              HostName 203.0.113.1
              User jump
              User ignored
            Host attic a2
              HostName=%h.lan
              Port 2200
              IdentityFile "~/.ssh/my key"
              ProxyJump jo@bastion,inner:2201
            Include more/*
            Match all
              User x
            """
        let imported = try SSHConfigImport.convert(SourceFile(path: "config", text: text))
        #expect(
            imported.text == """
                # From config.
                version: 1
                hosts:
                  bastion:
                    addresses: ["203.0.113.1"]
                    user: jump
                  attic:
                    addresses: [attic.lan]
                    port: 2200
                    identity: ["~/.ssh/my key"]
                    via: [inner]
                  a2:
                    addresses: [a2.lan]
                    port: 2200
                    identity: ["~/.ssh/my key"]
                    via: [inner]
                  inner:
                    port: 2201
                    via: [bastion]

                """)
        #expect(
            imported.warnings.map(\.text) == [
                "config:1:1: the pattern `*` names no host; left to the SSH configuration",
                "config:12:1: `Include` is not followed\n  import the included files by themselves",
                "config:13:1: a `Match` block is left to the SSH configuration",
            ])
    }

    static let cluster = #"""
        # machines in the cluster
        machines="cantabo s00 s01 h00 s00"
        CustomSetings() {
            override='&& echo "DiscordUsername=\"--owner '$Id'\"" >/var/antctl/override '
            if [[ "$machine" == "s00" ]]; then
                override=''$override'&& echo "NodeCap=20" >>/var/antctl/override '
            elif [[ "$machine" == "cantabo" || "$machine" == "h00" ]]; then
                override=''$override'&& echo "NodeCap=10" >>/x && echo "DelayStart=10" >>/x '
            elif [[ "$machine" == "s"* ]]; then
                override=''$override'&& echo "NodeCap=5" >>/x && echo "NodeVersion=\"--version 0.4.17\"" >>/x '
            fi
            if [[ "$machine" == "s"* ]]; then
                override=''$override' && echo "DelayStart=5" >>/x  && echo "DelayUpgrade=20" >>/x '
            elif [[ "$machine" == "h"* ]]; then
                override=''$override' && $(touch /tmp/evaluated) && sed -i "s/x/y/" /var/antctl/config '
            fi
        }
        """#

    @Test func anmClustersFileIsParsedNotRun() throws {
        let imported = try AnmClusterImport.convert(SourceFile(path: "anm", text: Self.cluster))
        #expect(
            imported.text == """
                # From anm.
                version: 1
                defaults:
                  service: [antnode]
                groups:
                  s:
                    hosts: [s00, s01]
                    policy:
                      delay_start: 300
                      delay_upgrade: 1200
                  h:
                    hosts: [h00]
                    policy:
                      delay_start: 600
                      node_cap: 10
                hosts:
                  cantabo:
                    policy:
                      delay_start: 600
                      node_cap: 10
                  s00:
                    policy:
                      node_cap: 20
                  s01:
                    policy:
                      node_cap: 5
                      target_version: "0.4.17"

                """)
        #expect(
            imported.warnings.map(\.text) == [
                "anm:2:1: the machine `s00` is listed twice; taken once",
                "anm:4:1: the setting `DiscordUsername` is not carried over",
                "anm:15:1: the command `$(touch` is not carried over",
                "anm:15:1: the command `sed` is not carried over",
            ])
    }

    @Test func aFileWithoutMachinesIsAnError() {
        #expect(
            throws: InventoryError([
                Problem(
                    Place(file: "x", line: 1, column: 1), "no line assigns `machines`",
                    fix: "name the file that anm-cluster.sh reads, ~/.local/share/anm-cluster")
            ])
        ) {
            try AnmClusterImport.convert(SourceFile(path: "x", text: "echo"))
        }
    }
}
