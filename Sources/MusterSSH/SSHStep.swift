/// Where on the way to a command's result something went wrong.
package enum SSHStep: String, Sendable {
    case resolve
    case connect
    case banner = "wait for the banner"
    case keyExchange = "exchange keys"
    case hostKey = "host key"
    case authenticate
    case openChannel = "open a channel"
    case startCommand = "start the command"
    case command = "run the command"
    case transfer = "transfer"
}
