import MusterModel

extension NodeRecord {
    func field(_ name: String) -> Scalar? { observation.fields[name] }

    /// An empty text says as little as a missing one.
    func fieldText(_ name: String) -> String? {
        guard let text = field(name)?.text, !text.isEmpty else { return nil }
        return text
    }

    func metric(_ metric: NodeMetric) -> Scalar? { observation.metrics[metric.rawValue] }

    func count(_ metric: NodeMetric) -> Int64? { self.metric(metric)?.whole }

    /// Bound by a source, else the digits at the end of the name.
    var number: Int64? {
        if let number = field(NodeField.number)?.whole { return number }
        let digits = id.name.utf8.reversed().prefix { (0x30...0x39).contains($0) }
        return Int64(String(decoding: digits.reversed(), as: UTF8.self))
    }

    /// The unit's name; for a node without one, its own.
    var serviceName: String { observation.unit?.name ?? id.name }

    /// Attos that the node's own counter shows; never negative.
    var rewards: Attos? {
        guard let value = count(.rewards), value >= 0 else { return nil }
        return Attos(UInt128(value))
    }

    /// Whether measurements of this moment can be printed: of a node that does not run, or of which nothing is known,
    /// there are none.
    var isMeasured: Bool { status != .stopped && status != .unknown && status != .dead && status != .disabled }
}
