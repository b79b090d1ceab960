import MusterIO
import Testing

@testable import MusterSSH

@Suite struct PrivateKeyTests {
    static let modern = LibSSH2Abilities(rsaWithSHA2: true, securityKeys: true)
    static let debian12 = LibSSH2Abilities(rsaWithSHA2: false, securityKeys: false)

    static func files(_ abilities: LibSSH2Abilities = modern) -> KeyFiles {
        KeyFiles(owner: 0, abilities: abilities)
    }

    @Test(arguments: [
        ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"], ["-t", "ecdsa", "-b", "521"],
        ["-t", "ecdsa", "-b", "256", "-m", "PEM"], ["-t", "ecdsa", "-b", "384", "-m", "PKCS8"],
        ["-t", "ecdsa", "-b", "521", "-m", "PKCS8"],
    ])
    func signaturesAreGoodToOpenSSH(options: [String]) throws {
        let workshop = try Workshop()
        let path = try workshop.keygen("key", options)
        let key = try Self.files(Self.debian12).key(path).get()
        #expect(try key.publicKey == workshop.publicKey("key"))
        // ECDSA's numbers vary in length: some signatures have a byte less.
        for round in 0..<20 {
            try workshop.verify(key, "message \(round)") { data throws(SigningError) in try key.sign(data) }
        }
    }

    @Test func readsEd25519KeysOfOpenSSL() throws {
        let workshop = try Workshop()
        try workshop.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", "key")
        try workshop.run("chmod", "600", "key")
        let key = try Self.files().key(workshop.file("key")).get()
        #expect(key.publicKey.type == .ed25519)
        try workshop.verify(key, "message") { data throws(SigningError) in try key.sign(data) }
    }

    @Test(arguments: [[], ["-m", "PEM"], ["-m", "PKCS8"]], ["rsa-sha2-256", "rsa-sha2-512"])
    func rsaSignsAsTheRequestSaysWhereTheLibraryCan(format: [String], algorithm: String) throws {
        let workshop = try Workshop()
        let path = try workshop.keygen("key", ["-t", "rsa", "-b", "2048"] + format)
        let key = try Self.files().key(path).get()
        #expect(try key.publicKey == workshop.publicKey("key"))
        let request = key.request(algorithm: algorithm)
        try workshop.run("sh", "-c", "ssh-keygen -e -m PKCS8 -f key.pub > public.pem")
        try workshop.writeBytes("request", request)
        try workshop.writeBytes("signature", try key.sign(request))
        let digest = algorithm == "rsa-sha2-256" ? "-sha256" : "-sha512"
        let verdict = try workshop.run(
            "openssl", "dgst", digest, "-verify", "public.pem", "-signature", "signature", "request")
        #expect(verdict == "Verified OK\n")
    }

    @Test func rsaNeverSignsWithSHA1() throws {
        let workshop = try Workshop()
        let key = try Self.files().key(workshop.keygen("key", ["-t", "rsa", "-b", "2048"])).get()
        #expect(throws: SigningError.failed(origin: workshop.file("key"))) {
            try key.sign(key.request(algorithm: "ssh-rsa"))
        }
    }

    /// What a file holds, how it is made, and what becomes of it with Debian 12's libssh2.
    struct Refusal: CustomTestStringConvertible {
        let testDescription: String
        let make: @Sendable (Workshop) throws -> String
        let message: String
        let fix: String
    }

    @Test(arguments: [
        Refusal(
            testDescription: "an encrypted OpenSSH file",
            make: { try $0.keygen("key", ["-t", "ed25519", "-N", "secret"]) },
            message: "the key file KEY is encrypted, and Muster asks for no passphrases", fix: "run `ssh-add 'KEY'`"),
        Refusal(
            testDescription: "an encrypted PEM file",
            make: { try $0.keygen("key", ["-t", "ecdsa", "-m", "PEM", "-N", "secret"]) },
            message: "the key file KEY is encrypted, and Muster asks for no passphrases", fix: "run `ssh-add 'KEY'`"),
        Refusal(
            testDescription: "an encrypted PKCS#8 file",
            make: { try $0.keygen("key", ["-t", "ecdsa", "-m", "PKCS8", "-N", "secret"]) },
            message: "the key file KEY is encrypted, and Muster asks for no passphrases", fix: "run `ssh-add 'KEY'`"),
        Refusal(
            testDescription: "an RSA key", make: { try $0.keygen("key", ["-t", "rsa"]) },
            message: """
                KEY is an RSA key, with which this libssh2 can only make SHA-1 signatures, \
                and OpenSSH 8.8 and later refuse those
                """,
            fix: "use an ed25519 key (`ssh-keygen -t ed25519`), or libssh2 1.11 or later"),
        Refusal(
            testDescription: "a file that others may read",
            make: { workshop in
                try workshop.run("chmod", "640", workshop.keygen("key", ["-t", "ed25519"]))
                return workshop.file("key")
            },
            message: "others may read the key file KEY (mode 0640)", fix: "run `chmod 600 'KEY'`"),
        Refusal(
            testDescription: "a public key", make: { try $0.write("key", "ssh-ed25519 AAAA root@here\n") },
            message: "KEY holds no private key that can be read", fix: "make a key with `ssh-keygen -t ed25519`"),
        Refusal(
            testDescription: "an empty file", make: { try $0.write("key", "") },
            message: "KEY holds no private key that can be read", fix: "make a key with `ssh-keygen -t ed25519`"),
        Refusal(
            testDescription: "no file", make: { $0.file("key") },
            message: "there is no key file KEY", fix: "name another file as the identity"),
        Refusal(
            testDescription: "a folder", make: { try $0.run("mkdir", "key") + $0.file("key") },
            message: "cannot read a key from KEY: Invalid argument", fix: "name another file as the identity"),
        Refusal(
            testDescription: "a file without end",
            make: { try $0.run("truncate", "-s", "1G", "key") + $0.run("chmod", "600", "key") + $0.file("key") },
            message: "cannot read KEY: File too large", fix: "name another file as the identity"),
    ])
    func refusesWithTheWordsOfTheFix(_ refusal: Refusal) throws {
        let workshop = try Workshop()
        let path = try refusal.make(workshop)
        guard case .failure(let error) = Self.files(Self.debian12).key(path) else {
            Issue.record("\(refusal.testDescription) was accepted")
            return
        }
        #expect(error.message == refusal.message.replacing("KEY", with: path))
        #expect(error.fix == refusal.fix.replacing("KEY", with: path))
    }

    @Test func filesCutShortAreRefused() throws {
        let workshop = try Workshop()
        let text = try File.read(workshop.keygen("key", ["-t", "ecdsa"]))
        for length in stride(from: 0, to: text.count - 3, by: 7) {
            guard case .notAKey = KeyFileContent(consuming: Array(text[..<length])) else {
                Issue.record("accepted \(length) of \(text.count) bytes")
                return
            }
        }
    }

    @Test(arguments: [["-t", "ed25519"], ["-t", "ecdsa"], ["-t", "rsa", "-b", "1024"]])
    func bytesChangedInAnOpenSSHFileNeverCrash(options: [String]) throws {
        let workshop = try Workshop()
        let text = try File.text(workshop.keygen("key", options))
        let body = text.split(separator: "\n").dropFirst().dropLast().joined()
        let bytes = try #require(Base64.decode(body.utf8))
        for index in bytes.indices {
            for value: UInt8 in [0x00, 0x7F, 0xFF] {
                var changed = bytes
                changed[index] = value
                _ = OpenSSHKeyFile.parse(changed)
            }
        }
    }

    @Test func aFileIsReadOnce() throws {
        let workshop = try Workshop()
        let path = try workshop.keygen("key", ["-t", "ed25519"])
        let files = Self.files()
        let before = try files.key(path).get()
        try workshop.run("rm", "key")
        #expect(try files.key(path).get().publicKey == before.publicKey)
    }

    @Test func thePublicHalfOfAnEncryptedFileIsKnown() throws {
        let workshop = try Workshop()
        let clear = try workshop.keygen("clear", ["-t", "ed25519", "-N", "secret"])
        let hidden = try workshop.keygen("hidden", ["-t", "ecdsa", "-m", "PEM", "-N", "secret"])
        #expect(try Self.files().publicKey(clear) == workshop.publicKey("clear"))
        #expect(try Self.files().publicKey(hidden) == workshop.publicKey("hidden"))
    }

    @Test func descriptionsHoldNoSecret() throws {
        let workshop = try Workshop()
        let key = try Self.files().key(workshop.keygen("key", ["-t", "ed25519"])).get()
        #expect("\(key)" == "ssh-ed25519 \(key.publicKey.fingerprint) (\(workshop.file("key")))")
    }
}
