/// Rows of text in aligned columns.
enum Columns {
    /// Every row has as many cells as the first; an empty cell shows as `-`.
    static func aligned(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                let shown = cell.isEmpty ? "-" : cell
                return shown + String(repeating: " ", count: max(0, width - shown.count))
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        .joined(separator: "\n")
    }
}
