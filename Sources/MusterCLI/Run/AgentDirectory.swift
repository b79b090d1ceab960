import MusterFleet
import MusterIO
import MusterModel

extension ContextOptions {
    /// Starts agents from the directory that was named, or from the one that belongs to the program.
    func agentStarter(in session: Session) throws -> AgentStarter {
        AgentStarter(catalogue: try agentCatalogue(in: session), randomness: session.randomness)
    }

    func agentCatalogue(in session: Session) throws -> AgentCatalogue {
        let directory = agentDirectory ?? Self.agentDirectory(ofProgram: session.environment.programPath)
        return try AgentCatalogue(directory: directory)
    }

    /// `PREFIX/bin/muster` → `PREFIX/libexec/muster`; of a build in `.build/debug` it is `.build/libexec/muster`.
    static func agentDirectory(ofProgram path: String) -> String {
        var components = path.split(separator: "/").dropLast()
        if let build = components.lastIndex(of: ".build") {
            components = components[...build]
        } else {
            components = components.dropLast()
        }
        return "/" + components.joined(separator: "/") + "/libexec/muster"
    }
}
