/// A dotted release version such as `0.4.17` or `2026.2.3.2`, ordered as numbers.
///
/// `0.5.0` is higher than `0.4.17`; a pre-release (`0.17.2-beta.2`) is lower than its release, as in semver.org § 11.
/// A leading `v` is accepted and dropped; build metadata after `+` is ignored.
package struct ReleaseVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let numbers: [UInt64]
    package let prerelease: [Substring]

    /// `nil` unless the text is one to six dotted numbers with an optional pre-release, at most 64 bytes in all.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 64 else { return nil }
        let plain = text.first == "v" ? String(text.dropFirst()) : String(text)
        let release = plain.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let parts = release.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let words = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let numbers = words.compactMap { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt64($0) : nil }
        guard (1...6).contains(words.count), numbers.count == words.count else { return nil }
        self.numbers = numbers
        guard parts.count == 2 else {
            prerelease = []
            return
        }
        prerelease = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let allowed = prerelease.allSatisfy { word in
            !word.isEmpty && word.utf8.allSatisfy { Self.isIdentifierByte($0) }
        }
        guard allowed else { return nil }
    }

    private static func isIdentifierByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
    }

    package var description: String {
        let release = numbers.map(String.init).joined(separator: ".")
        return prerelease.isEmpty ? release : release + "-" + prerelease.joined(separator: ".")
    }

    package static func == (left: Self, right: Self) -> Bool { !(left < right) && !(right < left) }

    package func hash(into hasher: inout Hasher) {
        var significant = numbers
        while significant.last == 0 { significant.removeLast() }
        hasher.combine(significant)
        for word in prerelease {
            hasher.combine(Self.number(word))
            if Self.number(word) == nil { hasher.combine(word) }
        }
    }

    package static func < (left: Self, right: Self) -> Bool {
        for index in 0..<max(left.numbers.count, right.numbers.count) {
            let a = index < left.numbers.count ? left.numbers[index] : 0
            let b = index < right.numbers.count ? right.numbers[index] : 0
            if a != b { return a < b }
        }
        switch (left.prerelease.isEmpty, right.prerelease.isEmpty) {
        case (true, _): return false
        case (false, true): return true
        case (false, false): return precedes(left.prerelease, right.prerelease)
        }
    }

    /// A word of digits as a number; one that is larger than 64 bits counts as text.
    private static func number(_ word: Substring) -> UInt64? {
        word.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt64(word) : nil
    }

    private static func precedes(_ left: [Substring], _ right: [Substring]) -> Bool {
        for (a, b) in zip(left, right) where a != b {
            switch (number(a), number(b)) {
            case (let a?, let b?) where a == b: continue
            case (let a?, let b?): return a < b
            case (.some, nil): return true
            case (nil, .some): return false
            case (nil, nil): return a < b
            }
        }
        return left.count < right.count
    }
}
