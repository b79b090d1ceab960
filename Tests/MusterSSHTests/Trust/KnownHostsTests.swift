import Testing

@testable import MusterSSH

@Suite struct KnownHostsTests {
    private static let keys = Result { try Keys() }

    struct Keys {
        let first, second, ecdsa: PublicKey

        init() throws {
            let workshop = try Workshop()
            for name in ["first", "second"] { try workshop.keygen(name, ["-t", "ed25519"]) }
            try workshop.keygen("ecdsa", ["-t", "ecdsa"])
            first = try workshop.publicKey("first")
            second = try workshop.publicKey("second")
            ecdsa = try workshop.publicKey("ecdsa")
        }
    }

    /// `FIRST`, `SECOND` and `ECDSA` in `lines` stand for a type and a key.
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        var lines: String
        var host = "hel01"
        var port: UInt16 = 22
        let expected: Expected

        init(_ name: String, _ lines: String, host: String = "hel01", port: UInt16 = 22, _ expected: Expected) {
            (testDescription, self.lines, self.host, self.port, self.expected) = (name, lines, host, port, expected)
        }
    }

    enum Expected: Equatable {
        case trusted, unknown, unknownBesideOthers, changed(line: Int), revoked(line: Int), authorityOnly(line: Int)

        init(_ verdict: HostKeyVerdict) {
            self =
                switch verdict {
                case .trusted: .trusted
                case .unknown(let others): others.isEmpty ? .unknown : .unknownBesideOthers
                case .changed(let expected): .changed(line: expected[0].place.line)
                case .revoked(let place): .revoked(line: place.line)
                case .certificateAuthorityOnly(let place): .authorityOnly(line: place.line)
                }
        }
    }

    /// The host always shows FIRST.
    @Test(arguments: [
        Case("a plain name", "hel01 FIRST", .trusted),
        Case("names ignore case on both sides", "HEL01 FIRST", host: "Hel01", .trusted),
        Case("a comment may follow the key", "hel01 FIRST root@hel01 # x", .trusted),
        Case("blanks, tabs and carriage returns part fields", "  hel01\t FIRST \r", .trusted),
        Case("one of a comma list", "10.0.0.1,hel01,hel01.example.net FIRST", .trusted),
        Case("nothing listed", "", .unknown),
        Case("another name", "hel02 FIRST", .unknown),
        Case("a longer name", "hel011 FIRST", .unknown),
        Case("a comment line", "#hel01 FIRST", .unknown),
        Case("another key of the type", "\nhel01 SECOND", .changed(line: 2)),
        Case("two keys of the type, one right", "hel01 SECOND\nhel01 FIRST", .trusted),
        Case("only another type", "hel01 ECDSA", .unknownBesideOthers),
        Case("another type and a wrong key", "hel01 ECDSA\nhel01 SECOND", .changed(line: 2)),
        Case("a port of its own", "[hel01]:2222 FIRST", port: 2222, .trusted),
        Case("a port of its own, wrong key", "[hel01]:2222 SECOND", port: 2222, .changed(line: 1)),
        Case("the port is not the host's", "[hel01]:2222 FIRST", .unknown),
        Case("the name alone vouches for any port", "hel01 FIRST", port: 2222, .trusted),
        Case("the name alone accuses no other port", "hel01 SECOND", port: 2222, .unknown),
        Case("a revoked name alone counts for any port", "@revoked hel01 FIRST", port: 2222, .revoked(line: 1)),
        Case("a star", "*.example.net FIRST", host: "a.b.example.net", .trusted),
        Case("a star needs the rest", "*.example.net FIRST", host: "example.net", .unknown),
        Case("a question mark", "hel0? FIRST", .trusted),
        Case("a negation after a star", "hel*,!hel01 FIRST", .unknown),
        Case("a negation before a star", "!hel01,hel* FIRST", .unknown),
        Case("a negation of others", "hel*,!hel02 FIRST", .trusted),
        Case("a negation alone matches nobody", "!hel02 FIRST", .unknown),
        Case("brackets are no pattern", "hel[0-9]1 FIRST", .unknown),
        Case("revoked", "@revoked hel01 FIRST", .revoked(line: 1)),
        Case("revoked for all, before trusted", "@revoked * FIRST\nhel01 FIRST", .revoked(line: 1)),
        Case("revoked for all, after trusted", "hel01 FIRST\n@revoked * FIRST", .revoked(line: 2)),
        Case("another key revoked", "@revoked hel01 SECOND\nhel01 FIRST", .trusted),
        Case("a revocation that cannot be read", "hel01 FIRST\n@revoked hel01 ssh-ed25519 AAAA", .revoked(line: 2)),
        Case("an authority alone", "@cert-authority *.net,hel01 SECOND", .authorityOnly(line: 1)),
        Case("an authority beside the key", "@cert-authority hel01 SECOND\nhel01 FIRST", .trusted),
        Case("an authority's own key is no host key", "@cert-authority hel01 FIRST", .authorityOnly(line: 1)),
        Case("an unknown marker", "@trusted hel01 FIRST", .unknown),
        Case("a type that is not the key's", "hel01 ssh-rsa FIRSTBLOB", .unknown),
        Case("broken base64", "hel01 ssh-ed25519 FIRSTBLOB*", .unknown),
        Case("no key", "hel01", .unknown),
        Case("a broken hash", "|1|AAAA|AAAA FIRST", .unknown),
        Case("an address", "2001:db8::1 FIRST", host: "2001:DB8::1", .trusted),
    ])
    func judges(_ c: Case) throws {
        let keys = try Self.keys.get()
        let verdict = Self.table(c.lines, keys).verdict(on: keys.first, of: HostKeyName(host: c.host, port: c.port))
        #expect(Expected(verdict) == c.expected)
    }

    private static func table(_ lines: String, _ keys: Keys) -> KnownHosts {
        let blob = keys.first.text.split(separator: " ")[1]
        let text = lines.replacing("FIRSTBLOB", with: blob).replacing("FIRST", with: keys.first.text)
            .replacing("SECOND", with: keys.second.text).replacing("ECDSA", with: keys.ecdsa.text)
        var knownHosts = KnownHosts()
        knownHosts.add(Array(text.utf8), from: "known_hosts")
        return knownHosts
    }

    @Test func anAddressWithAnotherKeyOverrulesTheName() throws {
        let keys = try Self.keys.get()
        let knownHosts = Self.table("hel01 FIRST\n10.0.0.1 SECOND", keys)
        let (name, address) = (HostKeyName(host: "hel01", port: 22), HostKeyName(host: "10.0.0.1", port: 22))
        #expect(Expected(knownHosts.verdict(on: keys.first, of: name)) == .trusted)
        #expect(Expected(knownHosts.verdict(on: keys.first, of: name, address: address)) == .changed(line: 2))
        let stranger = HostKeyName(host: "10.0.0.2", port: 22)
        #expect(Expected(knownHosts.verdict(on: keys.first, of: name, address: stranger)) == .trusted)
    }

    @Test func anAliasStandsForNameAndPort() throws {
        let keys = try Self.keys.get()
        let knownHosts = Self.table("fleet FIRST", keys)
        #expect(Expected(knownHosts.verdict(on: keys.first, of: HostKeyName(alias: "Fleet"))) == .trusted)
    }

    @Test(arguments: [22, 2222] as [UInt16])
    func readsNamesThatSSHKeygenHashed(port: UInt16) throws {
        let keys = try Self.keys.get()
        let workshop = try Workshop()
        let name = HostKeyName(host: "hel01", port: port)
        try workshop.write("known_hosts", "\(name) \(keys.first.text)\nhel02 \(keys.second.text)\n")
        try workshop.run("ssh-keygen", "-q", "-H", "-f", workshop.file("known_hosts"))
        #expect(try !workshop.read("known_hosts").contains("hel0"))
        let knownHosts = try KnownHosts.read([workshop.file("known_hosts")])
        #expect(Expected(knownHosts.verdict(on: keys.first, of: name)) == .trusted)
        #expect(Expected(knownHosts.verdict(on: keys.second, of: name)) == .changed(line: 1))
        #expect(Expected(knownHosts.verdict(on: keys.first, of: HostKeyName(host: "hel03", port: port))) == .unknown)
    }

    @Test func whatIsAddedAfterALookUpCounts() throws {
        let keys = try Self.keys.get()
        var knownHosts = Self.table("hel0? FIRST", keys)
        let name = HostKeyName(host: "hel01", port: 22)
        #expect(Expected(knownHosts.verdict(on: keys.first, of: name)) == .trusted)
        let before = knownHosts
        knownHosts.add(Array("@revoked hel* \(keys.first.text)".utf8), from: "more")
        #expect(Expected(knownHosts.verdict(on: keys.first, of: name)) == .revoked(line: 1))
        #expect(Expected(before.verdict(on: keys.first, of: name)) == .trusted)
    }

    @Test func severalFilesAreOneTable() throws {
        let keys = try Self.keys.get()
        let workshop = try Workshop()
        let user = try workshop.write("user", "hel01 \(keys.first.text)")
        let system = try workshop.write("system", "@revoked hel01 \(keys.first.text)")
        let name = HostKeyName(host: "hel01", port: 22)
        let verdict = try KnownHosts.read([user, workshop.file("missing"), system]).verdict(on: keys.first, of: name)
        #expect(verdict == .revoked(at: FilePlace(path: system, line: 1)))
    }

    @Test func aFileThatCannotBeReadIsNotAnEmptyOne() throws {
        let workshop = try Workshop()
        #expect(throws: KnownHostsError.self) { try KnownHosts.read([workshop.path]) }
    }

    @Test func aHugeFileIsRefusedNotRead() throws {
        let workshop = try Workshop()
        try workshop.run("truncate", "-s", "1G", "known_hosts")
        let error = #expect(throws: KnownHostsError.self) { try KnownHosts.read([workshop.file("known_hosts")]) }
        #expect(error?.fix == "remove what is no known_hosts file from the SSH configuration")
    }

    @Test func linesTooLongAndBinaryTrustNobodyAndHideNobody() throws {
        let keys = try Self.keys.get()
        var content = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20) + Array("\n".utf8)
        content += (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 &+ $0 >> 3) }
        content += Array("\nhel01 \(keys.first.text)".utf8)
        var knownHosts = KnownHosts()
        knownHosts.add(content, from: "known_hosts")
        let name = HostKeyName(host: "hel01", port: 22)
        #expect(Expected(knownHosts.verdict(on: keys.first, of: name)) == .trusted)
    }

    @Test func aPatternOfManyStarsIsMatchedInBoundedTime() {
        let pattern = HostPattern(String(repeating: "*a", count: 30).utf8)
        #expect(!pattern.matches([UInt8](repeating: UInt8(ascii: "a"), count: 10_000) + [UInt8(ascii: "b")]))
        #expect(pattern.matches([UInt8](repeating: UInt8(ascii: "a"), count: 30)))
    }

    @Test func knownTypesAreOfferedFirst() throws {
        let keys = try Self.keys.get()
        let knownHosts = Self.table("hel01 ECDSA\n[hel03]:2222 FIRST", keys)
        let old = HostKeyAlgorithms(LibSSH2Abilities(rsaWithSHA2: false, securityKeys: false))
        let new = HostKeyAlgorithms(LibSSH2Abilities(rsaWithSHA2: true, securityKeys: true))
        #expect(
            old.preferred(for: [HostKeyName(host: "hel01", port: 22)], in: knownHosts) == [
                "ecdsa-sha2-nistp256", "ssh-ed25519", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
            ])
        #expect(
            new.preferred(for: [HostKeyName(host: "hel02", port: 22)], in: knownHosts) == [
                "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "rsa-sha2-512",
                "rsa-sha2-256",
            ])
        #expect(
            old.preferred(for: [HostKeyName(host: "hel01", port: 2222)], in: knownHosts)[0] == "ecdsa-sha2-nistp256")
    }

    @Test func fingerprintsAreThoseOfSSHKeygen() throws {
        let workshop = try Workshop()
        for type in ["ed25519", "ecdsa", "rsa"] {
            try workshop.keygen(type, ["-t", type])
            let printed = try workshop.run("ssh-keygen", "-l", "-f", "\(type).pub").split(separator: " ")[1]
            #expect(try workshop.publicKey(type).fingerprint.text == printed)
            #expect(Fingerprint(printed) == (try workshop.publicKey(type).fingerprint))
        }
    }

    @Test func errorsShowBothFingerprintsAndTheFix() throws {
        let keys = try Self.keys.get()
        let host = HostKeyName(host: "hel01", port: 2222)
        let verdict = Self.table("[hel01]:2222 SECOND", keys).verdict(on: keys.first, of: host)
        let error = try #require(HostKeyError(verdict, on: keys.first, of: host))
        #expect(
            error.message == """
                the host key of [hel01]:2222 has CHANGED: it shows ssh-ed25519 \(keys.first.fingerprint), \
                known_hosts has ssh-ed25519 \(keys.second.fingerprint) (known_hosts:1)
                """)
        #expect(
            error.fix == """
                find out why; if the host was rebuilt, run `ssh-keygen -R '[hel01]:2222' -f 'known_hosts'`, \
                then `muster trust`
                """)
        #expect(HostKeyError(.trusted, on: keys.first, of: host) == nil)
    }
}
