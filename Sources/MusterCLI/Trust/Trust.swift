import ArgumentParser
import MusterFleet
import MusterIO
import MusterModel
import MusterReports
import MusterSSH

struct Trust: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Collect the keys of hosts, show them in one table, and remember them after one question.",
        discussion: """
            Keys go to the known_hosts file that the SSH configuration names, so that ssh knows them too. A host \
            whose key has changed is an error that shows both fingerprints; it is never replaced here. With --file, \
            keys whose fingerprints it lists are added unasked and all others are refused: a line per host, its name \
            and SHA256:… as ssh-keygen -l prints it.

            EXAMPLES
              muster trust
              muster trust hel* --file fingerprints.txt
            """)

    @OptionGroup var options: TouchOptions

    @Flag(help: "Add all new keys without a question; only where nobody else can answer for the hosts.")
    var yes = false

    @Option(help: ArgumentHelp("Fingerprints that are known to be right.", valueName: "file"))
    var file: String?

    func run(in session: Session) async throws -> ExitStatus {
        let list = try file.map { try FingerprintList(try File.read($0, limit: 16 << 20), path: $0) }
        let run = try await FleetRun.begin("trust", options, in: session)
        return try await run.concluding { try await trust(run, list, in: session) }
    }

    private func trust(_ run: FleetRun, _ list: FingerprintList?, in session: Session) async throws -> ExitStatus {
        var results = await run.perform { await Self.keys(of: run.targets, by: run.fleet, run.dialer) }
        var refusals = try await settle(results, list, run, in: session)
        // A host behind a relay shows its key only once the relay is trusted: on to those, as long as that helps.
        var behind = Self.behindRelays(results, run.targets)
        while !behind.isEmpty {
            let targets = behind
            let dialer = try await session.dialer(hosts: run.inventory, lastAddresses: [:], options)
            let next = await run.perform { await Self.keys(of: targets, by: run.fleet, dialer) }
            await dialer.close()
            refusals += try await settle(next, list, run, in: session)
            results = results.map { old in next.first { $0.host == old.host } ?? old }
            behind = Self.behindRelays(next, targets).count < behind.count ? Self.behindRelays(next, targets) : []
        }
        if options.output.isJSON {
            session.output.write(JSON(run: run.id, results, value: TrustTable.members).prettyText + "\n")
        }
        return try await run.finish(results, also: refusals > 0 ? [.failed] : [])
    }

    private static func keys(
        of hosts: [HostTarget], by fleet: Fleet, _ dialer: SSHHostDialer
    ) async -> [HostResult<ShownKey>] {
        await TrustRound(fleet: fleet, dialer: dialer).run(on: hosts)
    }

    private static func behindRelays(
        _ results: [HostResult<ShownKey>], _ targets: [HostTarget]
    ) -> [HostTarget] {
        let failed = Set(results.filter { $0.outcome.failure?.step == RelaysFailed.step }.map(\.host))
        return targets.filter { failed.contains($0.name) }
    }

    /// Shows what a stage brought and adds what is accepted; answers how many keys were refused.
    private func settle(
        _ results: [HostResult<ShownKey>], _ list: FingerprintList?, _ run: FleetRun, in session: Session
    ) async throws -> Int {
        let shown = results.compactMap { result in result.outcome.value.map { (host: result.host, key: $0) } }
        guard !shown.isEmpty else { return 0 }
        if !options.output.isJSON { session.output.write(TrustTable.text(shown.map { ($0.host, $0.key) }) + "\n") }
        let fresh = shown.filter { $0.key.canBeAdded }
        let accepted =
            try list.map { list in fresh.filter { list.vouches(for: $0.key.key, of: $0.key.name) } }
            ?? agreed(fresh, in: session)
        let added = try await add(accepted, in: session)
        if added > 0 { session.output.note("\(Units.count(added, "key")) added") }
        return shown.count { $0.key.isRefused } + fresh.count - accepted.count
    }

    private func agreed(
        _ fresh: [(host: HostName, key: ShownKey)], in session: Session
    ) throws -> [(host: HostName, key: ShownKey)] {
        if fresh.isEmpty || yes { return fresh }
        let question = fresh.count == 1 ? "Trust this key?" : "Trust these \(fresh.count) new keys?"
        guard try session.confirm(question, insteadUse: "compare the fingerprints and give --file, or --yes") else {
            throw CommandError.refused
        }
        return fresh
    }

    /// Each file once, in one write.
    private func add(_ keys: [(host: HostName, key: ShownKey)], in session: Session) async throws -> Int {
        let loop = try EventLoop(name: "muster-trust")
        loop.start()
        var added = 0
        for (path, keys) in Dictionary(grouping: keys.map(\.key), by: { $0.settings.userKnownHostsFiles.first ?? "" }) {
            let writer = KnownHostsWriter(
                path: path, hashing: keys[0].settings.hashKnownHosts, randomness: session.randomness)
            added += try await writer.add(
                keys.map { (host: $0.name, key: $0.key) }, until: .after(.seconds(30)), on: loop)
        }
        loop.stop()
        return added
    }
}
