import MusterIO

/// About how many bytes a node's data takes up, by a sample of its files; may block.
///
/// Nodes hold thousands of records of much the same size, so that a few dozen of a directory stand for the others. Links are
/// not followed, and what cannot be read counts as nothing.
enum DataSize {
    /// Entries of a directory that are looked at.
    private static let sample = 48
    private static let deepest = 4

    /// Whether sizes are worth their price: below this share no policy's default asks whose the space is.
    static func isTight(_ fileSystem: String) -> Bool {
        guard let use = try? FileSystemUse.of(fileSystem), use.totalBytes > use.freeBytes else { return false }
        let used = Double(use.totalBytes - use.freeBytes)
        return used / (used + Double(use.availableBytes)) >= 0.75
    }

    /// `nil` where the directory cannot be read, or is none.
    static func estimate(_ path: String) -> Int64? {
        guard let info = try? FileInfo.of(path, followingLinks: false), info.kind == .directory else { return nil }
        return size(of: path, depth: 1).map { Int64(min($0, 0x1p62)) }
    }

    private static func size(of path: String, depth: Int) -> Double? {
        guard let seen = try? Directory.glance(path, keeping: sample) else { return nil }
        guard !seen.names.isEmpty else { return 0 }
        var bytes = 0.0
        for name in seen.names {
            let place = path + "/" + name
            guard let info = try? FileInfo.of(place, followingLinks: false) else { continue }
            switch info.kind {
            case .file: bytes += Double(max(0, info.size))
            case .directory where depth < deepest: bytes += size(of: place, depth: depth + 1) ?? 0
            case .directory, .symbolicLink, .socket, .other: break
            }
        }
        return bytes * Double(seen.count) / Double(seen.names.count)
    }
}
