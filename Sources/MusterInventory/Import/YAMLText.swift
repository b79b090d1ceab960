import MusterModel
import Yams

/// Texts as YAML nodes that every reader, also one of YAML 1.1, takes as texts.
enum YAMLText {
    static func node(_ text: String) -> Node {
        .scalar(Node.Scalar(text, .implicit, isWord(text) ? .plain : .doubleQuoted))
    }

    /// Numbers and flags stay bare.
    static func node(_ scalar: Scalar) -> Node {
        switch scalar {
        case .integer, .real: .scalar(Node.Scalar(scalar.text))
        case .text("true"), .text("false"): .scalar(Node.Scalar(scalar.text))
        case .text(let text): node(text)
        }
    }

    private static let reserved: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"]

    /// Begins with a letter and holds nothing that has a meaning anywhere in YAML.
    private static func isWord(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), !reserved.contains(text.lowercased()) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E, 0x5F].contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
