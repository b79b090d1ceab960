import ArgumentParser
import MusterFleet
import MusterModel

/// Where the program of new and upgraded nodes comes from.
struct BinaryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file on this machine: sent to each host once, compared by hash. host:PATH is one on the hosts.",
            valueName: "path"))
    var binary: String?

    @Option(help: ArgumentHelp("A file that is on the hosts already.", valueName: "path"))
    var hostBinary: String?

    @Option(help: ArgumentHelp("The version that the program must say; any without it.", valueName: "version"))
    var version: String?

    @Flag(help: "Take a lower version than the one that runs.")
    var downgrade = false

    func validate() throws {
        guard binary == nil || hostBinary == nil else {
            throw ValidationError("--binary and --host-binary exclude each other")
        }
        if let version, ReleaseVersion(version) == nil {
            throw ValidationError("--version takes a version such as 0.4.17, not '\(version)'")
        }
        if let path = pathOnHosts, !path.hasPrefix("/") {
            throw ValidationError("a path on the hosts begins with /: '\(path)'")
        }
    }

    /// The file on this machine that has to be sent.
    var localPath: String? { binary.flatMap { $0.hasPrefix("host:") ? nil : $0 } }

    private var pathOnHosts: String? {
        hostBinary ?? binary.flatMap { $0.hasPrefix("host:") ? String($0.dropFirst(5)) : nil }
    }

    /// What nodes of a host are made from.
    ///
    /// - Parameter pushed: what sending brought, where there was something to send.
    func source(on target: HostTarget, kind: String, pushed: BinarySource?, home: String?) throws(CommandError)
        -> BinarySource?
    {
        if var pushed {
            pushed.version = version ?? pushed.version
            pushed.allowsDowngrade = downgrade
            return pushed
        }
        if let pathOnHosts { return BinarySource(path: pathOnHosts, version: version, allowsDowngrade: downgrade) }
        guard version != nil || downgrade else { return nil }
        guard let written = target.policy.text(.antnodePath, kind: kind), let path = Self.expanded(written, home: home)
        else {
            throw .usage(
                "it is not known which file on \(target.name) has version \(version ?? "that is wanted")",
                fix: "give --binary or --host-binary, or write `antnode_path` in the policy")
        }
        return BinarySource(path: path, version: version, allowsDowngrade: downgrade)
    }

    private static func expanded(_ path: String, home: String?) -> String? {
        guard path.hasPrefix("~/") else { return path }
        return home.map { $0 + path.dropFirst(1) }
    }

    var spoken: [String] {
        (binary.map { ["--binary", $0] } ?? []) + (hostBinary.map { ["--host-binary", $0] } ?? [])
            + (version.map { ["--version", $0] } ?? []) + (downgrade ? ["--downgrade"] : [])
    }
}
