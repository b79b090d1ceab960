import MusterModel

// What must hold.
extension Simulation {
    func check() throws {
        for (id, times) in host.performed where times > 1 { throw Fault(description: "\(id) was done \(times) times") }
        let open = Dictionary(grouping: ledger.filter { $0.value.isOpen }.keys, by: { nodes[$0] })
        for (node, ids) in open where ids.count > 1 {
            throw Fault(description: "node \(node ?? -1) has \(ids.count) open actions")
        }
        for (id, state) in ledger where [.cancelled, .refused, .failed].contains(state) && host.isReached(id) {
            throw Fault(description: "\(id) is \(state.rawValue) in the ledger and was done")
        }
        for (id, state) in ledger where state == .done && !host.isReached(id) {
            throw Fault(description: "\(id) is done in the ledger and was not")
        }
        for id in host.performed.keys where ledger[id] == nil { throw Fault(description: "\(id) was never intended") }
    }

    func checkEnd() throws {
        for (id, state) in ledger where state.isOpen {
            throw Fault(description: "\(id) stays \(state.rawValue) on a host that answers")
        }
    }
}
