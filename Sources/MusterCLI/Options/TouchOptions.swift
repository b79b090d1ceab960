import ArgumentParser

/// Everything that a verb which touches hosts takes beside its own options.
struct TouchOptions: ParsableArguments {
    @OptionGroup var hosts: HostOptions
    @OptionGroup var context: ContextOptions
    @OptionGroup var output: OutputOptions

    @Flag(name: .customLong("ask-pass"), help: "Ask once for a password, and use it where no key is accepted.")
    var asksPassword = false
}
