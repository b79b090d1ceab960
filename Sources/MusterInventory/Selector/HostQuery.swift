package import MusterModel

/// Everything that one command line says about which hosts are meant.
package struct HostQuery: Sendable, Hashable {
    /// Joined; none means the whole inventory.
    package var selectors: [Selector]
    /// Each narrows the selection.
    package var narrowing: [Selector]
    /// Each takes hosts out.
    package var excluding: [Selector]
    package var condition: Condition?

    package init(
        selectors: [Selector] = [], narrowing: [Selector] = [], excluding: [Selector] = [],
        condition: Condition? = nil
    ) {
        self.selectors = selectors
        self.narrowing = narrowing
        self.excluding = excluding
        self.condition = condition
    }

    /// `facts` are asked only for hosts that everything else selects, and only where there is a condition.
    package func select(
        from space: HostSpace, facts: (HostName) -> [String: Scalar] = { _ in [:] }
    ) throws(SelectorError) -> HostSelection {
        var hosts = selectors.isEmpty ? space.known : try Selector.list(selectors).select(from: space)
        for selector in narrowing { hosts.formIntersection(try selector.select(from: space)) }
        for selector in excluding { hosts.subtract(try selector.select(from: space)) }
        guard !space.hosts.isEmpty else { throw .noHosts }
        guard !hosts.isEmpty else { throw .empty }
        let ordered = space.hosts.filter { hosts.contains($0) }
        guard let condition else { return HostSelection(hosts: ordered, undecided: []) }
        let answers = ordered.map { ($0, condition.evaluate(facts($0))) }
        return HostSelection(
            hosts: answers.filter { $0.1 == .yes }.map(\.0),
            undecided: answers.filter { $0.1 == .unknown }.map(\.0))
    }
}

/// The hosts that a query selects, in the order of the inventory.
package struct HostSelection: Sendable, Hashable {
    package var hosts: [HostName]
    /// Hosts for which the condition has no answer; they are not selected, and must be shown.
    package var undecided: [HostName]

    package init(hosts: [HostName], undecided: [HostName]) {
        self.hosts = hosts
        self.undecided = undecided
    }

    /// The same; a selection without a host is an error that says why.
    package func required() throws(SelectorError) -> HostSelection {
        guard hosts.isEmpty else { return self }
        throw undecided.isEmpty ? .empty : .undecided(undecided)
    }
}
