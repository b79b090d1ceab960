import Glibc

/// Where unpredictable bytes come from; a test gives its own.
package struct Randomness: Sendable {
    private let fill: @Sendable (Int) -> [UInt8]

    package init(_ fill: @escaping @Sendable (_ count: Int) -> [UInt8]) { self.fill = fill }

    /// The kernel's.
    package static let system = Randomness { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    package func bytes(_ count: Int) -> [UInt8] { fill(count) }

    /// `count` bytes in lower-case hexadecimal.
    package func hex(_ count: Int) -> String { Hexadecimal.text(bytes(count)) }
}

/// Bytes as two lower-case digits each.
package enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
