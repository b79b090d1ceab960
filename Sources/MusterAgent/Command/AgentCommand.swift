import MusterModel

/// What a command line asks of the agent.
package enum AgentCommand: Hashable, Sendable {
    /// Talk to a controller over standard input and output.
    case serve
    case survey(SurveyOptions)
    case sample(SampleOptions)
    case version
    case help

    package struct SurveyOptions: Hashable, Sendable {
        /// Files of service kinds; none means the built-in kind `antnode`.
        package var kindFiles: [String]
        package var isPretty: Bool

        package init(kindFiles: [String] = [], isPretty: Bool = false) {
            self.kindFiles = kindFiles
            self.isPretty = isPretty
        }
    }

    package struct SampleOptions: Hashable, Sendable {
        package var isPretty: Bool

        package init(isPretty: Bool = false) { self.isPretty = isPretty }
    }

    /// - Parameter arguments: the command line without the program's name.
    package static func parse(_ arguments: [String]) throws(UsageError) -> AgentCommand {
        var words = arguments[...]
        guard let verb = words.popFirst() else { throw .noVerb }
        if words.contains("--help") || words.contains("-h") { return .help }
        switch verb {
        case "serve": return try without(words, .serve, verb)
        case "version", "--version": return try without(words, .version, verb)
        case "help", "--help", "-h": return .help
        case "survey": return .survey(try surveyOptions(words))
        case "sample": return .sample(try sampleOptions(words))
        default: throw .unknownVerb(verb)
        }
    }

    private static func without(
        _ words: ArraySlice<String>, _ command: AgentCommand, _ verb: String
    ) throws(UsageError) -> AgentCommand {
        if let word = words.first { throw .unknownWord(word, verb: verb) }
        return command
    }

    private static func surveyOptions(_ words: ArraySlice<String>) throws(UsageError) -> SurveyOptions {
        var options = SurveyOptions()
        var rest = words
        while let word = rest.popFirst() {
            switch word {
            case "--pretty": options.isPretty = true
            case "--kind-file":
                guard let file = rest.popFirst(), !file.isEmpty else { throw .noValue(option: word) }
                options.kindFiles.append(file)
            case _ where word.hasPrefix("--kind-file="):
                options.kindFiles.append(String(word.dropFirst("--kind-file=".count)))
            default: throw .unknownWord(word, verb: "survey")
            }
        }
        return options
    }

    private static func sampleOptions(_ words: ArraySlice<String>) throws(UsageError) -> SampleOptions {
        var options = SampleOptions()
        for word in words {
            guard word == "--pretty" else { throw .unknownWord(word, verb: "sample") }
            options.isPretty = true
        }
        return options
    }
}

/// A command line that means nothing.
package enum UsageError: UserFacingError, Hashable {
    case noVerb
    case unknownVerb(String)
    case unknownWord(String, verb: String)
    case noValue(option: String)

    package var message: String {
        switch self {
        case .noVerb: "a verb is missing"
        case .unknownVerb(let verb): "there is no verb '\(verb)'"
        case .unknownWord(let word, let verb): "'\(word)' means nothing to '\(verb)'"
        case .noValue(let option): "\(option) needs a value"
        }
    }

    package var fix: String? { "run `muster-agent --help`" }
}
