import Foundation
import Testing

@testable import MusterHost

struct DataSizeTests {
    /// A directory with that many files of so many bytes each.
    private func directory(files: Int, of bytes: Int, below parent: String? = nil) throws -> String {
        let path = (parent ?? NSTemporaryDirectory()) + "/data-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for number in 0..<files {
            #expect(FileManager.default.createFile(atPath: "\(path)/\(number)", contents: Data(count: bytes)))
        }
        return path
    }

    @Test(arguments: [(0, 0), (10, 1000), (48, 3), (500, 100)])
    func manyAlikeFilesAreCountedByAFew(files: Int, bytes: Int) throws {
        let path = try directory(files: files, of: bytes)
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(DataSize.estimate(path) == Int64(files * bytes))
    }

    @Test
    func directoriesBelowCountAndLinksDoNot() throws {
        let path = try directory(files: 2, of: 100)
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try directory(files: 200, of: 10, below: path)
        try FileManager.default.createSymbolicLink(atPath: path + "/link", withDestinationPath: "/usr")
        try FileManager.default.createSymbolicLink(atPath: path + "/self", withDestinationPath: path)
        #expect(DataSize.estimate(path) == 2200)
        #expect(DataSize.estimate(path + "/self") == nil)
        #expect(DataSize.estimate(path + "/none") == nil)
    }
}
