import MusterModel

/// What an action has to tell beside its ending.
struct Told: Hashable, Sendable {
    var facts: [String: Scalar] = [:]
    /// What was done or found on the way that nobody asked for, in words.
    var remarks: [String] = []

    var message: String? { remarks.isEmpty ? nil : remarks.joined(separator: "; ") }

    mutating func note(_ fact: String, _ value: String?) {
        if let value { facts[fact] = .text(value) }
    }

    mutating func note(_ fact: String, _ value: some BinaryInteger) { facts[fact] = .integer(Int64(value)) }
}
