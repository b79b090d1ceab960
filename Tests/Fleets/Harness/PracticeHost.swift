import Foundation

/// A host of the systemd fleet seen from within, so that what Muster says can be compared with what is.
package struct PracticeHost: Sendable {
    package let name: String
    package let workstation: Workstation

    package init(_ name: String, of workstation: Workstation) {
        self.name = name
        self.workstation = workstation
    }

    /// A node's process.
    package struct NodeProcess: Hashable, Sendable {
        package var pid: Int
        /// When it started, in ticks since the machine's boot.
        package var started: Int
        package var root: String

        package var node: String { String(root.split(separator: "/").last ?? "") }
    }

    /// Runs a shell script as root.
    @discardableResult
    package func shell(_ script: String, within limit: Duration = .seconds(60)) async throws -> String {
        let outcome = try await workstation.inside(name, "sh", "-c", script, within: limit)
        return outcome.output
    }

    /// The nodes that run, oldest first.
    package func processes() async throws -> [NodeProcess] {
        let outcome = try await workstation.inside(name, "perl", "-e", Self.listing, within: .seconds(60))
        return outcome.output.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 3, let pid = Int(words[0]), let started = Int(words[1]) else { return nil }
            return NodeProcess(pid: pid, started: started, root: String(words[2]))
        }.sorted { ($0.started, $0.pid) < ($1.started, $1.pid) }
    }

    /// One process alone, since tests ask again and again.
    private static let listing = #"""
        local $/;
        for my $process (glob "/proc/[0-9]*") {
            (readlink "$process/exe" // "") =~ m{/antnode( \(deleted\))?$} or next;
            open my $line, "<", "$process/cmdline" or next;
            my @words = split /\0/, readline($line) // "";
            my ($root) = map { $words[$_ + 1] } grep { $words[$_] eq "--root-dir" } 0 .. $#words - 1;
            open my $stat, "<", "$process/stat" or next;
            my @fields = split / /, (readline($stat) // "") =~ s/^.*\) //r;
            printf "%s %s %s\n", substr($process, 6), $fields[19], $root if $root and $fields[19];
        }
        """#

    /// Names of the nodes that run, in order.
    package func running() async throws -> [String] { try await processes().map(\.node).sorted() }

    /// What nodes themselves noted of their starts and ends: word, version and root directory of each.
    package func record() async throws -> [(word: String, version: String, node: String)] {
        try await shell("cat /var/log/antnode/starts 2>/dev/null").split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 5 else { return nil }
            return (words[0], words[2], words[3].split(separator: "/").last.map(String.init) ?? "")
        }
    }

    /// How often each node was started, with any version or with one.
    package func starts(version: String? = nil) async throws -> [String: Int] {
        let starts = try await record().filter { $0.word == "start" && (version == nil || $0.version == version) }
        return Dictionary(starts.map { ($0.node, 1) }, uniquingKeysWith: +)
    }

    /// Tells nodes that run how to behave from now on, in place of everything told before.
    package func tell(_ nodes: [NodeProcess], _ settings: String) async throws {
        let files = nodes.map { "'\($0.root)/sim.control'" }.joined(separator: " ")
        guard !files.isEmpty else { return }
        try await shell("for file in \(files); do printf '%s\\n' '\(settings)' >$file; done")
    }

    /// Fixes what the host's /proc says: `load 1 1 9`, `memory_mb 500`; an empty text gives it back to what is.
    package func meter(_ settings: String) async throws {
        try await shell("printf '%s\\n' '\(settings)' >/opt/fleet/meter.conf")
    }

    /// Reboots without asking anybody, and waits for its sshd.
    package func reboot() async throws {
        _ = try? await workstation.inside(name, "systemctl", "reboot", "--force", "--force", within: .seconds(10))
        let isUp = try await eventually(within: .seconds(120), every: .milliseconds(500)) {
            try await self.shell("systemctl is-active ssh.service").contains("active\n")
        }
        guard isUp else { throw HarnessError.noHost("\(name), after its reboot") }
    }

    /// How many nodes run this version, by what they noted when they started.
    package func running(version: String) async throws -> Int {
        let pids = Set(try await processes().map { String($0.pid) })
        let script = "awk '$1 == \"start\" && $3 == \"\(version)\" { print $2 }' /var/log/antnode/starts"
        return Set(try await shell(script).split(separator: "\n").map(String.init)).intersection(pids).count
    }

    /// Ends the SSH sessions as a broken link does, seen from both ends.
    package func cutLinks() async throws {
        try await shell(
            """
            for process in /proc/[0-9]*; do
                case $(tr '\\0' ' ' <$process/cmdline) in "sshd: "*@* | "sshd: "*"[priv]"*) kill -9 ${process#/proc/} ;; esac
            done 2>/dev/null
            """)
    }

    /// Lets nobody in any more and ends the sessions that are: the host is cut off.
    package func closeDoor() async throws {
        try await shell("systemctl stop ssh.service")
        try await cutLinks()
    }

    package func openDoor() async throws { try await shell("systemctl start ssh.service") }

    /// Ends the agents, as a crash or the kernel's memory killer would.
    package func killAgents() async throws {
        try await shell(
            """
            for process in /proc/[0-9]*; do
                case $(readlink $process/exe) in *muster-agent*) kill -9 ${process#/proc/} ;; esac
            done 2>/dev/null
            """)
    }

    /// Stops all nodes behind everybody's back, by whatever owns them.
    package func breakNodes() async throws {
        try await shell(
            """
            systemctl stop 'antnode*.service'
            runuser -u ant -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user stop 'antnode*.service'
            for process in /proc/[0-9]*; do
                case $(readlink $process/exe) in */antnode*) kill -9 ${process#/proc/} ;; esac
            done 2>/dev/null
            """)
    }

    /// Takes every trace of nodes and of Muster off the host, but the agent's program.
    package func wipe() async throws {
        try await killAgents()
        try await shell(
            """
            user() { runuser -u ant -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user "$@"; }
            systemctl stop 'antnode*.service' --no-block; user stop 'antnode*.service' --no-block
            for process in /proc/[0-9]*; do
                case $(readlink $process/exe) in */antnode*) kill -9 ${process#/proc/} ;; esac
            done
            rm -rf /var/antctl/services/* /var/antctl/services/.[!.]* /var/log/antnode/* /var/lib/muster /run/muster*
            rm -rf /home/ant/.local/state/muster /home/ant/.local/share/autonomi /home/ant/.config/systemd/user/antnode*
            rm -rf /home/ant/.config/systemd/user/*/antnode* /home/op/.local/state/muster
            rm -rf /etc/systemd/system/antnode* /etc/systemd/system/*/antnode* /opt/fleet/meter.conf /var/tmp/muster/lease-*
            chown ant:ant /var/antctl/services; chmod 755 /var/antctl/services
            systemctl daemon-reload; user daemon-reload
            systemctl reset-failed; user reset-failed
            """)
    }
}
