import Foundation

/// The process's surroundings, read once when it starts.
package struct Environment: Sendable {
    package var variables: [String: String]
    package var currentDirectory: String
    /// The program's own path, links resolved; what belongs to it is found relative to it.
    package var programPath: String
    /// The operator's login name, as the user database knows it.
    package var userName: String
    /// This machine's name, without its domain.
    package var hostName: String
    /// Columns of the terminal at standard output.
    package var terminalWidth: Int?
    package var isOutputTerminal: Bool
    package var isErrorTerminal: Bool
    package var isInputTerminal: Bool

    package init(
        variables: [String: String], currentDirectory: String, programPath: String = "", userName: String = "operator",
        hostName: String = "localhost",
        terminalWidth: Int? = nil,
        isOutputTerminal: Bool = false, isErrorTerminal: Bool = false, isInputTerminal: Bool = false
    ) {
        self.variables = variables
        self.currentDirectory = currentDirectory
        self.programPath = programPath
        self.userName = userName
        self.hostName = hostName
        self.terminalWidth = terminalWidth
        self.isOutputTerminal = isOutputTerminal
        self.isErrorTerminal = isErrorTerminal
        self.isInputTerminal = isInputTerminal
    }

    /// Whether somebody sees a question and can answer it.
    package var canAsk: Bool { isInputTerminal && isErrorTerminal }

    /// `nil` where a variable is not set or empty, which the XDG specification treats alike.
    package subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    package var home: String { self["HOME"] ?? "/" }
}

extension Environment {
    /// Of this process.
    static func current() -> Environment {
        Environment(
            variables: ProcessInfo.processInfo.environment,
            currentDirectory: FileManager.default.currentDirectoryPath,
            programPath: Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? "",
            userName: NSUserName(),
            hostName: ProcessInfo.processInfo.hostName.split(separator: ".").first.map(String.init) ?? "localhost",
            terminalWidth: columns(),
            isOutputTerminal: isatty(1) == 1, isErrorTerminal: isatty(2) == 1, isInputTerminal: isatty(0) == 1)
    }

    private static func columns() -> Int? {
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
