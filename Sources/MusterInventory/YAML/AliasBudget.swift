/// Refuses documents whose aliases multiply, before a parser copies them.
///
/// An anchored value ends before its first alias, so it is at most as large as the text between the two and the
/// aliases there. Counted over the text alone, quoted text included: too much is counted, never too little.
enum AliasBudget {
    /// Bytes of text that all aliases together may stand for.
    static let limit = 20_000_000

    private struct Anchor {
        var start: Int
        /// What aliases before the anchor stand for.
        var expandedBefore: Int
        var size: Int?
    }

    static func holds(_ text: String, file: String, _ problems: inout Problems) -> Bool {
        var anchors: [Substring: Anchor] = [:]
        var expanded = 0
        for mark in marks(in: text) {
            if mark.isAnchor {
                guard anchors[mark.name] == nil else {
                    let message = "the anchor \(quoted("&" + mark.name)) is defined twice"
                    problems.add(place(of: mark, in: text, file: file), message, fix: "give each anchor its own name")
                    return false
                }
                anchors[mark.name] = Anchor(start: mark.offset, expandedBefore: expanded, size: nil)
            } else if var anchor = anchors[mark.name] {
                let size = anchor.size ?? (mark.offset - anchor.start + expanded - anchor.expandedBefore)
                anchor.size = size
                anchors[mark.name] = anchor
                expanded += size
                guard expanded <= limit else {
                    let fix = "write the values out, or set them in `defaults` or a group"
                    problems.add(place(of: mark, in: text, file: file), "aliases multiply to over 20 MB", fix: fix)
                    return false
                }
            }
        }
        return true
    }

    private struct Mark {
        var isAnchor: Bool
        var name: Substring
        /// Byte offset of the sign.
        var offset: Int
    }

    /// Each `&name` and `*name` that stands where a YAML value can begin.
    private static func marks(in text: String) -> [Mark] {
        let bytes = text.utf8
        guard bytes.contains(0x26) else { return [] }
        var marks: [Mark] = []
        var previous: UInt8 = 0x0A
        var offset = 0
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == 0x26 || byte == 0x2A, !isNameByte(previous) {
                let rest = text[bytes.index(after: index)...]
                let name = Substring(rest.utf8.prefix(while: isNameByte))
                if !name.isEmpty { marks.append(Mark(isAnchor: byte == 0x26, name: name, offset: offset)) }
            }
            previous = byte
            offset += 1
            index = bytes.index(after: index)
        }
        return marks
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
            || byte == 0x2D
    }

    private static func place(of mark: Mark, in text: String, file: String) -> Place {
        let lines = text.utf8.prefix(mark.offset).split(separator: 0x0A, omittingEmptySubsequences: false)
        return Place(file: file, line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }
}
