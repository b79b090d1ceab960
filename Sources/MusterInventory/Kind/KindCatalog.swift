package import MusterModel

/// The kinds of service that an inventory can name: the built-in ones and those of its `kinds/` directory.
package enum KindCatalog {
    /// A file takes the place of the built-in kind with its name; two files must not describe one kind.
    package static func load(
        _ files: [SourceFile], builtIn: [ServiceKind]
    ) throws(InventoryError) -> [ServiceKind] {
        var reader = DocumentReader()
        let kinds = read(files, builtIn: builtIn, &reader)
        try reader.problems.throwIfAny()
        return kinds
    }

    static func read(
        _ files: [SourceFile], builtIn: [ServiceKind], _ reader: inout DocumentReader
    ) -> [ServiceKind] {
        var fromFiles: [String: (kind: ServiceKind, file: String)] = [:]
        for file in files.sortedByPath {
            guard let kind = reader.kind(file) else { continue }
            if let other = fromFiles[kind.name] {
                let message = "the kind \(quoted(kind.name)) is described twice, first in \(other.file)"
                reader.problems.add(Place(file: file.path, line: 1, column: 1), message, fix: "keep one of them")
            }
            fromFiles[kind.name] = (kind, file.path)
        }
        let rest = builtIn.filter { fromFiles[$0.name] == nil }
        return rest + fromFiles.values.map(\.kind).sorted { $0.name < $1.name }
    }
}

extension [SourceFile] {
    /// By the bytes of their names, whatever the locale.
    var sortedByPath: [SourceFile] {
        sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
}
