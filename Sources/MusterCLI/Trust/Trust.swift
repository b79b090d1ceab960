import ArgumentParser
import MusterFleet
import MusterIO
import MusterModel
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
        let results = await run.perform { await TrustRound(fleet: run.fleet, dialer: run.dialer).run(on: run.targets) }
        let shown = results.compactMap { result in result.outcome.value.map { (host: result.host, key: $0) } }
        let fresh = shown.filter { $0.key.canBeAdded }
        let accepted = list.map { list in fresh.filter { list.vouches(for: $0.key.key, of: $0.key.name) } }
        options.output.write(to: session.output) {
            TrustTable.text(shown.map { ($0.host, $0.key) })
        } json: {
            JSON(run: run.id, results, value: TrustTable.members).prettyText
        }
        let added = try await add(accepted ?? (try agreed(fresh, in: session)), in: session)
        if added > 0 { session.output.note("\(added) keys added") }
        let refused = shown.contains { $0.key.isRefused } || (accepted.map { $0.count < fresh.count } ?? false)
        return try await run.finish(results, also: refused ? [.failed] : [])
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
