import MusterIO
import Synchronization
import Testing

@testable import MusterSSH

/// Answers `ssh -V` and `ssh -G`, and counts how often.
private final class ScriptedSSH: CommandRunner {
    private let answer: CommandOutput
    private let asked = Mutex<[[String]]>([])

    init(_ text: String, status: MusterIO.ExitStatus = .exited(0), error: String = "") {
        answer = CommandOutput(status: status, text, error: error)
    }

    func run(_ command: Command, until deadline: Deadline) async throws(CommandError) -> CommandOutput {
        if command.arguments == ["ssh", "-V"] { return CommandOutput("", error: "OpenSSH_9.2p1\n") }
        asked.withLock { $0.append(command.arguments) }
        return answer
    }

    var questions: [[String]] { asked.withLock { $0 } }
}

private struct NoSSH: CommandRunner {
    func run(_ command: Command, until deadline: Deadline) async throws(CommandError) -> CommandOutput {
        throw .notFound(program: command.program)
    }
}

@Suite(.timeLimit(.minutes(1))) struct SSHConfigTests {
    private static var soon: Deadline { .after(.seconds(20)) }

    /// A home whose configuration is `text`, with a system file that says what Debian's does.
    private static func home(_ text: String?) throws -> Home {
        let workshop = try Workshop()
        try workshop.run("mkdir", ".ssh")
        if let text { try workshop.write(".ssh/config", text) }
        let system = try workshop.write(
            "system",
            "Include none.d/*.conf\nHost *\n  SendEnv LANG LC_*\n  HashKnownHosts yes\n  GSSAPIAuthentication yes\n")
        var surroundings = SSHConfig.Surroundings(
            user: "me", uid: 0, home: workshop.path, environment: Command.plainEnvironment,
            cachePath: workshop.file("cache/ssh-config"))
        surroundings.systemFile = system
        return Home(workshop: workshop, surroundings: surroundings)
    }

    /// Keeps the folder as long as it is read.
    private struct Home {
        let workshop: Workshop
        var surroundings: SSHConfig.Surroundings
    }

    private static func settings(
        _ home: Home, _ runner: any CommandRunner, host: String = "hel01",
        user: String? = nil, port: UInt16? = nil
    ) async throws -> SSHSettings {
        let config = await SSHConfig(home.surroundings, runner: runner, until: soon)
        let query = try SSHConfigQuery(host: host, user: user, port: port)
        let settings = try await config.settings(for: query, until: soon)
        await config.save()
        return withExtendedLifetime(home) { settings }
    }

    @Test func withoutAConfigurationNothingIsRun() async throws {
        let home = try Self.home(nil)
        let ssh = ScriptedSSH("")
        let settings = try await Self.settings(home, ssh, port: 2222)
        #expect(ssh.questions.isEmpty)
        #expect(settings.user == "me" && settings.port == 2222 && settings.hostName == "hel01")
        #expect(settings.hashKnownHosts)
        #expect(
            settings.identityFiles == ["id_ed25519", "id_ecdsa", "id_rsa"].map { home.workshop.file(".ssh/\($0)") })
        #expect(settings.userKnownHostsFiles[0] == home.workshop.file(".ssh/known_hosts"))
    }

    @Test func theInventorysUserAndPortAreAskedFor() async throws {
        let home = try Self.home("Host hel*\n  Port 2200\n")
        let ssh = ScriptedSSH("user ant\nport 2200\n")
        _ = try await Self.settings(home, ssh, user: "ant", port: 2200)
        #expect(ssh.questions == [["ssh", "-T", "-G", "-l", "ant", "-p", "2200", "--", "hel01"]])
    }

    @Test func aRealSSHReadsARealConfiguration() async throws {
        let home = try Self.home(nil)
        let file = try home.workshop.write(
            "config",
            """
            Include \(home.workshop.path)/more.conf
            Host hel01
              HostName 203.0.113.7
              User ant
              Port 2200
              IdentityFile \(home.workshop.path)/%h-%r
              IdentitiesOnly yes
              UserKnownHostsFile \(home.workshop.path)/a \(home.workshop.path)/b
              StrictHostKeyChecking accept-new
              ConnectTimeout 7
              AddressFamily inet6
              HostKeyAlias fleet
              IdentityAgent none
            """)
        try home.workshop.write("more.conf", "Host hel*\n  ProxyJump relay1,me@relay2:2222\n")
        var withFile = home
        withFile.surroundings.file = file
        let loop = try EventLoop(name: "config-tests")
        loop.start()
        defer { loop.stop() }
        let settings = try await Self.settings(withFile, SpawnRunner(loop: loop))
        var expected = SSHSettings(host: "203.0.113.7", user: "ant", home: home.workshop.path)
        expected.port = 2200
        expected.identityFiles = [home.workshop.file("203.0.113.7-ant")]
        expected.identitiesOnly = true
        expected.agent = .none
        expected.proxyJump = ["relay1", "me@relay2:2222"]
        expected.userKnownHostsFiles = [home.workshop.file("a"), home.workshop.file("b")]
        expected.hostKeyChecking = .acceptNew
        expected.connectTimeout = .seconds(7)
        expected.addressFamily = .inet6
        expected.hostKeyAlias = "fleet"
        #expect(settings == expected)
        #expect(settings.hostKeyName == HostKeyName(alias: "fleet"))
    }

    @Test func anAnswerIsKeptUntilAFileChanges() async throws {
        let home = try Self.home("Include more\n")
        try home.workshop.write(".ssh/more", "Host hel*\n  User ant\n")
        let ssh = ScriptedSSH("user ant\nport 22\nidentityfile ~/.ssh/a\nidentityfile ~/.ssh/b\nciphers x\n")
        let first = try await Self.settings(home, ssh)
        let second = try await Self.settings(home, ssh)
        #expect(ssh.questions.count == 1)
        #expect(first == second && second.identityFiles.count == 2)
        #expect(try FileInfo.of(home.workshop.file("cache/ssh-config")).mode == 0o600)
        _ = try await Self.settings(home, ssh, host: "hel02")
        #expect(ssh.questions.count == 2)
        try home.workshop.write(".ssh/more", "Host hel*\n  User bee\n")
        _ = try await Self.settings(home, ssh)
        #expect(ssh.questions.count == 3)
    }

    @Test func aCacheThatOthersMayWriteIsNotBelieved() async throws {
        let home = try Self.home("User ant\n")
        let ssh = ScriptedSSH("user ant\n")
        _ = try await Self.settings(home, ssh)
        try home.workshop.run("chmod", "666", "cache/ssh-config")
        _ = try await Self.settings(home, ssh)
        #expect(ssh.questions.count == 2)
    }

    @Test(arguments: [
        "Match exec \"true\"\n  User ant\n", "Match host a !exec \"x\"\n", "Match localnetwork 10.0.0.0/8\n User ant\n",
        "CanonicalizeHostname yes\nUser ant\n", "IdentityFile ${HOME}/key\n", "Include sub/*\n",
    ])
    func whatFilesAloneDoNotDecideIsAskedEachTime(text: String) async throws {
        let home = try Self.home(text)
        try home.workshop.run("mkdir", ".ssh/sub")
        try home.workshop.write(".ssh/sub/one.conf", "Match exec=true\nUser x\n")
        let ssh = ScriptedSSH("user ant\n")
        _ = try await Self.settings(home, ssh)
        _ = try await Self.settings(home, ssh)
        #expect(ssh.questions.count == 2)
    }

    @Test func includesThatNeverEndAreLeftToSSH() async throws {
        let home = try Self.home("Include config\n")
        let ssh = ScriptedSSH("user ant\n")
        #expect(try await Self.settings(home, ssh).user == "ant")
    }

    @Test(arguments: [
        ("", false), ("# User x\n", false), ("Host a b\n  ForwardAgent yes\n", false), ("User x\n", true),
        ("Host=a\n\tuser=x", true), ("ProxyJump a\n", true), ("Match all\n", true), ("ServerAliveInterval 5", false),
        ("GSSAPIDelegateCredentials no\nForwardX11Trusted no\n", false), ("NoSuchSetting yes\n", true),
    ])
    func onlySettingsThatMatterCount(text: String, isSignificant: Bool) {
        #expect(SSHConfigLines(text).isSignificant == isSignificant)
    }

    @Test(arguments: [
        (
            "proxycommand nc %h %p\n",
            "the SSH configuration reaches hel01 through a ProxyCommand, which Muster does not run",
            "use `ProxyJump` in its place, or name the relay as `via` in the inventory"
        ),
        (
            "revokedhostkeys /etc/revoked\n",
            "the SSH configuration of hel01 names revoked host keys in /etc/revoked, which Muster cannot read",
            "list the keys as `@revoked` lines in known_hosts"
        ),
    ])
    func whatCannotBeFollowedIsRefusedWithTheFix(answer: String, message: String, fix: String) async throws {
        let home = try Self.home("User x\n")
        let error = await #expect(throws: SSHConfigError.self) {
            try await Self.settings(home, ScriptedSSH(answer))
        }
        #expect(error?.message == message)
        #expect(error?.fix == fix)
    }

    @Test func whatSSHComplainsAboutIsShownWithoutControlCharacters() async throws {
        let home = try Self.home("Usr x\n")
        let ssh = ScriptedSSH("", status: .exited(255), error: "config line 1: Bad \u{1B}[31moption: usr\nmore\n")
        await #expect(throws: SSHConfigError.refused(host: "hel01", reason: "config line 1: Bad [31moption: usr")) {
            try await Self.settings(home, ssh)
        }
    }

    @Test func withoutSSHTheInventoryAloneCountsAndTheOperatorIsTold() async throws {
        let home = try Self.home("User ant\n")
        let config = await SSHConfig(home.surroundings, runner: NoSSH(), until: Self.soon)
        #expect(config.notice == .noProgram(files: [home.workshop.file(".ssh/config"), home.workshop.file("system")]))
        let settings = try await config.settings(for: SSHConfigQuery(host: "hel01"), until: Self.soon)
        #expect(settings.user == "me")
    }

    @Test(arguments: ["-oProxyCommand=x", "a b", "a;b", "$(a)", "", "a\nb", "`a`", "a/b"])
    func aNameThatIsNoneIsRefused(name: String) {
        #expect(throws: SSHConfigError.badName(name)) { try SSHConfigQuery(host: name) }
        #expect(throws: SSHConfigError.badName(name)) { try SSHConfigQuery(host: "hel01", user: name) }
    }

    @Test(
        arguments: [
            ("~/.ssh/id", "/home/me/.ssh/id"), ("%d/k", "/home/me/k"), ("/k/%h-%n-%p-%r", "/k/host-alias-22-ant"),
            ("/k/%%h", "/k/%h"), ("/k/%C", nil), ("/k/%", nil), ("~root/k", "~root/k"),
        ] as [(String, String?)])
    func pathsAreExpandedOrDropped(path: String, expanded: String?) {
        let settings = SSHSettings(host: "host", user: "ant", home: "/home/me")
        let tokens = PathTokens(settings: settings, host: "alias", localUser: "me", home: "/home/me")
        #expect(tokens.expand(path) == expanded)
    }

    @Test(arguments: [
        "", "port 70000\n", "port -1\n", "user\n", "\u{0}\u{1}\n", "hostname \n", "connecttimeout 99999999999\n",
    ])
    func oddAnswersFallBackToDefaults(answer: String) throws {
        let output = SSHConfigOutput(answer, host: "hel01", home: "/home/me")
        #expect(try output.settings(user: "me") == SSHSettings(host: "hel01", user: "me", home: "/home/me"))
    }
}
