package import MusterIO

/// The operator's SSH configuration, as OpenSSH itself reads it.
///
/// `ssh -G` knows every rule of ssh_config(5). It is asked only where some file holds more than the distributions'
/// defaults, and its answers are kept as long as neither a file nor `ssh` changes.
package actor SSHConfig {
    /// Who asks, and where things are.
    package struct Surroundings: Sendable {
        /// The operator's name and uid.
        package var user: String
        package var uid: UInt32
        package var home: String
        /// For the child process.
        package var environment: [String: String]
        /// In place of `~/.ssh/config` and the system's file.
        package var file: String?
        package var systemFile = "/etc/ssh/ssh_config"
        /// Where answers are kept between runs; `nil` keeps none.
        package var cachePath: String?

        package init(
            user: String, uid: UInt32, home: String, environment: [String: String], file: String? = nil,
            cachePath: String? = nil
        ) {
            self.user = user
            self.uid = uid
            self.home = home
            self.environment = environment
            self.file = file
            self.cachePath = cachePath
        }
    }

    private let surroundings: Surroundings
    private let files: SSHConfigFiles
    private let runner: any CommandRunner
    private var cache: SSHConfigCache?
    /// A first run over a large fleet must not start thousands of processes at once.
    private var places = Places(4)
    /// What to tell the operator once.
    package nonisolated let notice: SSHConfigError?

    /// Reads the files, and asks `ssh` for its version if they matter.
    package init(_ surroundings: Surroundings, runner: any CommandRunner, until deadline: Deadline) async {
        let files = SSHConfigFiles(
            file: surroundings.file, home: surroundings.home, system: surroundings.systemFile)
        self.surroundings = surroundings
        self.files = files
        self.runner = runner
        guard files.isSignificant else {
            notice = nil
            return
        }
        let command = Command(["ssh", "-V"], environment: surroundings.environment, outputLimit: 4096)
        do throws(CommandError) {
            let version = try await runner.run(command, until: deadline).errorOutput.text
            notice = nil
            cache = Self.cache(surroundings, files, version: version)
        } catch .notFound {
            notice = .noProgram(files: files.paths)
        } catch {
            notice = .notResolved(host: "any host", error)
        }
    }

    /// Everything that the configuration says about one host; what the query states comes first.
    package func settings(
        for query: SSHConfigQuery, until deadline: Deadline
    ) async throws(SSHConfigError) -> SSHSettings {
        guard files.isSignificant, !isWithoutProgram else { return defaults(query) }
        let text = try await answer(query, until: deadline)
        let output = SSHConfigOutput(text, host: query.host, home: surroundings.home)
        return try output.settings(user: surroundings.user)
    }

    /// Keeps the answers for the next run.
    package func save() { cache?.save() }

    private var isWithoutProgram: Bool {
        if case .noProgram = notice { true } else { false }
    }

    private func defaults(_ query: SSHConfigQuery) -> SSHSettings {
        var settings = SSHSettings(host: query.host, user: query.user ?? surroundings.user, home: surroundings.home)
        settings.port = query.port ?? settings.port
        settings.hashKnownHosts = files.hashesKnownHosts
        return settings
    }

    private func answer(_ query: SSHConfigQuery, until deadline: Deadline) async throws(SSHConfigError) -> String {
        if let known = cache?[query] { return known }
        let answer = SSHConfigOutput.relevant(try await ask(query, until: deadline))
        cache?[query] = answer
        return answer
    }

    private func ask(_ query: SSHConfigQuery, until deadline: Deadline) async throws(SSHConfigError) -> String {
        let command = Command(
            query.arguments(file: surroundings.file), environment: surroundings.environment, outputLimit: 64 << 10)
        if !places.take() { await withCheckedContinuation { places.wait($0) } }
        defer { places.leave() }
        let output: CommandOutput
        do throws(CommandError) {
            output = try await runner.run(command, until: deadline)
        } catch {
            throw .notResolved(host: query.host, error)
        }
        guard output.status.isSuccess, !output.output.isTruncated else {
            throw .refused(host: query.host, reason: Self.firstLine(of: output.errorOutput.text))
        }
        return output.output.text
    }

    /// The answers may be kept if the files alone decide them.
    private static func cache(_ surroundings: Surroundings, _ files: SSHConfigFiles, version: String) -> SSHConfigCache?
    {
        guard let path = surroundings.cachePath, !files.isVolatile else { return nil }
        var state = SHA256()
        for part in [files.fingerprint, version, surroundings.user, surroundings.home, surroundings.file ?? ""] {
            state.update(Array("\(part)\0".utf8))
        }
        return SSHConfigCache(path: path, state: state.hexDigest, owner: surroundings.uid)
    }

    private static func firstLine(of text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first ?? "it gave no reason"
        return String(
            line.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(300).map(Character.init))
    }
}
