import MusterModel
import MusterPolicy

extension LedgerEntry {
    /// The intent to stop a node of its own number.
    static func example(_ number: Int, situation: Situation) throws -> LedgerEntry {
        let host = situation.target.name
        let digits = String(number, radix: 16)
        guard let id = ActionID(String(repeating: "0", count: 32 - digits.count) + digits) else {
            throw BenchError.badName(number)
        }
        let storage = "/var/antctl/services"
        let name = "bench\(number)"
        let node = NodeSpec(
            kind: "antnode", name: name, manager: .systemd, unit: "\(name).service", user: "ant", storage: storage,
            dataDirectory: "\(storage)/\(name)", binary: "\(storage)/\(name)/antnode",
            arguments: ["--root-dir", "\(storage)/\(name)", "--port", "55001"])
        let request = ActionRequest(id: id, verb: .stop, node: node, basis: ActionBasis(bootID: "boot"))
        return LedgerEntry(
            id: id, runID: "bench", host: host, node: name, verb: .stop, request: request, cause: .cpu,
            reason: "CPU 81.0 % above 70 % for 15 s", by: "bench", intendedAt: ExampleFleet.now)
    }
}
