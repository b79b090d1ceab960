extension PolicyType {
    /// The value that a text stands for; `nil` where the text is not of this type or out of its range.
    package func value(_ text: String) -> Scalar? {
        switch self {
        case .whole(let range): Int64(text).flatMap { range.contains($0) ? .integer($0) : nil }
        case .real(let range): Self.decimal(text).flatMap { range.contains($0) ? Self.shortest($0) : nil }
        case .flag: ["true", "false"].contains(text) ? .text(text) : nil
        case .choice(let words): words.contains(text) ? .text(text) : nil
        case .text: Self.isPrintable(text) ? .text(text) : nil
        case .path: Self.isPath(text) ? .text(text) : nil
        case .version: ReleaseVersion(text) == nil ? nil : .text(text)
        case .wallets: Wallets(text) == nil ? nil : .text(text)
        case .address: RewardsAddress(text) == nil ? nil : .text(text)
        case .environment: Self.isEnvironment(text) ? .text(text) : nil
        }
    }

    /// What is accepted, to follow "expected".
    package var expectation: String {
        switch self {
        case .whole(let range) where range.upperBound == Int64.max: "a whole number from \(range.lowerBound)"
        case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .real(let range): "a number from \(Int64(range.lowerBound)) to \(Int64(range.upperBound))"
        case .flag: "true or false"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .text: "printable text on one line"
        case .path: "an absolute path, or one that begins with ~/"
        case .version: "a version such as 0.4.17"
        case .wallets: "addresses as 0x and 40 hexadecimal digits with a valid checksum, each with :weight if wanted"
        case .address: "an address as 0x and 40 hexadecimal digits with a valid checksum"
        case .environment: "NAME=value words"
        }
    }

    /// Numbers and flags are plain words in YAML; everything else is text.
    package var isText: Bool {
        switch self {
        case .whole, .real, .flag: false
        case .choice, .text, .path, .version, .wallets, .address, .environment: true
        }
    }

    private static func decimal(_ text: String) -> Double? {
        let allowed = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }
        return allowed ? Double(text) : nil
    }

    private static func shortest(_ value: Double) -> Scalar {
        Int64(exactly: value).map { .integer($0) } ?? .real(value)
    }

    private static func isPrintable(_ text: String) -> Bool {
        text.utf8.count <= 4096
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    }

    private static func isPath(_ text: String) -> Bool {
        isPrintable(text) && (text.hasPrefix("/") || text.hasPrefix("~/")) && !text.split(separator: "/").contains("..")
    }

    private static func isEnvironment(_ text: String) -> Bool {
        isPrintable(text)
            && text.split(separator: " ").allSatisfy { word in
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return parts.count == 2 && isVariable(parts[0])
            }
    }

    private static func isVariable(_ name: Substring) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
        }
    }
}
