import MusterModel

/// Why the agent could not be put on a host.
package enum InstallError: Error, Hashable {
    /// `sudo -n` did not run the probe; holds what it said.
    case becomeFailed(String)
    /// The probe's sentinel never came; holds what the shell said instead.
    case noAnswer(String)
    case unsupportedSystem(String)
    /// No agent was built for that architecture.
    case noBinary(architecture: String)
    case diskFull(mountPoint: String, free: UInt64, needed: UInt64)
    case noExec(mountPoint: String)
    case readOnly(mountPoint: String)
    case notWritable(path: String)
    case noHashTool
    /// The bytes that arrived are not those that were sent.
    case damaged
    /// The upload's script stopped at `step`.
    case failed(step: String, detail: String)
    /// The file is in place and does not run.
    case doesNotRun(String)
}

extension InstallError: HostProblem {
    package var step: String { "install agent" }
    package var isUnreachable: Bool { false }

    package var message: String {
        switch self {
        case .becomeFailed(let said): "sudo -n did not work: \(said)"
        case .noAnswer(let said): "the login shell ran nothing: \(said)"
        case .unsupportedSystem(let name): "the agent runs on Linux, and this host says it is \(name)"
        case .noBinary(let architecture): "no agent was built for \(architecture)"
        case .diskFull(let mount, let free, let needed):
            "the disk at \(mount) is full: \(free / 1024) KiB free, \(needed / 1024) KiB needed for the agent"
        case .noExec(let mount): "\(mount) is mounted noexec, so the agent cannot run from there"
        case .readOnly(let mount): "\(mount) is mounted read-only, so the agent cannot be stored there"
        case .notWritable(let path): "\(path) cannot be written to"
        case .noHashTool: "the host has none of sha256sum, shasum and openssl to check the agent's bytes with"
        case .damaged: "the agent arrived damaged"
        case .failed(let step, let detail): "could not \(step): \(detail)"
        case .doesNotRun(let said): "the agent is in place and does not run: \(said)"
        }
    }

    package var fix: String? {
        switch self {
        case .becomeFailed: "allow the user `NOPASSWD: ALL` in sudoers, or remove `become: sudo` from the host"
        case .noAnswer: "try `ssh HOST /bin/sh -c true` and look at the shell's start-up files"
        case .unsupportedSystem: "remove the host from the inventory"
        case .noBinary(let architecture):
            "run `make agent` on a \(architecture) machine and copy its files to --agent-dir"
        case .diskFull: "free some space, then try again"
        case .noExec: "set `become: sudo` for the host, so that the agent lives in /usr/local/lib/muster"
        case .readOnly: "remount it read-write and look at the kernel log for disk errors"
        case .notWritable: "give the login user a home directory of its own, or set `become: sudo`"
        case .noHashTool: "install coreutils on the host"
        case .damaged: "try again"
        case .failed, .doesNotRun: nil
        }
    }
}
