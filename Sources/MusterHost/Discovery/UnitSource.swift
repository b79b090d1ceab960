import MusterIO
import MusterModel

/// Asks one systemd manager for all units at once, and reads unit files where it does not answer.
struct UnitSource: Sendable {
    let root: HostRoot
    let runner: any CommandRunner
    let work: BlockingWork
    let query: UnitQuery
    let manager: Manager

    /// A manager of units, and how to reach it.
    struct Manager: Sendable {
        /// `nil` for the system manager.
        var uid: UInt32?
        /// Who asks.
        var asker: UInt32
        /// To be taken on for asking; `nil` if we are the right one.
        var identity: Command.Identity?
        var home: String?
        var isRunning: Bool
        /// Where its files lie, for ``BlockingWork``.
        var place: String
    }

    private var files: UnitFiles {
        UnitFiles(
            root: root,
            directories: manager.uid.map { UnitFiles.userDirectories(uid: $0, home: manager.home) }
                ?? UnitFiles.systemDirectories)
    }

    func look(until deadline: Deadline) async -> SourceYield {
        let files = files
        let patterns = query.patterns
        let listing = await work.run(at: manager.place, until: deadline) { files.list(patterns) }
        guard manager.isRunning else { return await withoutManager(listing, until: deadline) }
        do throws(CommandError) {
            let command = command(names: listing?.files.keys.sorted() ?? [])
            let answer = try await runner.run(command, until: deadline)
            guard answer.status.isSuccess, !answer.output.isTruncated else {
                return await fromFiles(listing, .error, Self.complaint(answer), until: deadline)
            }
            return await loaded(answer.output.bytes, listing, until: deadline)
        } catch .timedOut {
            return await fromFiles(listing, .timeout, "systemctl did not answer in time", until: nil)
        } catch {
            return await fromFiles(listing, .error, error.message, until: deadline)
        }
    }

    /// Nothing runs there; its files say what would.
    private func withoutManager(_ listing: UnitFiles.Listing?, until deadline: Deadline) async -> SourceYield {
        guard let listing else { return SourceYield(reports: reports(.timeout, "the unit files cannot be read")) }
        if let error = listing.denied { return await fromFiles(listing, .denied, error.message, until: deadline) }
        if let error = listing.error { return await fromFiles(listing, .error, error.message, until: deadline) }
        guard listing.exists else { return SourceYield() }
        return await fromFiles(listing, .complete, "no manager runs: unit files alone", until: deadline)
    }

    private func reports(_ outcome: SourceReport.Outcome, _ detail: String?) -> [SourceReport] {
        query.reports(
            manager.uid, outcome, uid: manager.asker, detail.map { PlainText.printable($0).cut(toBytes: 200) })
    }

    private static func complaint(_ answer: CommandOutput) -> String {
        if answer.output.isTruncated { return "systemctl printed more than the limit" }
        let line = answer.errorOutput.text.split(separator: "\n").first.map(String.init)
        return "systemctl failed" + (line.map { ": " + $0 } ?? "")
    }

    func command(names: [String]) -> Command {
        let arguments = SystemctlShow.arguments(
            systemctl: "systemctl", isUser: manager.uid != nil, names: names, patterns: query.patterns)
        var environment = Command.plainEnvironment
        environment["SYSTEMD_COLORS"] = "0"
        if let uid = manager.uid { environment["XDG_RUNTIME_DIR"] = "/run/user/\(uid)" }
        return Command(arguments, environment: environment, identity: manager.identity, outputLimit: 64 << 20)
    }

    /// The answer of the manager; unit files only tell where one word ends and the next begins.
    private func loaded(_ text: [UInt8], _ listing: UnitFiles.Listing?, until deadline: Deadline) async -> SourceYield {
        var seen: Set<String> = []
        let units = SystemctlShow.units(in: text).filter { unit in
            !unit.isGhost && seen.insert(unit["Id"] ?? "").inserted
        }
        let files = files
        let paths = units.map { ($0["FragmentPath"], $0["DropInPaths"]) }
        let read = await work.run(at: manager.place, until: deadline) {
            paths.map { path, dropIns in
                path.map { file in
                    let settings = files.quotedSettings(file: file, dropIns: UnitWords.split(dropIns ?? ""))
                    return (settings, UnitFileHash.of(file, files.root))
                }
            }
        }
        let isWhole = listing.map { $0.denied == nil && $0.error == nil } ?? false
        let reports = isWhole ? reports(.complete, nil) : reports(.error, "some unit files cannot be listed")
        return SourceYield(
            reports: reports,
            findings: units.enumerated().flatMap { index, unit in
                findings(unit, read?[index]?.0, hash: read?[index]?.1)
            })
    }

    private func findings(_ unit: SystemctlShow.Unit, _ settings: UnitSettings?, hash: String?) -> [Finding] {
        let words = unit["Environment"].map { UnitWords.split($0) } ?? []
        var evidence = unit.evidence(managerUID: manager.uid)
        evidence.fileHash = hash
        return query.findings(
            evidence, command: unit.command(file: settings),
            environment: Dictionary(words.compactMap { UnitSettings.assignment($0) }) { $1 },
            workingDirectory: unit["WorkingDirectory"])
    }

    /// Units as their files have them; without a state, for nobody said one.
    private func fromFiles(
        _ listing: UnitFiles.Listing?, _ outcome: SourceReport.Outcome, _ detail: String, until deadline: Deadline?
    ) async -> SourceYield {
        let reports = reports(outcome, detail)
        guard let found = listing?.files, !found.isEmpty else { return SourceYield(reports: reports) }
        let files = files
        let patience = deadline ?? .after(.seconds(1))
        let units = await work.run(at: manager.place, until: patience) {
            found.sorted { $0.key < $1.key }.map { name, file in
                (name, file, files.settings(name: name, file: file), UnitFileHash.of(file, files.root))
            }
        }
        let findings = (units ?? []).flatMap { name, file, settings, hash in
            var unit = UnitEvidence(managerUID: manager.uid, name: name)
            unit.path = file
            unit.fileHash = hash
            unit.restartPolicy = settings?.value("Service.Restart")
            unit.user = settings?.value("Service.User")
            return query.findings(
                unit, command: settings?.command, environment: settings?.environment ?? [:],
                workingDirectory: settings?.value("Service.WorkingDirectory"))
        }
        return SourceYield(reports: reports, findings: findings)
    }
}
