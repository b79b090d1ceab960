import MusterInventory
import Testing

struct BadFileTests {
    @Test(arguments: [
        Case(
            "a slip in a key", "version: 1\ndefaults: {usr: ant}",
            "fleet.yml:2:12: unknown key `usr`\n  did you mean `user`?"),
        Case(
            "a key from elsewhere", "version: 1\nplaybooks: 3",
            "fleet.yml:2:1: unknown key `playbooks`\n  known here: version, defaults, groups, hosts"),
        Case(
            "a slip in a policy key", "version: 1\ndefaults:\n  policy: {node_cpa: 3}",
            "fleet.yml:3:12: unknown key `node_cpa`\n  did you mean `node_cap`?"),
        Case(
            "a policy key outside", "version: 1\nhosts: {a: {node_cap: 3}}",
            "fleet.yml:2:13: `node_cap` is a policy key\n  write it under `policy:`"),
        Case(
            "out of range", "version: 1\nhosts: {a: {policy: {cpu_remove: 120}}}",
            "fleet.yml:2:34: `cpu_remove` must be a number from 0 to 100, but is `120`"),
        Case(
            "a quoted number", "version: 1\nhosts: {a: {policy: {node_cap: \"12\"}}}",
            "fleet.yml:2:32: `node_cap` must be a whole number from 0 to 100000, but is the text `12`"),
        Case(
            "a port too high", "version: 1\nhosts: {a: {port: 65536}}",
            "fleet.yml:2:19: `port` must be a whole number from 1 to 65535, but is `65536`"),
        Case(
            "wrong sort", "version: 1\nhosts: [a]", "fleet.yml:2:8: `hosts` must be a mapping, but is a list"),
        Case(
            "no version", "hosts: {a: }", "fleet.yml:1:1: the file has no `version`\n  begin it with `version: 1`"),
        Case(
            "another version", "version: 2",
            "fleet.yml:1:10: version `2` is not known; expected 1\n  write `version: 1`"),
        Case("nothing", "", "fleet.yml:1:1: the file is empty"),
        Case(
            "a name like an option", "version: 1\nhosts: {-oProxyCommand=x: }",
            """
            fleet.yml:2:9: the host name `-oProxyCommand=x` begins with `-`
              use letters, digits, `.`, `_` and `-`, beginning with a letter or digit
            """),
        Case(
            "an address like an option", "version: 1\nhosts: {a: {addresses: [\"-oX\"]}}",
            "fleet.yml:2:25: `-oX` is not an address; it begins with `-`"),
        Case(
            "a user like an option", "version: 1\nhosts: {a: {user: -l}}",
            "fleet.yml:2:19: `-l` is not a user name; it begins with `-`"),
        Case(
            "a control character in a name", "version: 1\nhosts: {\"a\\e[2J\": }",
            "fleet.yml:2:11: a range without its `]`"),
        Case(
            "a control character shown", "version: 1\nhosts: {a: {user: \"x\\ey\"}}",
            "fleet.yml:2:19: `x\u{FFFD}y` is not a user name"),
        Case(
            "all", "version: 1\nhosts: {all: }",
            "fleet.yml:2:9: `all` cannot name a host\n  `all` already selects every host"),
        Case(
            "the same host twice", "version: 1\nhosts:\n  ant[01:03]:\n  ant02:",
            "fleet.yml:4:3: host `ant02` is defined twice, first at fleet.yml:3:3\n  keep one of them"),
        Case(
            "the same host twice in a group", "version: 1\ngroups: {g: {hosts: [a, \"a\"]}}",
            "fleet.yml:2:25: group `g` lists `a` twice\n  keep one of them"),
        Case(
            "a key twice", "version: 1\nhosts:\n  a: {port: 1}\n  b: {}\n  a: {port: 2}",
            "fleet.yml:5:3: the key `a` is set twice, first at fleet.yml:3:3\n  keep one of them"),
        Case(
            "two spellings of one setting", "version: 1\nhosts: {a: {nat: x, labels: {nat: y}}}",
            "fleet.yml:2:35: `labels.nat` is set twice, first at fleet.yml:2:18\n  keep one of them"),
        Case(
            "two groups, no priority",
            "version: 1\ngroups:\n  one: {hosts: [a], user: x}\n  two: {hosts: [a], user: y, priority: 3}",
            """
            fleet.yml:4:27: groups `one` and `two` both set `user`, first at fleet.yml:3:27
              give both groups a `priority`; the higher one wins (host `a` is in both)
            """),
        Case(
            "a name for both", "version: 1\ngroups: {a: {hosts: [a]}}",
            "fleet.yml:2:10: `a` names a host and a group\n  rename one of them"),
        Case(
            "addresses for many", "version: 1\nhosts: {\"a[1:3]\": {addresses: [10.0.0.1]}}",
            """
            fleet.yml:2:31: host `a[1:3]` stands for 3 hosts, which cannot share `addresses`
              give each host with addresses an entry of its own
            """),
        Case(
            "addresses in defaults", "version: 1\ndefaults: {addresses: [10.0.0.1]}",
            "fleet.yml:2:12: `addresses` belongs to one host\n  write it under the host in `hosts:`"),
        Case(
            "an unknown kind", "version: 1\nhosts: {a: {service: antnod}}",
            "fleet.yml:2:22: the kind `antnod` is not known\n  did you mean `antnode`?"),
        Case(
            "a fleet limit on a host", "version: 1\nhosts: {a: {policy: {max_starts_per_minute: 3}}}",
            "fleet.yml:2:22: `max_starts_per_minute` is a limit of the whole fleet\n  write it under `defaults: policy:`"
        ),
        Case(
            "a host key in a service", "version: 1\nhosts: {a: {services: {antnode: {policy: {cpu_remove: 3}}}}}",
            """
            fleet.yml:2:43: `cpu_remove` belongs to a host, not to a service on it
              write it under the `policy:` of a host, a group or `defaults`
            """),
        Case(
            "thresholds the wrong way round", "version: 1\nhosts: {a: {policy: {mem_less_than: 80}}}",
            "fleet.yml:2:37: `mem_less_than` (80) must be below `mem_remove` (75)"),
        Case(
            "a wrong checksum",
            "version: 1\nhosts: {a: {policy: {donate_address: \"0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\"}}}",
            """
            fleet.yml:2:38: `donate_address` must be an address as 0x and 40 hexadecimal digits with a valid checksum, \
            but is the text `0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed`
            """),
        Case(
            "donate without an address", "version: 1\nhosts: {a: {policy: {rewards_address: donate}}}",
            """
            fleet.yml:2:39: `rewards_address` names `donate`, which has no address
              set `donate_address` under the same `policy:`
            """),
    ])
    func says(_ c: Case<String, String>) {
        #expect(complaints(c.input) == c.expected)
    }

    @Test func unknownRelaysAndCirclesAreErrors() {
        let text = """
            version: 1
            hosts:
              a: {via: b}
              b: {via: c}
              c: {via: a}
              d: {via: d}
              e: {via: hel1}
              hel01: {}
            """
        #expect(
            complaints(text) == """
                fleet.yml:5:12: the relays run in a circle: a -> b -> c -> a
                  let one of them be reached directly
                fleet.yml:6:12: the relays run in a circle: d -> d
                  let one of them be reached directly
                fleet.yml:7:12: the relay `hel1` is not a host of the inventory
                  did you mean `hel01`?
                """)
    }

    @Test func twoFilesNameBothPlaces() {
        let files = [
            SourceFile(path: "b.yml", text: "version: 1\ndefaults: {user: x}\nhosts: {a: }"),
            SourceFile(path: "a.yml", text: "version: 1\ndefaults: {user: y}\nhosts: {a: }"),
        ]
        #expect(
            complaints(files) == """
                b.yml:2:18: `user` of `defaults` is set twice, first at a.yml:2:18
                  keep one of them
                b.yml:3:9: host `a` is defined twice, first at a.yml:3:9
                  keep one of them
                """)
    }

    @Test func allProblemsComeInOneList() {
        let text = "version: 1\ndefaults: {usr: x, port: 0}\nhosts: {-a: , b: {become: root}}"
        #expect(
            complaints(text) == """
                fleet.yml:2:12: unknown key `usr`
                  did you mean `user`?
                fleet.yml:2:26: `port` must be a whole number from 1 to 65535, but is `0`
                fleet.yml:3:9: the host name `-a` begins with `-`
                  use letters, digits, `.`, `_` and `-`, beginning with a letter or digit
                fleet.yml:3:27: `root` is not `none` or `sudo`
                """)
    }
}
