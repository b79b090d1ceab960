import Glibc
import MusterIO
import MusterModel

/// The program: from arguments to an exit code.
package struct NodeProgram {
    private let variable: (String) -> String?
    private let complain: (String) -> Void

    /// `variable` looks into the environment, `complain` writes to standard error.
    package init(variable: @escaping (String) -> String?, complain: @escaping (String) -> Void) {
        self.variable = variable
        self.complain = complain
    }

    /// `arguments` without the program's name.
    package func run(_ arguments: [String]) -> Int32 {
        do {
            let behaviour = try orders()
            switch try NodeCommand.parse(arguments) {
            case .run(let node): return try live(node, behaviour)
            case .help: print(Self.help)
            case .version: print(release(behaviour).text, terminator: "")
            case .packageVersion: print("Package version: \(NodeRelease.packageVersion)")
            case .crateVersion: print("Crate version: \(release(behaviour).version)")
            case .protocolVersion: print("Network version: \(NodeRelease.protocolVersion)")
            }
            return 0
        } catch let error as ArgumentError {
            complain("error: \(error.message)\n\nUsage: antnode [OPTIONS] [COMMAND]\n\n\(error.fix ?? "")\n")
            return error.exitCode
        } catch {
            complain("error: \((error as? any UserFacingError)?.message ?? "\(error)")\n")
            return 1
        }
    }

    /// What the release line of the binary and the environment say.
    private func orders() throws -> Behaviour {
        let tail = try File.tail("/proc/self/exe", limit: ReleaseLine.limit)
        return try Behaviour().applying(ReleaseLine.settings(tail: tail)).applying(variables: variable)
    }

    private func release(_ behaviour: Behaviour) -> NodeRelease {
        behaviour.version.map(NodeRelease.init) ?? .standard
    }

    private func live(_ arguments: NodeArguments, _ behaviour: Behaviour) throws -> Int32 {
        let place = try NodePlace(arguments, home: variable("HOME") ?? "/")
        let loop = try EventLoop(name: "node")
        let node = try Node(arguments, place: place, behaviour: behaviour, loop: loop)
        return loop.run { await node.run() }
    }

    private static let help = """
        A node to practise on: it takes an antnode's command line and stores, asks and pays nothing.

        Usage: antnode [OPTIONS] [COMMAND]

        Options that have an effect:
          --root-dir PATH             identity and records
          --port N                    UDP port that is held; 0 takes a free one
          --metrics-server-port N     pages on 127.0.0.1; 0 takes a free one
          --enable-metrics-server     pages, on a free port unless one is given
          --log-output-dest DEST      stdout, data-dir or a directory
          --rewards-address 0x…       required
          --version                   four lines
        Commands: evm-arbitrum-one, evm-arbitrum-sepolia-test, evm-custom
        """
}
