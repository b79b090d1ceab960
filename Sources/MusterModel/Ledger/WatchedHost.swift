/// What the loop does with one host.
package struct WatchedHost: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable {
        case connecting
        /// Its session is held, and whatever is due is done.
        case watching
        /// An action is on its way.
        case acting
        /// It is lost, and tried again at ``WatchedHost/until``.
        case backingOff = "backing-off"
        /// Another verb of this controller acts on it.
        case left
        /// Left alone on an operator's word.
        case held
        /// Another manager, or another controller, is alive on it.
        case foreign = "foreign-managed"
        /// Another watch of this database has it.
        case standby = "standing-by"
        /// The inventory has it no more; what is open there is followed.
        case leaving
    }

    package var state: State
    package var since: Timestamp
    package var until: Timestamp?
    /// Who, what or why; may hold a stranger's text.
    package var detail: String?

    package init(_ state: State, since: Timestamp, until: Timestamp? = nil, detail: String? = nil) {
        self.state = state
        self.since = since
        self.until = until
        self.detail = detail
    }
}
