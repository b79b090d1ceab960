import ArgumentParser

/// For verbs that do something on hosts: the whole fleet only when it is asked for.
struct ChangeOptions: ParsableArguments {
    @Flag(help: "All hosts of the inventory.")
    var all = false

    /// What of this belongs into the history.
    var spoken: [String] { all ? ["--all"] : [] }

    /// Refuses a command line that names neither hosts nor `--all`, or both.
    func check(_ hosts: HostOptions) throws {
        let isNamed = !hosts.words.isEmpty
        guard isNamed || all else { throw ValidationError("name hosts, or say --all") }
        guard !(isNamed && all) || hosts.words.first == "where" else {
            throw ValidationError("either name hosts or say --all, not both")
        }
    }
}
