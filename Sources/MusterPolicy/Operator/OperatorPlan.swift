package import MusterModel

/// What an operator's verb does on one host, by the same rules of safety as the engine's own decisions.
///
/// Nodes that are not managed are refused, as are hosts and nodes that are held unless the order overrides that. What is
/// refused or put off is in ``Plan/deferred``, with the reason.
package func operatorPlan(_ order: OperatorOrder, on situation: Situation) -> Plan {
    Plan(
        host: situation.target.name, at: situation.now,
        guards: [Guard(.notReached, "operators' verbs are not planned yet")])
}

/// The same over several hosts, with `total` nodes in all instead of a number per host.
///
/// The nodes are chosen over all hosts by age, so that the youngest of the whole selection go first.
package func operatorPlans(_ order: OperatorOrder, total: Int, on situations: [Situation]) -> [Plan] {
    situations.map { operatorPlan(order, on: $0) }
}
