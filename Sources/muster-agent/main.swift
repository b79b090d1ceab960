import Glibc
import MusterAgent

exit(AgentProgram().run(Array(CommandLine.arguments.dropFirst())))
