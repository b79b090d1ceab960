import MusterIO
import MusterModel

/// The command lines by which one systemd manager is told what to do.
struct SystemdCommands: Sendable {
    /// `nil` for the system manager.
    let managerUID: UInt32?
    /// To be taken on by the child; `nil` if we are the right one.
    let identity: Command.Identity?

    static let properties = [
        "Id", "LoadState", "ActiveState", "SubState", "Result", "MainPID", "NRestarts", "InvocationID",
        "UnitFileState", "FragmentPath", "ConditionResult",
    ]

    func show(_ unit: String) -> Command {
        systemctl(["show", "--no-pager", "--property=" + Self.properties.joined(separator: ","), "--", unit])
    }

    /// The manager's own version; answered only by a manager that can be reached.
    var version: Command { systemctl(["show", "--no-pager", "--property=Version"]) }

    func verb(_ verb: String, _ unit: String) -> Command { systemctl([verb, "--no-pager", "--", unit]) }

    var reload: Command { systemctl(["daemon-reload", "--no-pager"]) }

    private func systemctl(_ arguments: [String]) -> Command {
        Command(
            ["systemctl"] + (managerUID == nil ? [] : ["--user"]) + arguments, environment: environment,
            identity: identity, outputLimit: 64 << 10)
    }

    private var environment: [String: String] {
        var environment = Command.plainEnvironment
        environment["SYSTEMD_COLORS"] = "0"
        if let managerUID { environment["XDG_RUNTIME_DIR"] = "/run/user/\(managerUID)" }
        return environment
    }

    /// The major number of `Version=252.30-1~deb12u2`; 0 where there is none.
    static func major(_ answer: String) -> Int {
        let sign = answer.firstIndex(of: "=").map { answer.index(after: $0) } ?? answer.startIndex
        return Int(answer[sign...].prefix { $0.isNumber }) ?? 0
    }
}

extension SystemctlShow.Unit {
    /// What the manager's answer says of a node's life.
    func serviceState(managerUID: UInt32?) -> ServiceState {
        let unit = evidence(managerUID: managerUID)
        let state = unit.activeState ?? "unknown"
        let life: ServiceState.Life =
            switch state {
            case "active", "reloading": unit.mainPID == nil ? .down : .up
            case "activating": .starting
            case "deactivating": .stopping
            default: .down
            }
        let result = unit.result.flatMap { $0 == "success" ? nil : " (\($0))" } ?? ""
        return ServiceState(
            life: life, pid: unit.mainPID, startedAfterBoot: nil, restarts: unit.restarts, unit: unit,
            words: (unit.loadState == "not-found" ? "not found" : state) + result)
    }
}
