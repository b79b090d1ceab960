import Glibc
import MusterHost
package import MusterIO
import MusterModel
import MusterWire

/// The program: runs one command line to its exit code.
package struct AgentProgram: Sendable {
    private let input: Int32
    private let output: Int32
    private let errorOutput: Int32
    private let makeHost: @Sendable (EventLoop) -> AgentHost

    package init(
        input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, errorOutput: Int32 = STDERR_FILENO,
        host: @escaping @Sendable (EventLoop) -> AgentHost = { AgentHost(machineOn: $0) }
    ) {
        self.input = input
        self.output = output
        self.errorOutput = errorOutput
        makeHost = host
    }

    /// - Parameter arguments: the command line without the program's name.
    package func run(_ arguments: [String]) -> Int32 {
        do {
            try perform(try AgentCommand.parse(arguments))
            return 0
        } catch let error as UsageError {
            return fail(error, 2)
        } catch let error as KindFileError {
            return fail(error, 2)
        } catch let error as any UserFacingError {
            return fail(error, 1)
        } catch {
            return fail(AgentFailure(message: "\(error)"), 1)
        }
    }

    private func perform(_ command: AgentCommand) throws {
        switch command {
        case .help: try say(AgentHelp.text)
        case .version: try say("muster-agent \(MusterVersion.current)")
        case .serve: try serve()
        case .sample(let options): try sample(options)
        case .survey(let options): try survey(options)
        }
    }

    private func serve() throws {
        // A dying connection hangs up; the end of the input says the same in good order.
        signal(SIGHUP, SIG_IGN)
        // sudo hands on what ends its session; an action in its middle must not end with it.
        try Termination.ends(input: input)
        let ending = try onLoop { host in try await Agent(host: host).serve(input: input, output: output) }
        if let failure = ending.failure { throw AgentFailure(message: failure) }
    }

    private func sample(_ options: AgentCommand.SampleOptions) throws {
        let interval = Duration.milliseconds(SurveyRequest.defaultSampleInterval)
        let result = try onLoop { host in try await host.sampler.sample(over: interval, on: host.loop) }
        for report in result.reports { note("\(report.id): \(report.detail ?? report.outcome.rawValue)") }
        try say(JSON(encoding: result.sample), options.isPretty)
    }

    private func survey(_ options: AgentCommand.SurveyOptions) throws {
        let kinds = options.kindFiles.isEmpty ? [.antnode] : try KindFile.kinds(in: options.kindFiles)
        let survey = try onLoop { host in try await Self.survey(of: kinds, on: host) }
        try say(JSON(encoding: survey), options.isPretty)
    }

    private static func survey(of kinds: [ServiceKind], on host: AgentHost) async throws -> Survey {
        var assembler = SurveyAssembler(id: 0, limits: SurveyAssembler.Limits(bytes: .max, nodes: .max))
        do {
            try await SurveyRun(host: host, request: SurveyRequest(kinds: kinds)).run { line in
                assembler.receive(Envelope(id: 0, body: line))
            }
        } catch SurveyRun.Failure.facts(let error) {
            throw error
        }
        guard let survey = assembler.survey else { throw AgentFailure(message: "the survey has no sample") }
        return survey
    }

    /// Runs everything on this thread, behind everybody else's work.
    private func onLoop<Value: Sendable>(
        _ body: @escaping @Sendable (AgentHost) async throws -> Value
    ) throws -> Value {
        Priority.lower()
        let loop = try EventLoop(name: "agent")
        let host = makeHost(loop)
        return try loop.run { try await body(host) }
    }
}

extension AgentProgram {
    private func say(_ json: JSON, _ isPretty: Bool) throws { try say(isPretty ? json.prettyText : json.text) }

    private func say(_ text: String) throws { try File.writeAll(output, Array("\(text)\n".utf8), "standard output") }

    private func note(_ text: String) {
        try? File.writeAll(errorOutput, Array("muster-agent: \(PlainText.printable(text))\n".utf8), "standard error")
    }

    private func fail(_ error: any UserFacingError, _ code: Int32) -> Int32 {
        note(error.fix.map { "\(error.message); \($0)" } ?? error.message)
        return code
    }
}

/// What went wrong with no error type of its own.
private struct AgentFailure: UserFacingError {
    var message: String
}
