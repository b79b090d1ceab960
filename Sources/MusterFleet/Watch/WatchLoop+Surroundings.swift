extension WatchLoop {
    /// Everything that a watch works with.
    package struct Surroundings: Sendable {
        /// Made anew when the inventory changes, for relays are looked up in it.
        package var dialer: @Sendable (WatchedFleet) async throws -> any HostDialer
        package var starter: AgentStarter
        package var intake: Intake
        package var acting: Acting
        /// Binaries of the workstation by kind; pushed once per host.
        package var binaries: [String: BinaryPush]
        package var readInventory: InventoryReader
        package var stop: StopSignal
        package var tell: @Sendable (WatchEvent) -> Void
        /// Hosts that connect and survey at once.
        package var width: Int
        /// How long one connection attempt, survey or other exchange with a host may take.
        package var timeout: Duration
        /// How long running actions are waited for at the end.
        package var farewell: Duration
        package var clock: any WatchClock
        /// The clocks are compared at least that often; three times as long without it is a sleep.
        package var clockPace: Duration

        package init(
            dialer: @escaping @Sendable (WatchedFleet) async throws -> any HostDialer, starter: AgentStarter,
            intake: Intake, acting: Acting, binaries: [String: BinaryPush] = [:],
            readInventory: @escaping InventoryReader, stop: StopSignal,
            tell: @escaping @Sendable (WatchEvent) -> Void, width: Int = 48, timeout: Duration = .seconds(60),
            farewell: Duration = .seconds(30), clock: any WatchClock = SystemWatchClock(),
            clockPace: Duration = .seconds(5)
        ) {
            self.dialer = dialer
            self.starter = starter
            self.intake = intake
            self.acting = acting
            self.binaries = binaries
            self.readInventory = readInventory
            self.stop = stop
            self.tell = tell
            self.width = width
            self.timeout = timeout
            self.farewell = farewell
            self.clock = clock
            self.clockPace = clockPace
        }
    }
}
