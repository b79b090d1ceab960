/// An address of the network's token: 20 bytes, written as `0x` and 40 hexadecimal digits.
///
/// Mixed case carries a checksum (EIP-55), which must be right; all lower or all upper case carries none. Two
/// spellings of one address are equal.
package struct RewardsAddress: Hashable, Sendable, CustomStringConvertible {
    /// The 40 digits in lower case.
    package let digits: String

    package init?(_ text: some StringProtocol) {
        guard text.hasPrefix("0x") else { return nil }
        let written = String(text.dropFirst(2))
        guard written.utf8.count == 40, written.utf8.allSatisfy(Self.isHexadecimal) else { return nil }
        digits = written.lowercased()
        let letters = written.utf8.filter { $0 >= 0x41 }
        let isMixed = letters.contains { $0 < 0x61 } && letters.contains { $0 >= 0x61 }
        guard !isMixed || "0x" + written == description else { return nil }
    }

    /// The address with its checksum in the case of its letters.
    package var description: String {
        let hash = Keccak256.hash(Array(digits.utf8))
        let cased = digits.utf8.enumerated().map { index, digit in
            let nibble = index.isMultiple(of: 2) ? hash[index / 2] >> 4 : hash[index / 2] & 0xF
            return nibble >= 8 && digit >= 0x61 ? digit - 0x20 : digit
        }
        return "0x" + String(decoding: cased, as: UTF8.self)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}

/// Whom new nodes earn for, in which proportions: `0x…:3,donate`.
package struct Wallets: Hashable, Sendable {
    package enum Receiver: Hashable, Sendable {
        case address(RewardsAddress)
        /// The policy's `donate_address`.
        case donate
        /// The network's faucet.
        case faucet
    }

    package struct Share: Hashable, Sendable {
        package var receiver: Receiver
        package var weight: Int64
    }

    package let shares: [Share]

    package init?(_ text: some StringProtocol) {
        let words = text.split(separator: ",").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
        let shares = words.compactMap { Self.share(String($0)) }
        guard !shares.isEmpty, shares.count == words.count, shares.count <= 100 else { return nil }
        self.shares = shares
    }

    private static func share(_ word: String) -> Share? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        guard parts.count <= 2, let receiver = receiver(parts[0]) else { return nil }
        let weight = parts.count == 2 ? Int64(parts[1]) : 1
        return weight.flatMap { (1...1_000_000).contains($0) ? Share(receiver: receiver, weight: $0) : nil }
    }

    private static func receiver(_ word: String) -> Receiver? {
        switch word.lowercased() {
        case "donate": .donate
        case "faucet": .faucet
        default: RewardsAddress(word).map { .address($0) }
        }
    }
}
