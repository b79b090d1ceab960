/// A text from a file as it may stand in a message: in backquotes, on one line, without control characters, short.
func quoted(_ text: some StringProtocol) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(80) {
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.properties.isBidiControl
        shown += isControl ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return "`" + shown + (text.unicodeScalars.count > 80 ? "…" : "") + "`"
}
