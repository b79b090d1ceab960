import MusterInventory
import MusterModel
import Testing

struct AnsibleImportTests {
    static let ini = """
        # lab
        mail.example.com
        [web]
        web[01:03].example.com ansible_user=deploy http_port=80
        db1 ansible_host=10.0.0.5 ansible_port=2222 ansible_ssh_private_key_file="~/.ssh/id ed" # old

        [db]
        db1 ansible_become=yes

        [all:vars]
        ansible_user=ant
        ansible_password=secret
        [prod:children]
        web
        db
        [prod:vars]
        ansible_port=22
        ansible_ssh_common_args='-o ProxyJump=mail.example.com'
        [db:vars]
        ansible_port={{ port }}
        """

    static let yaml = """
        all:
          vars: {ansible_user: ant, ansible_password: secret}
          hosts:
            mail.example.com:
          children:
            prod:
              vars: {ansible_port: 22, ansible_ssh_common_args: "-o ProxyJump=mail.example.com"}
              children:
                web:
                  hosts:
                    web[01:03].example.com: {ansible_user: deploy, http_port: 80}
                    db1:
                      ansible_host: 10.0.0.5
                      ansible_port: 2222
                      ansible_ssh_private_key_file: ~/.ssh/id ed
                db:
                  vars: {ansible_port: "{{ port }}"}
                  hosts:
                    db1: {ansible_become: yes}
        """

    private static let groups = """
        version: 1
        defaults:
          user: ant
        groups:
          web:
            hosts: ["web[01:03].example.com", db1]
          db:
            hosts: [db1]
          prod:
            hosts: ["web[01:03].example.com", db1]
            port: 22
            via: [mail.example.com]
        hosts:
          mail.example.com: {}
          "web[01:03].example.com":
            user: deploy
          db1:
            addresses: ["10.0.0.5"]
            port: 2222
            identity: ["~/.ssh/id ed"]
            become: sudo

        """

    @Test func theINIFormCarriesOver() throws {
        let imported = try AnsibleImport.convert(SourceFile(path: "hosts", text: Self.ini))
        #expect(imported.text == "# From hosts.\n" + Self.groups)
        #expect(
            imported.warnings.map(\.text) == [
                """
                hosts:12:1: the variable `ansible_password` is not carried over
                  Muster keeps no passwords; use a key, and sudo without a password
                """,
                "hosts:20:1: the variable `ansible_port` is not carried over",
                "hosts:4:1: the variable `http_port` is not carried over",
            ])
    }

    @Test func theYAMLFormSaysTheSame() throws {
        let imported = try AnsibleImport.convert(SourceFile(path: "hosts.yml", text: Self.yaml))
        let resolved = try load(imported.text).targets
        let fromINI = try load("version: 1\n" + Self.groups.dropFirst("version: 1\n".count)).targets
        #expect(
            Dictionary(grouping: resolved, by: \.name).mapValues { $0.map(\.port) }
                == Dictionary(grouping: fromINI, by: \.name).mapValues { $0.map(\.port) })
        #expect(
            Set(resolved.map { "\($0.name) \($0.user ?? "") \($0.addresses) \($0.via) \($0.become)" })
                == Set(fromINI.map { "\($0.name) \($0.user ?? "") \($0.addresses) \($0.via) \($0.become)" }))
        #expect(
            imported.warnings.map(\.message).sorted() == [
                "the variable `ansible_password` is not carried over",
                "the variable `ansible_port` is not carried over",
                "the variable `http_port` is not carried over",
            ])
    }

    @Test func groupsThatCollideGetAnsiblesOrderAsPriorities() throws {
        let text = """
            [b]
            h
            [a]
            h
            [top:children]
            b
            [a:vars]
            ansible_port=1
            [b:vars]
            ansible_port=2
            [top:vars]
            ansible_port=3
            """
        let imported = try AnsibleImport.convert(SourceFile(path: "hosts", text: text))
        #expect(imported.warnings.isEmpty)
        let target = try host("h", in: load(imported.text)).target
        #expect(target.port == 2)
    }

    @Test func anExportComesBackAsItWas() throws {
        let original = try load(try shipped("inventory/fleet.yml").bytesAsText)
        let text = try AnsibleExport.text(hosts: original.targets, groups: original.groups)
        let imported = try AnsibleImport.convert(SourceFile(path: "hosts.yml", text: text))
        #expect(imported.warnings.isEmpty)
        let again = try load(imported.text)
        for target in original.targets {
            let other = try host(target.name.text, in: again).target
            #expect(other.labels == target.labels)
            #expect(other.groups.sorted() == target.groups.sorted())
            #expect(other.policy.host == target.policy.host)
            #expect(other.become == target.become && other.port == target.port && other.user == target.user)
            #expect(other.via == Array(target.via.prefix(1)) && other.addresses == Array(target.addresses.prefix(1)))
        }
    }

    @Test func aTextThatYAMLWouldMistakeIsQuoted() throws {
        let inventory = try load("version: 1\nhosts: {a: {user: \"no\", labels: {v: \"1.10\", w: \"x: y\", z: on}}}")
        #expect(
            try AnsibleExport.text(hosts: inventory.targets, groups: []) == """
                all:
                  hosts:
                    a:
                      ansible_user: "no"
                      muster_labels:
                        v: "1.10"
                        w: "x: y"
                        z: "on"

                """)
    }

    @Test func aHostInALineOfJunkIsAWarningNotACrash() throws {
        let text = "[web:nonsense]\nx\n[web]\n-oProxyCommand=evil\n\"unclosed\n=\n[]\n[:vars]\n=x\n"
        let imported = try AnsibleImport.convert(SourceFile(path: "hosts", text: text))
        #expect(imported.warnings.contains { $0.message == "the section `web:nonsense` is not known; left out" })
        #expect(imported.mistakes.contains { $0.message.contains("`-oProxyCommand=evil` begins with `-`") })
    }
}

extension SourceFile {
    var bytesAsText: String { String(decoding: bytes, as: UTF8.self) }
}
