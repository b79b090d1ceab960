import MusterModel

extension Draft {
    /// The numbers that the decision rests on.
    var figures: [Figure] {
        var figures: [Figure] = []
        for limit in pressure.limits {
            let reading = pressure.state.readings[limit.metric]
            if reading == nil, limit.addBelow == nil, limit.relieveAbove == nil { continue }
            let place = limit.metric == .disk ? pressure.state.disk.map { " of \($0)" } ?? "" : ""
            figures.append(
                Figure(
                    limit.metric.name + place, reading?.mean, addBelow: limit.addBelow,
                    relieveAbove: limit.relieveAbove, unit: limit.metric.unit))
        }
        for (place, kind) in census.kinds.enumerated() {
            let here = census.nodes.filter { $0.kind == place && !$0.isGone }
            let cap = Double(kind.cap)
            figures.append(
                Figure(
                    "nodes of \(kind.name)", Double(here.count), addBelow: cap,
                    relieveAbove: kind.capIsWritten ? cap : nil, unit: "nodes"))
            let managed = here.count { census.isManaged($0) }
            figures.append(Figure("managed nodes of \(kind.name)", Double(managed), unit: "nodes"))
            let running = here.count { $0.status == .running }
            figures.append(Figure("running nodes of \(kind.name)", Double(running), addBelow: cap, unit: "nodes"))
        }
        let underWay = census.flights.values.reduce(0, +)
        figures.append(Figure("operations under way", Double(underWay), unit: "operations"))
        return figures
    }
}
