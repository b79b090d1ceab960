import Testing

@testable import MusterSSH

@Suite struct FingerprintListTests {
    @Test func vouchesForWhatItLists() throws {
        let workshop = try Workshop()
        for name in ["a", "b"] { try workshop.keygen(name, ["-t", "ed25519"]) }
        let (a, b) = (try workshop.publicKey("a"), try workshop.publicKey("b"))
        let text = "# fleet\n\nHel01  \(a.fingerprint)\r\n[hel02]:2222\t\(b.fingerprint) # from the console\n"
        let list = try FingerprintList(Array(text.utf8), path: "fingerprints")
        #expect(list.hosts == ["[hel02]:2222", "hel01"])
        #expect(list.vouches(for: a, of: HostKeyName(host: "hel01", port: 22)))
        #expect(list.vouches(for: b, of: HostKeyName(host: "hel02", port: 2222)))
        #expect(!list.vouches(for: b, of: HostKeyName(host: "hel01", port: 22)))
        #expect(!list.vouches(for: b, of: HostKeyName(host: "hel02", port: 22)))
    }

    @Test(arguments: [
        "hel01", "hel01 SHA256:short", "hel01 MD5:aa:bb", "SHA256:x hel01", "hel01 a b",
        "hel01 SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
        "hel01 SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ])
    func aLineThatIsNoneIsAnErrorWithItsPlace(line: String) {
        #expect(throws: FingerprintListError.notAFingerprint(at: FilePlace(path: "list", line: 2))) {
            try FingerprintList(Array("# first\n\(line)\n".utf8), path: "list")
        }
    }
}
