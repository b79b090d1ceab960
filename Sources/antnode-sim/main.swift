import Glibc
import MusterSim

let program = NodeProgram(
    variable: { name in getenv(name).map { String(cString: $0) } },
    complain: { text in _ = Array(text.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) } })
exit(program.run(Array(CommandLine.arguments.dropFirst())))
