package import MusterIO
package import MusterModel

/// Everything from outside the program that a verb may use; `launch` makes the real one, tests make their own.
package struct Session: Sendable {
    package var environment: Environment
    package var output: any Output
    package var prompt: any Prompt
    package var editor: any Editor
    /// The wall clock, for display and for the age of what is stored.
    package var now: @Sendable () -> Timestamp
    package var randomness: Randomness
    /// The run of which everything that begins now is a retry.
    var retryOf: String?

    package init(
        environment: Environment, output: any Output, prompt: any Prompt, editor: any Editor,
        now: @escaping @Sendable () -> Timestamp, randomness: Randomness = .system
    ) {
        self.environment = environment
        self.output = output
        self.prompt = prompt
        self.editor = editor
        self.now = now
        self.randomness = randomness
    }

    /// Who runs the program and where, for the history.
    var `operator`: String { "\(environment.userName)@\(environment.hostName)" }

    /// Columns that results may take; `nil` where no terminal shows them.
    package var outputWidth: Int? { environment.isOutputTerminal ? environment.terminalWidth : nil }

    /// Asks for a yes; without a terminal that is an error which names the option to use instead.
    package func confirm(_ question: String, insteadUse fix: String) throws(CommandError) -> Bool {
        guard environment.canAsk else { throw .noTerminal(question: question, fix: fix) }
        let answer = prompt.ask("\(question) [y/N] ")?.lowercased()
        return answer == "y" || answer == "yes"
    }
}

/// Where results and remarks go.
package protocol Output: Sendable {
    /// Results, to standard output.
    func write(_ text: String)
    /// Errors, progress and remarks, to standard error.
    func note(_ text: String)
    /// A line in progress, to standard error, without a line's end.
    func draw(_ text: String)
}

extension Output {
    package func draw(_ text: String) {}
}

package protocol Prompt: Sendable {
    /// Shows the question and reads a line; `nil` at the end of the input.
    func ask(_ question: String) -> String?
    /// The same without showing what is typed.
    func askSecret(_ question: String) -> String?
}

extension Prompt {
    package func askSecret(_ question: String) -> String? { ask(question) }
}

package protocol Editor: Sendable {
    /// Lets the operator change a file, and waits until the editor has ended.
    func edit(_ path: String, with command: String) throws(CommandError)
}
