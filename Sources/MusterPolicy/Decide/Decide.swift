package import MusterModel

/// Decides what should be done on one host now, and why; `docs/policy.md` is this function in words.
///
/// Pure: with an equal situation the plan is equal.
package func decide(_ situation: Situation) -> Plan {
    Plan(
        host: situation.target.name, at: situation.now,
        guards: [Guard(.notReached, "deciding is not built yet")])
}
