package import MusterHost
package import MusterIO
package import MusterModel

/// Carries out actions; scripted in tests.
///
/// Called under the host's lock: one call at a time, but for those that have let the machine go.
package protocol ActionPerformer: Sendable {
    /// Which part of what a decision was made on no longer holds; `nil` if all does.
    func difference(from basis: ActionBasis, of node: NodeSpec?, until deadline: Deadline) async -> String?
    /// Does what is asked, or undoes what it half did, and tells.
    func perform(_ request: ActionRequest, until deadline: Deadline, turn: MachineTurn) async -> ActionReport
    /// What removals left to be deleted.
    func tombstones(in storage: String, until deadline: Deadline) async -> [String]
    /// Deletes them; may run beside anything else.
    func delete(tombstones: [String], in storage: String, until deadline: Deadline) async
}

extension HostActions: ActionPerformer {}
