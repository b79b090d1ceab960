import MusterModel

/// The argument vector and the answer of `systemctl show`.
enum SystemctlShow {
    static let properties = [
        "Id", "LoadState", "ActiveState", "SubState", "Result", "MainPID", "NRestarts", "InvocationID",
        "UnitFileState", "FragmentPath", "DropInPaths", "Restart", "User", "WorkingDirectory", "ExecStart",
        "Environment",
    ]

    /// Asks for the units whose files were found by name, and for those that live on in the manager alone.
    ///
    /// `--state` filters only what the patterns match. A template's file names no instance, so patterns for
    /// instances go unfiltered.
    static func arguments(systemctl: String, isUser: Bool, names: [String], patterns: [NamePattern]) -> [String] {
        let filter = patterns.contains { $0.text.contains("@") } ? [] : ["--state=not-found"]
        return [systemctl] + (isUser ? ["--user"] : []) + ["show", "--no-pager", "--all"] + filter
            + ["--property=" + properties.joined(separator: ",")] + ["--"] + patterns.map(\.glob) + names
    }

    /// One unit's properties as printed.
    struct Unit: Hashable {
        var properties: [String: String] = [:]
        /// `ExecStart=` is printed once per command; the first counts.
        var firstCommand: String?

        subscript(name: String) -> String? {
            properties[name].flatMap { $0.isEmpty || $0 == "[not set]" ? nil : $0 }
        }
    }

    /// Blocks of `Name=value` lines with an empty line between two units.
    static func units(in text: [UInt8]) -> [Unit] {
        text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .split { $0.isEmpty }
            .map { unit($0) }
            .filter { $0["Id"] != nil }
    }

    private static func unit(_ lines: some Sequence<ArraySlice<UInt8>>) -> Unit {
        var unit = Unit()
        for line in lines {
            guard let sign = line.firstIndex(of: UInt8(ascii: "=")), sign > line.startIndex else { continue }
            let (name, value) = (line[..<sign].text, line[(sign + 1)...].text)
            if name == "ExecStart" {
                unit.firstCommand = unit.firstCommand ?? value
            } else {
                unit.properties[name] = value
            }
        }
        return unit
    }
}

extension SystemctlShow.Unit {
    /// The text between `argv[]=` and the mark that ends it: words joined by blanks, without their quotes.
    var joinedArguments: String? {
        guard let command = firstCommand, let start = command.range(of: "argv[]="),
            let end = command.range(of: " ; ignore_errors=", after: start.upperBound)
        else { return nil }
        return String(command[start.upperBound..<end.lowerBound])
    }

    /// The command line as the manager has loaded it.
    ///
    /// systemctl prints it without quotes. Where the file's own words, joined, are the same text, they say where one
    /// word ends; otherwise (specifiers, an unread file, a file changed since) blanks do.
    func command(file: UnitSettings?) -> ArgumentVector? {
        guard let joined = joinedArguments else { return file?.command }
        if let words = file?.command, words.words.joined(separator: " ") == joined { return words }
        return ArgumentVector(joined.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) })
    }

    func evidence(managerUID: UInt32?) -> UnitEvidence {
        var unit = UnitEvidence(managerUID: managerUID, name: self["Id"] ?? "")
        unit.path = self["FragmentPath"]
        unit.loadState = self["LoadState"]
        unit.activeState = self["ActiveState"]
        unit.subState = self["SubState"]
        unit.fileState = self["UnitFileState"]
        unit.result = self["Result"]
        unit.mainPID = self["MainPID"].flatMap { Int32($0) }.flatMap { $0 > 0 ? $0 : nil }
        unit.restarts = self["NRestarts"].flatMap { Int64($0) }
        unit.invocationID = self["InvocationID"]
        unit.restartPolicy = self["Restart"]
        unit.user = self["User"]
        return unit
    }

    /// A name that was asked for and that the manager knows nothing of: its file vanished meanwhile.
    var isGhost: Bool {
        self["LoadState"] == "not-found" && self["ActiveState"] == "inactive"
    }
}

extension String {
    /// Without Foundation there is no search for a substring in a range.
    fileprivate func range(of text: String, after start: Index? = nil) -> Range<Index>? {
        let rest = utf8[(start ?? startIndex)...]
        let first = text.utf8.first
        var place = rest.startIndex
        while place != rest.endIndex {
            if rest[place] == first, rest[place...].starts(with: text.utf8) {
                return place..<utf8.index(place, offsetBy: text.utf8.count)
            }
            place = rest.index(after: place)
        }
        return nil
    }
}
