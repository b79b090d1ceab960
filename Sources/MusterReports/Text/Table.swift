import MusterModel

/// Rows under titles: aligned for a terminal, or as CSV.
package struct Table: Hashable, Sendable {
    package enum Alignment: Sendable { case left, right }

    package struct Column: Hashable, Sendable {
        package var title: String
        package var alignment: Alignment
        /// Gives way when the terminal is too narrow.
        package var isFlexible: Bool

        package init(_ title: String, _ alignment: Alignment = .left, isFlexible: Bool = false) {
            self.title = title
            self.alignment = alignment
            self.isFlexible = isFlexible
        }
    }

    package let columns: [Column]
    /// As many cells per row as there are columns.
    package var rows: [[String]]

    package init(_ columns: [Column], rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// Lines with two blanks between columns; `nil` for `width` means as wide as it needs to be.
    package func text(width: Int? = nil) -> String {
        var widths: [Int] = []
        return page(rows, width: width, widths: &widths)
    }

    /// The next rows of a table that is printed in pieces, the titles before the first.
    ///
    /// - Parameter widths: of the columns so far, empty before the first piece; they grow with what comes.
    func page(_ rows: [[String]], width: Int? = nil, widths: inout [Int]) -> String {
        let cells = (widths.isEmpty ? [columns.map(\.title)] : []) + rows
        let printable = cells.map { $0.map(PlainText.printable) }
        let needed = natural(printable)
        widths = fitted(widths.isEmpty ? needed : zip(widths, needed).map { max($0, $1) }, to: width)
        return printable.map { line($0, widths) + "\n" }.joined()
    }

    private func natural(_ cells: [[String]]) -> [Int] {
        columns.indices.map { column in cells.reduce(0) { max($0, DisplayWidth.of($1[column])) } }
    }

    /// Takes what is too much from the flexible columns, the widest first, never below eight columns.
    private func fitted(_ natural: [Int], to width: Int?) -> [Int] {
        var widths = natural
        guard let width else { return widths }
        var excess = widths.reduce(0, +) + 2 * (columns.count - 1) - width
        while excess > 0 {
            let candidates = columns.indices.filter { columns[$0].isFlexible && widths[$0] > 8 }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            let cut = min(excess, widths[widest] - 8)
            widths[widest] -= cut
            excess -= cut
        }
        return widths
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let text = DisplayWidth.cut(cell, to: widths[index])
            line += DisplayWidth.padded(text, to: widths[index], columns[index].alignment) + "  "
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// RFC 4180, with a header line and line feeds; titles in lower case with `_`, what is not known an empty cell.
    ///
    /// A cell that a spreadsheet would take for a formula gets an apostrophe before it: cells may hold a stranger's
    /// text.
    package var csv: String {
        csvHeader + Self.csv(rows)
    }

    var csvHeader: String {
        Self.csv([columns.map { $0.title.lowercased().split(separator: " ").joined(separator: "_") }])
    }

    static func csv(_ rows: [[String]]) -> String {
        rows.map { $0.map(csvCell).joined(separator: ",") + "\n" }.joined()
    }

    private static func csvCell(_ cell: String) -> String {
        if cell == Units.unknown { return "" }
        var text = PlainText.printable(cell)
        if let first = text.first, "=+-@".contains(first), Double(text) == nil, text.count > 1 { text = "'" + text }
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0 == "'" }) || text.hasPrefix(" ") else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
