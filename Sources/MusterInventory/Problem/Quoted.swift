import MusterModel

/// A text from a file as it may stand in a message: in backquotes, harmless and short.
func quoted(_ text: some StringProtocol) -> String {
    let short = String(String.UnicodeScalarView(text.unicodeScalars.prefix(80)))
    return "`" + PlainText.printable(short) + (text.unicodeScalars.count > 80 ? "…" : "") + "`"
}
