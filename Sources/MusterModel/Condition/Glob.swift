/// A pattern for a whole name, in which `*` stands for any text and `?` for one character.
package struct Glob: Hashable, Sendable {
    private let pattern: [Character]

    package init(_ pattern: some StringProtocol) { self.pattern = Array(pattern) }

    package static func isPattern(_ text: some StringProtocol) -> Bool {
        text.contains { $0 == "*" || $0 == "?" }
    }

    /// Takes time in proportion to both lengths at worst: only the last `*` is ever gone back to.
    package func matches(_ text: some StringProtocol) -> Bool {
        let text = Array(text)
        var (p, t) = (0, 0)
        var retry: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == "*" {
                retry = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let (star, start) = retry {
                p = star + 1
                t = start + 1
                retry = (star, start + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
