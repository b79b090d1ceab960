import Glibc
import MusterHost
import MusterIO

/// Moves this program out of the login session that it was started in.
///
/// Where `KillUserProcesses=yes` is set, systemd ends all that a session started with the session, an action in its
/// middle included.
struct OwnScope: Sendable {
    let root: HostRoot
    let loop: EventLoop
    let runner: any CommandRunner
    let uid: UInt32

    private static let patience: Duration = .seconds(5)
    private static let pause: Duration = .milliseconds(20)

    /// `nil` once it is out, or where there is no session to get out of; else what is in the way.
    func enter() async -> String? {
        guard (try? FileInfo.of(root.path("/run/systemd/system")))?.kind == .directory, isInSession else { return nil }
        let deadline = loop.now + Self.patience
        do throws(CommandError) {
            let output = try await runner.run(command, until: deadline)
            guard output.status.isSuccess else { return "busctl: \(output.errorOutput.text.prefix(200))" }
        } catch {
            return error.message
        }
        // The manager answers when it has taken the order; the move follows.
        while isInSession {
            guard loop.now < deadline else { return "the service manager did not move it in time" }
            do { try await loop.sleep(until: loop.now + Self.pause) } catch { return "cancelled" }
        }
        return nil
    }

    /// Sessions of systemd-logind are scopes of that name.
    private var isInSession: Bool {
        guard let text = try? File.text(root.path("/proc/self/cgroup")) else { return false }
        return text.split(separator: "\n").contains { line in
            line.split(separator: "/").contains { $0.hasPrefix("session-") && $0.hasSuffix(".scope") }
        }
    }

    private var command: Command {
        let pid = String(getpid())
        var environment = Command.plainEnvironment
        environment["XDG_RUNTIME_DIR"] = "/run/user/\(uid)"
        let call = [
            "call", "org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager",
            "StartTransientUnit", "ssa(sv)a(sa(sv))", "muster-agent-\(pid).scope", "fail", "2", "Description", "s",
            "Muster acts on this host", "PIDs", "au", "1", pid, "0",
        ]
        return Command(["busctl", uid == 0 ? "--system" : "--user"] + call, environment: environment)
    }
}
