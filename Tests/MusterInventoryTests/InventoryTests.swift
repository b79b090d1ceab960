import MusterInventory
import MusterModel
import Testing

struct InventoryTests {
    static let example = """
        version: 1
        defaults:
          user: ant
          service: antnode
          policy: {node_cap: 50, cpu_less_than: 70, cpu_remove: 80}
        groups:
          hetzner:
            labels: {provider: hetzner, country: no}
            hosts: ["hel[01:04].example.net"]
            policy: {node_cap: 120}
          home:
            hosts: [attic]
        hosts:
          hel01.example.net:
            addresses: [100.101.7.1, 203.0.113.5]
          attic:
            via: [hel02.example.net, hel03.example.net]
            become: sudo
            services: {antnode: {policy: {node_cap: 8}}, kwaainet: {relief: never}}
        """

    @Test func nearerLevelsWin() throws {
        let inventory = try load(Self.example)
        let names = ["hel01.example.net", "hel02.example.net", "hel03.example.net", "hel04.example.net", "attic"]
        #expect(inventory.targets.map(\.name.text) == names)
        let hel = try host("hel01.example.net", in: inventory).target
        #expect(hel.addresses == ["100.101.7.1", "203.0.113.5"])
        #expect(hel.labels == ["provider": "hetzner", "country": "no"])
        #expect(hel.groups == ["hetzner"])
        #expect(hel.user == "ant")
        #expect(hel.policy.whole(.nodeCap, kind: "antnode") == 120)
        let attic = try host("attic", in: inventory).target
        #expect(attic.via.map(\.text) == ["hel02.example.net", "hel03.example.net"])
        #expect(attic.become == .sudo)
        #expect(attic.kinds.map(\.name) == ["antnode", "kwaainet"])
        #expect(attic.policy.whole(.nodeCap, kind: "antnode") == 8)
        #expect(attic.policy.whole(.nodeCap, kind: "kwaainet") == 50)
        #expect(attic.policy.text(.relief, kind: "kwaainet") == "never")
    }

    @Test func everySettingKnowsWhereItCameFrom() throws {
        let attic = try host("attic", in: load(Self.example))
        let lines = attic.settings.map { "\($0.path) = \($0.value) (\($0.level) \($0.place.map(String.init) ?? "-"))" }
        #expect(
            lines == [
                "user = ant (defaults fleet.yml:3:9)",
                "via = hel02.example.net, hel03.example.net (host fleet.yml:17:10)",
                "become = sudo (host fleet.yml:18:13)",
                "services = antnode, kwaainet (host fleet.yml:19:15)",
                "policy.cpu_less_than = 70 (defaults fleet.yml:5:41)",
                "policy.cpu_remove = 80 (defaults fleet.yml:5:57)",
                "policy.node_cap = 50 (defaults fleet.yml:5:22)",
                "services.antnode.policy.node_cap = 8 (host fleet.yml:19:45)",
                "services.kwaainet.policy.relief = never (host fleet.yml:19:69)",
            ])
    }

    @Test func aHostsPolicyWinsOverAKindsPolicyOfAFartherLevel() throws {
        let text = """
            version: 1
            defaults: {services: {antnode: {policy: {node_cap: 100, delay_start: 60}}}}
            hosts: {small: {policy: {node_cap: 8}}, big: {}}
            """
        let inventory = try load(text)
        #expect(try host("small", in: inventory).target.policy.whole(.nodeCap, kind: "antnode") == 8)
        #expect(try host("small", in: inventory).target.policy.whole(.delayStart, kind: "antnode") == 60)
        #expect(try host("big", in: inventory).target.policy.whole(.nodeCap, kind: "antnode") == 100)
    }

    @Test func walletsAreDrawnOverTheLevelThatSetThem() throws {
        let address = "'0x00455d78f850b0358e8cea5be24d415e01e107cf'"
        let text = """
            version: 1
            defaults: {policy: {rewards_address: \(address)}}
            groups:
              attic: {hosts: [a, b], policy: {rewards_address: \(address)}}
              cellar: {hosts: [c], services: {antnode: {policy: {rewards_address: \(address)}}}}
            hosts:
              b: {policy: {rewards_address: \(address)}}
              d: {}
            """
        let inventory = try load(text)
        let scopes = try ["a", "b", "c", "d"].map { try host($0, in: inventory).target.walletScope(of: "antnode") }
        #expect(scopes == ["group attic", "host b", "group cellar antnode", "defaults"])
    }

    @Test func theHigherPriorityOfTwoGroupsWins() throws {
        let text = """
            version: 1
            groups:
              low: {priority: 1, hosts: [a], user: low, port: 1}
              high: {priority: 2, hosts: [a, b], user: high}
            """
        let inventory = try load(text)
        let settings = try host("a", in: inventory).settings
        #expect(settings.first { $0.path == .user }?.level == .group("high"))
        #expect(settings.first { $0.path == .port }?.level == .group("low"))
    }

    @Test func filesMergeInByteOrderOfTheirNames() throws {
        let inventory = try Inventory.load(
            [
                SourceFile(path: "b.yml", text: "version: 1\nhosts: {two: {}}\ngroups: {g: {hosts: [two]}}"),
                SourceFile(path: "B.yml", text: "version: 1\nhosts: {one: {}}\ngroups: {g: {hosts: [one]}}"),
            ], kinds: knownKinds)
        #expect(inventory.files == ["B.yml", "b.yml"])
        #expect(inventory.targets.map(\.name.text) == ["one", "two"])
        #expect(inventory.groups.map { $0.hosts.map(\.text) } == [["one", "two"]])
    }

    @Test func anchorsAndMergeKeysCarryOver() throws {
        let text = """
            version: 1
            hosts:
              one: &base {user: ant, policy: {node_cap: 3}}
              two: {<<: *base, user: bee}
            """
        let two = try host("two", in: load(text)).target
        #expect(two.user == "bee")
        #expect(two.policy.whole(.nodeCap) == 3)
    }

    @Test func aHostWithoutAServiceIsSearchedForTheBuiltInKind() throws {
        let settings = try host("a", in: load("version: 1\nhosts: {a: }")).settings
        #expect(settings.map(\.level) == [.builtIn])
    }
}
