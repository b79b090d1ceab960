import Foundation

/// The files of this package, as its tests look at them.
enum Checkout {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The files below a folder whose names end so, with their text.
    static func files(below folder: String, endingIn suffixes: [String]) throws -> [SourceFile] {
        let start = root.appending(path: folder)
        guard let paths = FileManager.default.enumerator(atPath: start.path) else { return [] }
        return try paths.compactMap { $0 as? String }.sorted()
            .filter { path in suffixes.contains { path.hasSuffix($0) } }
            .map { SourceFile(path: "\(folder)/\($0)", text: try text("\(folder)/\($0)")) }
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}

struct SourceFile {
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The modules that it imports.
    var imports: [Substring] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 1, words.count > place + 1 else { return nil }
            let kinds: Set<Substring> = ["struct", "class", "enum", "func", "protocol", "typealias"]
            let isPart = kinds.contains(words[place + 1]) && words.count > place + 2
            return words[isPart ? place + 2 : place + 1].split(separator: ".").first
        }
    }
}
