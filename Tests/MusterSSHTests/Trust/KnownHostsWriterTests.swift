import MusterIO
import Testing

@testable import MusterSSH

@Suite(.timeLimit(.minutes(1))) struct KnownHostsWriterTests {
    private static let loop = Result { () throws(SystemError) in
        let loop = try EventLoop(name: "writer-tests")
        loop.start()
        return loop
    }

    private static func add(
        _ keys: [(HostKeyName, PublicKey)], to path: String, hashing: Bool = false,
        until deadline: Deadline = .after(.seconds(20))
    ) async throws -> Int {
        let writer = KnownHostsWriter(path: path, hashing: hashing, randomness: .system)
        return try await writer.add(keys.map { (host: $0, key: $1) }, until: deadline, on: try loop.get())
    }

    private static let name = HostKeyName(host: "hel01", port: 22)

    private static func make() throws -> (workshop: Workshop, keys: [PublicKey]) {
        let workshop = try Workshop()
        try workshop.keygen("a", ["-t", "ed25519"])
        try workshop.keygen("b", ["-t", "ed25519"])
        return (workshop, [try workshop.publicKey("a"), try workshop.publicKey("b")])
    }

    @Test(arguments: [
        ("", ""), ("# mine\n", "# mine\n"), ("# no end", "# no end\n"), ("#\r\n\0garbage\n\n", "#\r\n\0garbage\n\n"),
    ])
    func everyLineStaysAndALastOneIsEnded(before: String, kept: String) async throws {
        let (workshop, keys) = try Self.make()
        let path = try workshop.write("known_hosts", before)
        let other = HostKeyName(host: "hel02", port: 2222)
        #expect(try await Self.add([(Self.name, keys[0]), (other, keys[1])], to: path) == 2)
        #expect(try workshop.read("known_hosts") == kept + "hel01 \(keys[0].text)\n[hel02]:2222 \(keys[1].text)\n")
    }

    @Test func folderAndFileAreMadeForTheirOwnerAlone() async throws {
        let (workshop, keys) = try Self.make()
        let path = workshop.file("new/.ssh/known_hosts")
        #expect(try await Self.add([(Self.name, keys[0])], to: path) == 1)
        #expect(try FileInfo.of(path).mode == 0o600)
        #expect(try FileInfo.of(workshop.file("new/.ssh")).mode == 0o700)
    }

    @Test func aLinkStaysALink() async throws {
        let (workshop, keys) = try Self.make()
        try workshop.write("dotfiles", "")
        try workshop.run("ln", "-s", "dotfiles", "known_hosts")
        #expect(try await Self.add([(Self.name, keys[0])], to: workshop.file("known_hosts")) == 1)
        #expect(try workshop.read("dotfiles") == "hel01 \(keys[0].text)\n")
    }

    @Test func aHashedNameIsFoundByOpenSSHAndByUs() async throws {
        let (workshop, keys) = try Self.make()
        let path = workshop.file("known_hosts")
        #expect(try await Self.add([(Self.name, keys[0])], to: path, hashing: true) == 1)
        #expect(try !workshop.read("known_hosts").contains("hel01"))
        #expect(try workshop.run("ssh-keygen", "-F", "hel01", "-f", path).contains(keys[0].text))
        #expect(try KnownHosts.read([path]).verdict(on: keys[0], of: Self.name) == .trusted)
    }

    @Test func whatIsThereIsNotAddedAgain() async throws {
        let (workshop, keys) = try Self.make()
        let path = try workshop.write("known_hosts", "hel01 \(keys[0].text)\n")
        #expect(try await Self.add([(Self.name, keys[0])], to: path) == 0)
        #expect(try workshop.read("known_hosts") == "hel01 \(keys[0].text)\n")
    }

    @Test(arguments: ["hel01 B\n", "@revoked * A\n"])
    func aContradictedKeyIsNeverAdded(line: String) async throws {
        let (workshop, keys) = try Self.make()
        let text = line.replacing("A\n", with: keys[0].text + "\n").replacing("B\n", with: keys[1].text + "\n")
        let path = try workshop.write("known_hosts", text)
        await #expect(throws: KnownHostsError.self) { try await Self.add([(Self.name, keys[0])], to: path) }
        #expect(try workshop.read("known_hosts") == text)
    }

    @Test(arguments: ["a,b", "*", "!a", "|1|", "#a", "@revoked", "a b", "a\nb", "", "-o", "a\u{1B}"])
    func aNameThatWouldReadAsSomethingElseIsRefused(name: String) async throws {
        let (workshop, keys) = try Self.make()
        let host = HostKeyName(host: name, port: 22)
        await #expect(throws: KnownHostsError.badName(host)) {
            try await Self.add([(host, keys[0])], to: workshop.file("known_hosts"))
        }
    }

    @Test func twentyWritersAddEveryKeyOnce() async throws {
        let (workshop, keys) = try Self.make()
        let path = workshop.file("known_hosts")
        let added = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await Self.add([(HostKeyName(host: "host\(number / 2)", port: 22), keys[0])], to: path)
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(added == 10)
        #expect(try workshop.read("known_hosts").split(separator: "\n").count == 10)
    }

    @Test func aHeldLockIsToldAtTheDeadline() async throws {
        let (workshop, keys) = try Self.make()
        let path = workshop.file("known_hosts")
        guard let lock = try FileLock.tryAcquire(path + ".muster-lock") else {
            Issue.record("somebody else holds the lock")
            return
        }
        await #expect(throws: KnownHostsError.locked(path: path + ".muster-lock")) {
            try await Self.add([(Self.name, keys[0])], to: path, until: .after(.milliseconds(30)))
        }
        _ = consume lock
        #expect(try await Self.add([(Self.name, keys[0])], to: path) == 1)
    }
}
