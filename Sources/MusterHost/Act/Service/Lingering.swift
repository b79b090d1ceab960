import MusterIO
import MusterModel

/// Whether a user's manager runs, and goes on running when the user has logged out.
struct Lingering: Sendable {
    let root: HostRoot
    let loop: EventLoop
    let runner: any CommandRunner
    /// `nil` for the system manager, which always does.
    let user: UserDatabase.User?

    private static let pause: Duration = .milliseconds(100)

    /// Switches it on where it is off; answers with what was done, in words.
    func ensure(until deadline: Deadline) async throws(ActionFailure) -> [String] {
        guard let user else {
            guard isThere("/run/systemd/system") else {
                throw .refused(
                    .noManager, "systemd does not run on this host", fix: "set service_manager: process")
            }
            return []
        }
        var steps: [String] = []
        if !isThere("/var/lib/systemd/linger/\(user.name)") {
            try await switchOn(user, until: deadline)
            steps = ["lingering of \(user.name) switched on (`loginctl disable-linger \(user.name)` undoes it)"]
        }
        try await awaitManager(user, until: deadline)
        return steps
    }

    private func switchOn(_ user: UserDatabase.User, until deadline: Deadline) async throws(ActionFailure) {
        let command = Command(["loginctl", "--no-ask-password", "enable-linger", user.name], outputLimit: 4096)
        let answer = try await runner.attempt("switch lingering on", command, until: deadline)
        guard answer.status.isSuccess else {
            var failure = ActionFailure(answer, of: "loginctl", step: "switch lingering on")
            failure.fault = .noManager
            failure.fix = "run `sudo loginctl enable-linger \(user.name)` on the host"
            throw failure
        }
    }

    /// A manager that has just been told to linger needs a moment to come up.
    private func awaitManager(_ user: UserDatabase.User, until deadline: Deadline) async throws(ActionFailure) {
        let bound = min(deadline, loop.now + .seconds(10))
        while !isThere("/run/user/\(user.uid)/systemd/private") {
            guard loop.now < bound else {
                throw ActionFailure(
                    .noManager, "the service manager of \(user.name) does not run", step: "reach user manager",
                    fix: "see `systemctl status user@\(user.uid)` on the host")
            }
            try? await loop.sleep(until: min(bound, loop.now + Self.pause))
            if Task.isCancelled { throw ActionFailure(.timeout, "cancelled", step: "reach user manager") }
        }
    }

    private func isThere(_ path: String) -> Bool { (try? FileInfo.of(root.path(path))) != nil }
}
