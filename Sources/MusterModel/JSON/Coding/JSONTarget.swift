/// A value under construction.
///
/// Containers of the `Encoder` protocol are handles on a place that several of them may fill, hence a class. It
/// never leaves one call of ``JSON/init(encoding:)``.
final class JSONTarget {
    private enum State {
        case empty
        case value(JSON)
        case array([JSONTarget])
        case object([(name: String, target: JSONTarget)], places: [String: Int])
    }

    private var state = State.empty

    /// What was encoded; `null` where nothing was.
    var json: JSON {
        switch state {
        case .empty: .null
        case .value(let value): value
        case .array(let targets): .array(targets.map(\.json))
        case .object(let members, _): .object(members.map { JSON.Member($0.name, $0.target.json) })
        }
    }

    var count: Int {
        if case .array(let targets) = state { targets.count } else { 0 }
    }

    func set(_ value: JSON) { state = .value(value) }

    func becomeArray() {
        guard case .array = state else { return state = .array([]) }
    }

    func becomeObject() {
        guard case .object = state else { return state = .object([], places: [:]) }
    }

    /// A new last element.
    func appended() -> JSONTarget {
        let target = JSONTarget()
        guard case .array(var targets) = state else { return target }
        state = .empty
        targets.append(target)
        state = .array(targets)
        return target
    }

    /// The member's place, anew if it was there already.
    func member(_ name: String) -> JSONTarget {
        let target = JSONTarget()
        guard case .object(var members, var places) = state else { return target }
        state = .empty
        if let place = places[name] {
            members[place].target = target
        } else {
            places[name] = members.count
            members.append((name, target))
        }
        state = .object(members, places: places)
        return target
    }
}
