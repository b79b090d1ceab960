import Glibc
import MusterIO
package import MusterInventory
import MusterModel

/// The files of an inventory as they are on disk.
package struct InventoryFiles: Sendable, Equatable {
    package var inventory: [SourceFile]
    /// Descriptions of kinds of service, from `kinds/`.
    package var kinds: [SourceFile]

    /// Reads one file, or all `*.yml` and `*.yaml` of a directory; `kinds/` is looked for beside them.
    package static func read(_ path: String) throws -> InventoryFiles {
        let directory: String
        let files: [String]
        switch try kind(of: path) {
        case .directory?:
            directory = path
            files = try yamlFiles(in: path)
            guard !files.isEmpty else { throw CommandError.noInventory("\(path), which has no .yml file") }
        case .some:
            directory = Directory.parent(of: path)
            files = [path]
        case nil:
            throw CommandError.noInventory(path)
        }
        let kinds = join(directory, "kinds")
        let kindFiles = try kind(of: kinds) == .directory ? yamlFiles(in: kinds) : []
        return InventoryFiles(inventory: try files.map(source), kinds: try kindFiles.map(source))
    }

    /// `nil` where there is nothing; any other failure to look is an error.
    private static func kind(of path: String) throws -> FileInfo.Kind? {
        do {
            return try FileInfo.of(path).kind
        } catch  where error.code == ENOENT {
            return nil
        }
    }

    private static func yamlFiles(in directory: String) throws -> [String] {
        let names = try Directory.names(directory).filter { name in
            !name.hasPrefix(".") && (name.hasSuffix(".yml") || name.hasSuffix(".yaml"))
        }
        return try names.map { join(directory, $0) }.filter { try kind(of: $0) == .file }
    }

    /// One byte more than the reader takes, so that it can say that there is more.
    private static func source(_ path: String) throws -> SourceFile {
        SourceFile(path: path, bytes: try File.read(path, limit: SourceFile.sizeLimit))
    }

    private static func join(_ directory: String, _ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : directory + "/" + name
    }
}

extension InventoryFiles {
    /// Read, merged and checked.
    package func load(commandLine: [Setting] = []) throws(InventoryError) -> Inventory {
        try Inventory.load(inventory, kinds: ServiceKind.builtIn, kindFiles: kinds, commandLine: commandLine)
    }

    /// The same files with one in the place of that with its name.
    func replacing(_ file: SourceFile) -> InventoryFiles {
        var files = self
        files.inventory = inventory.map { $0.path == file.path ? file : $0 }
        files.kinds = kinds.map { $0.path == file.path ? file : $0 }
        return files
    }
}
