/// An amount of the network's token in attos, 10⁻¹⁸ of a token.
///
/// Written as a decimal string in every JSON and table: fleet totals overflow 64 bits at 9.2 tokens, and a JSON
/// number loses digits above 2⁵³ in most readers.
package struct Attos: Hashable, Comparable, Sendable, Codable {
    package var amount: UInt128

    package static let zero = Attos(0)
    /// How many attos make a token.
    package static let perToken: UInt128 = 1_000_000_000_000_000_000

    package init(_ amount: UInt128) { self.amount = amount }

    /// Reads a plain decimal integer; `nil` for anything else, also for a sign, a blank or an overflow.
    package init?(decimal text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let amount = UInt128(text) else {
            return nil
        }
        self.amount = amount
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Attos(decimal: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a decimal amount")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(decimal)
    }

    /// The amount in attos, for example `12500000000000000`.
    package var decimal: String { String(amount) }

    /// The amount in tokens with all 18 decimals, for example `0.012500000000000000`.
    package var tokens: String {
        let (whole, rest) = amount.quotientAndRemainder(dividingBy: Self.perToken)
        let digits = String(rest)
        return "\(whole)." + String(repeating: "0", count: 18 - digits.count) + digits
    }

    package static func < (left: Self, right: Self) -> Bool { left.amount < right.amount }

    /// Saturates instead of trapping: a hostile host must not end the controller.
    package static func + (left: Self, right: Self) -> Self {
        let (sum, overflow) = left.amount.addingReportingOverflow(right.amount)
        return Attos(overflow ? .max : sum)
    }
}
