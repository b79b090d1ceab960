import MusterIO
import MusterModel
import Testing

@testable import MusterSSH

@Suite struct IdentityOfferTests {
    /// Keys `a` to `g` as files, `c` encrypted, `g` missing.
    private static func make() throws -> (workshop: Workshop, files: KeyFiles) {
        let workshop = try Workshop()
        for name in ["a", "b", "d", "e", "f", "g"] { try workshop.keygen(name, ["-t", "ed25519"]) }
        try workshop.keygen("c", ["-t", "ed25519", "-N", "secret"])
        try workshop.run("rm", "g")
        return (workshop, PrivateKeyTests.files())
    }

    private static func agent(_ names: String, _ workshop: Workshop) throws -> [AgentIdentity] {
        let client = SSHAgentClient(path: "/nowhere", loop: try EventLoop(name: "unused"))
        return try names.map { name in
            AgentIdentity(publicKey: try workshop.publicKey(String(name)), origin: "agent \(name)", client: client)
        }
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        var inventory = ""
        var configured = ""
        var identitiesOnly = false
        var agent = ""
        let offered: [String]
        var notices = 0
    }

    @Test(arguments: [
        Case(testDescription: "files in their order", configured: "ba", offered: ["b", "a"]),
        Case(testDescription: "the inventory's first", inventory: "d", configured: "ab", offered: ["d", "a", "b"]),
        Case(
            testDescription: "the agent before files, its configured keys first", configured: "abd", agent: "eb",
            offered: ["agent b", "agent e", "a", "d"]),
        Case(
            testDescription: "only configured keys of the agent", configured: "ab", identitiesOnly: true, agent: "eb",
            offered: ["agent b", "a"]),
        Case(
            testDescription: "the agent signs for an encrypted file", inventory: "c", agent: "c", offered: ["agent c"]),
        Case(testDescription: "an encrypted file alone is told", configured: "ca", offered: ["a"], notices: 1),
        Case(testDescription: "a missing default is no news", configured: "ga", offered: ["a"]),
        Case(
            testDescription: "a missing file of the inventory is", inventory: "g", configured: "a", offered: ["a"],
            notices: 1),
        Case(
            testDescription: "a file that is only public names the agent's key", inventory: "g", agent: "eg",
            offered: ["agent g", "agent e"]),
        Case(testDescription: "no key twice", inventory: "aa", configured: "ab", offered: ["a", "b"]),
        Case(
            testDescription: "five at most", inventory: "ab", agent: "cdefg",
            offered: ["a", "b", "agent c", "agent d", "agent e"]),
    ])
    func offers(_ c: Case) throws {
        let (workshop, files) = try Self.make()
        let offer = IdentityOffer(
            inventory: c.inventory.map { workshop.file(String($0)) },
            configured: c.configured.map { workshop.file(String($0)) }, identitiesOnly: c.identitiesOnly,
            agent: c.agent.isEmpty ? nil : .success(try Self.agent(c.agent, workshop)), files: files)
        #expect(offer.signers.map { $0.origin.replacing("\(workshop.path)/", with: "") } == c.offered)
        #expect(offer.notices.count == c.notices)
    }

    @Test func aDeadAgentIsANoticeAndFilesGoOn() throws {
        let (workshop, files) = try Self.make()
        let offer = IdentityOffer(
            inventory: [], configured: [workshop.file("a")], identitiesOnly: false,
            agent: .failure(.timedOut(path: "/agent")), files: files)
        #expect(offer.signers.count == 1)
        #expect(offer.notices.map(\.message) == ["the ssh-agent at /agent does not answer"])
    }
}
