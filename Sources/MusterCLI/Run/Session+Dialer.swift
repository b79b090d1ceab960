import Glibc
import MusterFleet
import MusterIO
import MusterModel
import MusterSSH

extension Session {
    /// Reads the operator's side of SSH once, for all hosts of a run.
    func dialer(
        hosts: [HostTarget], lastAddresses: [HostName: String], _ options: TouchOptions
    ) async throws -> SSHHostDialer {
        if let file = options.context.sshConfigFile, file != "none", (try? FileInfo.of(file)) == nil {
            throw CommandError.usage(
                "there is no SSH configuration at \(file)", fix: "name a file with --ssh-config, or leave it out")
        }
        let loop = try EventLoop(name: "muster-ssh")
        loop.start()
        let config = await SSHConfig(
            SSHConfig.Surroundings(
                user: environment.userName, uid: getuid(), home: environment.home,
                environment: environment.variables, file: options.context.sshConfigFile,
                cachePath: Paths(environment).cache + "/ssh-config.json"),
            runner: SpawnRunner(loop: loop), until: .after(.seconds(10)))
        if let notice = config.notice { output.note("muster: \(notice.message)") }
        let surroundings = SSHHostDialer.Surroundings(
            dialer: SSHDialer(loop: loop, limits: SSHLimits(within: options.context.timeout.duration)), config: config,
            keyFiles: KeyFiles(owner: getuid(), abilities: .linked), agentSocket: environment["SSH_AUTH_SOCK"],
            password: options.asksPassword ? try askPassword() : nil, randomness: randomness)
        return SSHHostDialer(surroundings, hosts: hosts, lastAddresses: lastAddresses)
    }

    private func askPassword() throws(CommandError) -> String {
        guard environment.canAsk else {
            throw .noTerminal(question: "Password for the hosts", fix: "run it in a terminal, or use a key")
        }
        guard let password = prompt.askSecret("Password for the hosts: ") else { throw .refused }
        return password
    }
}
