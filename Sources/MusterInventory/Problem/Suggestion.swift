/// Finds what somebody probably meant.
package enum Suggestion {
    /// The candidate nearest to a word, if one is near enough to be a slip of the fingers.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        guard (1...64).contains(word.utf8.count) else { return nil }
        let tolerance = max(1, min(3, word.utf8.count / 3))
        let typed = Array(word.lowercased().utf8)
        var best: (distance: Int, word: String)?
        for candidate in candidates where abs(candidate.utf8.count - typed.count) <= tolerance {
            let found = distance(typed, Array(candidate.lowercased().utf8))
            guard found <= tolerance, best.map({ (found, candidate) < ($0.distance, $0.word) }) ?? true else {
                continue
            }
            best = (found, candidate)
        }
        return best?.word
    }

    /// The sentence that offers it.
    package static func sentence(for word: String, among candidates: some Sequence<String>) -> String? {
        nearest(to: word, among: candidates).map { "did you mean `\($0)`?" }
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var next = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(last[column + 1] + 1, next[column] + 1, last[column] + (byte == other ? 0 : 1))
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                next.append(cost)
            }
            (beforeLast, last) = (last, next)
        }
        return last[right.count]
    }
}
