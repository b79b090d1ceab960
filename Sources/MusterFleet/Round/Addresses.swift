import MusterModel
import Synchronization

/// Which address answered for each host of a round, also where the host failed afterwards.
final class Addresses: Sendable {
    private let known = Mutex<[HostName: String]>([:])

    func note(_ address: String, of host: HostName) { known.withLock { $0[host] = address } }

    func address(of host: HostName) -> String? { known.withLock { $0[host] } }
}
