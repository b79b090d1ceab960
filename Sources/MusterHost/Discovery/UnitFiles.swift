import MusterIO

/// The unit files of one manager; reading them may block.
struct UnitFiles: Sendable {
    let root: HostRoot
    /// Directories of the unit path, the first one winning, as in `systemd.unit(5)`.
    let directories: [String]

    private static let longestFile = 256 << 10

    static let systemDirectories = [
        "/etc/systemd/system.control", "/run/systemd/system.control", "/run/systemd/transient",
        "/run/systemd/generator.early", "/etc/systemd/system", "/run/systemd/system", "/run/systemd/generator",
        "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system",
        "/run/systemd/generator.late",
    ]

    /// Only what is the user's own: a unit in `/usr/lib/systemd/user` would be everybody's.
    static func userDirectories(uid: UInt32, home: String?) -> [String] {
        let run = "/run/user/\(uid)/systemd"
        let own = home.map { ["\($0)/.config/systemd/user.control", "\($0)/.config/systemd/user"] } ?? []
        let share = home.map { ["\($0)/.local/share/systemd/user"] } ?? []
        return ["\(run)/user.control", "\(run)/transient"] + own + ["\(run)/user", "\(run)/generator"] + share
    }

    struct Listing: Sendable {
        /// Unit name → its file.
        var files: [String: String] = [:]
        var denied: SystemError?
        var error: SystemError?
        /// At least one of the directories is there.
        var exists = false
    }

    /// Units whose file fits one of the patterns; templates, which are no units themselves, left out.
    func list(_ patterns: [NamePattern]) -> Listing {
        var listing = Listing()
        for directory in directories {
            do throws(SystemError) {
                let names = try Directory.names(root.path(directory))
                listing.exists = true
                for name in names where listing.files[name] == nil && !isTemplate(name) {
                    if patterns.contains(where: { $0.match(name) != nil }) {
                        listing.files[name] = directory + "/" + name
                    }
                }
            } catch {
                if error.isAbsence { continue }
                if error.isRefusal { listing.denied = error } else { listing.error = error }
            }
        }
        return listing
    }

    /// As in `antnode@.service`.
    private func isTemplate(_ name: String) -> Bool {
        name.split(separator: "@", omittingEmptySubsequences: false).dropFirst().contains { $0.hasPrefix(".") }
    }

    /// A unit's file with its drop-ins, wherever in the unit path they lie; `nil` if the file itself cannot be read.
    func settings(name: String, file: String) -> UnitSettings? {
        guard let text = text(file) else { return nil }
        return UnitSettings([text] + dropIns(name).compactMap { self.text($0) })
    }

    /// The loaded unit's own list of files, read anew; `nil` if words cannot have been quoted there.
    func quotedSettings(file: String, dropIns: [String]) -> UnitSettings? {
        guard let bytes = try? File.read(root.path(file), limit: Self.longestFile) else { return nil }
        let isQuoted = bytes.contains {
            $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\\")
        }
        guard isQuoted || !dropIns.isEmpty else { return nil }
        return UnitSettings([String(decoding: bytes, as: UTF8.self)] + dropIns.compactMap { text($0) })
    }

    /// By file name, in its order; of equal names the first directory's counts.
    private func dropIns(_ unit: String) -> [String] {
        var files: [String: String] = [:]
        for directory in directories {
            let folder = "\(directory)/\(unit).d"
            for name in (try? Directory.names(root.path(folder))) ?? [] where name.hasSuffix(".conf") {
                files[name] = files[name] ?? "\(folder)/\(name)"
            }
        }
        return files.sorted { $0.key < $1.key }.map(\.value)
    }

    private func text(_ path: String) -> String? { try? File.text(root.path(path), limit: Self.longestFile) }
}
