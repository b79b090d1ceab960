import MusterCLI
import Testing

struct InventoryOutputTests {
    private static let example = ["--inventory", projectRoot + "/inventory"]

    private func output(_ arguments: String...) async -> String {
        await muster(arguments + Self.example).output.replacing(projectRoot + "/", with: "")
    }

    @Test func checkCounts() async {
        #expect(await output("inventory", "check") == "inventory/fleet.yml: 6 hosts, 3 groups, no mistakes\n")
    }

    @Test func listShowsTheWayToEachHost() async {
        #expect(
            await output("inventory", "list", "home,hel01*") == """
                HOST               GROUPS          SERVICES         DESTINATION           VIA                                  LABELS
                hel01.example.net  hetzner,canary  antnode          ant@100.101.7.1 (+1)  -                                    country=fi,provider=hetzner,ring=canary
                attic              home,canary     antnode          ant@attic             hel02.example.net,hel03.example.net  nat=attic-router,provider=home,ring=canary
                cellar             home            antnode,service  ant@192.0.2.17:2222   -                                    nat=attic-router,provider=home

                """)
    }

    @Test func listInOneWordPerHost() async {
        #expect(await output("inventory", "list", "-q", "home & !canary") == "cellar\n")
    }

    @Test func graphShowsGroupsAndRelays() async {
        #expect(
            await output("inventory", "graph", "--except", "hel03*,hel04*") == """
                hetzner
                ├─ hel01.example.net
                └─ hel02.example.net
                home
                ├─ attic  via hel02.example.net, hel03.example.net
                └─ cellar
                canary
                ├─ hel01.example.net
                └─ attic  via hel02.example.net, hel03.example.net

                """)
    }

    @Test func showListsResolvedSettings() async {
        #expect(
            await output("inventory", "show", "cellar") == """
                cellar
                  groups = home
                  addresses = 192.0.2.17
                  port = 2222
                  user = ant
                  identity = ~/.ssh/cellar_ed25519
                  services = antnode, service
                  labels.nat = attic-router
                  labels.provider = home
                  policy.cpu_less_than = 70
                  policy.cpu_remove = 80
                  policy.node_cap = 50
                  services.antnode.policy.delay_start = 600
                  services.antnode.policy.node_cap = 4
                  services.service.policy.relief = never

                """)
    }

    @Test func explainNamesLevelAndPlace() async {
        #expect(
            await output("explain", "attic") == """
                attic  (inventory/fleet.yml:20:13)
                groups: home, canary
                SETTING               VALUE                                 LEVEL         PLACE
                user                  ant                                   defaults      inventory/fleet.yml:7:9
                via                   hel02.example.net, hel03.example.net  host          inventory/fleet.yml:33:10
                become                sudo                                  host          inventory/fleet.yml:34:13
                services              antnode                               defaults      inventory/fleet.yml:8:12
                labels.nat            attic-router                          group home    inventory/fleet.yml:19:10
                labels.provider       home                                  group home    inventory/fleet.yml:18:24
                labels.ring           canary                                group canary  inventory/fleet.yml:26:20
                policy.cpu_less_than  70                                    defaults      inventory/fleet.yml:9:41
                policy.cpu_remove     80                                    defaults      inventory/fleet.yml:9:57
                policy.node_cap       8                                     host          inventory/fleet.yml:35:24

                no decision yet: `muster plan` shows what would be done, `apply` and `watch` decide

                """)
    }

    @Test func anUnknownHostIsAnErrorWithAGuess() async {
        let ran = await muster(["inventory", "list", "hel1.example.net"] + Self.example)
        #expect(ran.status == .usage)
        #expect(
            ran.notes == """
                muster: no host or group is called `hel1.example.net`
                  did you mean `hel01.example.net`?

                """)
    }

    @Test func mistakesGoToStandardErrorOrIntoJSON() async throws {
        try await withDirectory { directory in
            try write("version: 1\nhosts: {a: {prot: 22}}\n", to: directory + "/fleet.yml")
            let text = await muster(["inventory", "check", "--inventory", directory])
            #expect(text.status == .usage)
            #expect(
                text.notes.replacing(directory + "/", with: "") == """
                    muster: the inventory has 1 problem
                    fleet.yml:2:13: unknown key `prot`
                      did you mean `port`?
                      correct the files, then run `muster inventory check`

                    """)
            let json = await muster(["inventory", "check", "--json", "--inventory", directory])
            #expect(json.status == .usage)
            #expect(json.output.contains("\"line\": 2"))
        }
    }
}
