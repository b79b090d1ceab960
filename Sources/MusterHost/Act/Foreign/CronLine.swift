/// A line of a crontab that keeps another manager alive.
enum CronLine {
    /// `anm` or `wnm`; `nil` for any other line.
    ///
    /// The program is known by its file name, wherever in the line it stands: behind a `cd`, a redirection, `sudo`.
    static func manager(in line: some StringProtocol) -> String? {
        let text = line.drop { $0 == " " || $0 == "\t" }
        guard !text.isEmpty, !text.hasPrefix("#"), !isAssignment(text) else { return nil }
        for word in text.split(whereSeparator: { " \t;&|()<>\"'`".contains($0) }) {
            switch word.split(separator: "/").last {
            case "wnm": return "wnm"
            case "anms.sh", "anm.sh", "anm2.sh": return "anm"
            default: continue
            }
        }
        return nil
    }

    /// As in `PATH=/usr/bin`.
    private static func isAssignment(_ text: some StringProtocol) -> Bool {
        let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let rest = text.dropFirst(name.count).drop { $0 == " " }
        return !name.isEmpty && rest.hasPrefix("=")
    }
}
