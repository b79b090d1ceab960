import ArgumentParser

/// Everything that a verb which touches hosts takes beside its own options.
struct TouchOptions: ParsableArguments {
    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions
    @OptionGroup var ssh: SSHOptions
    @OptionGroup var output: OutputOptions
}

/// How sessions are opened, beyond what the inventory and the SSH configuration say.
struct SSHOptions: ParsableArguments {
    @Option(
        name: .customLong("ssh-config"),
        help: ArgumentHelp("SSH configuration in place of ~/.ssh/config, as ssh -F.", valueName: "file"))
    var configFile: String?

    @Flag(name: .customLong("ask-pass"), help: "Ask once for a password, and use it where no key is accepted.")
    var asksPassword = false
}
