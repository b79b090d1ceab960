/// How long each step of reaching a host may take, and how much a host may use.
package struct SSHLimits: Hashable, Sendable {
    package var resolve: Duration = .seconds(10)
    /// All addresses together.
    package var connect: Duration = .seconds(10)
    package var banner: Duration = .seconds(10)
    package var keyExchange: Duration = .seconds(15)
    /// Includes a touch of a hardware key.
    package var authenticate: Duration = .seconds(30)
    /// To open a channel and start a command on it, once it is its turn.
    package var open: Duration = .seconds(15)
    /// To part in peace.
    package var close: Duration = .seconds(1)
    /// Between the beginnings of connects to two addresses of one host.
    package var stagger: Duration = .milliseconds(250)
    /// Commands at once on one session; OpenSSH's `MaxSessions` is 10 as shipped.
    package var channels = 10

    package init() {}

    /// Steps grow with a host's time beyond the minute that it has by default, and none takes longer than all of it.
    package init(within timeout: Duration) {
        self.init()
        let growth = max(1, timeout / .seconds(60))
        resolve = min(resolve * growth, timeout)
        connect = min(connect * growth, timeout)
        banner = min(banner * growth, timeout)
        keyExchange = min(keyExchange * growth, timeout)
        authenticate = min(authenticate * growth, timeout)
        open = min(open * growth, timeout)
    }
}
