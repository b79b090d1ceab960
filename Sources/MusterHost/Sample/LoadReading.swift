package import MusterModel

extension Load {
    /// Parses `/proc/loadavg`.
    package init?(loadavg: [UInt8]) {
        let averages = loadavg.prefix(128).words.prefix(3).compactMap(\.decimal)
        guard averages.count == 3 else { return nil }
        self.init(one: averages[0], five: averages[1], fifteen: averages[2])
    }
}

extension Pressure {
    /// Parses the three files of `/proc/pressure`; `nil` without any one of them.
    package init?(cpu: [UInt8], memory: [UInt8], io: [UInt8]) {
        guard let cpuSome = Self.recent("some ", cpu), let memorySome = Self.recent("some ", memory),
            let memoryFull = Self.recent("full ", memory), let ioSome = Self.recent("some ", io),
            let ioFull = Self.recent("full ", io)
        else { return nil }
        self.init(
            cpuSome: cpuSome, memorySome: memorySome, memoryFull: memoryFull, ioSome: ioSome, ioFull: ioFull)
    }

    /// The value of `avg10=` in the line that begins with `name`.
    private static func recent(_ name: StaticString, _ file: [UInt8]) -> Double? {
        guard let line = file.lines.first(where: { $0.starts(withText: name) }) else { return nil }
        guard let word = line.words.first(where: { $0.starts(withText: "avg10=") }) else { return nil }
        return word.dropFirst(6).decimal.flatMap { $0 <= 100 ? $0 : nil }
    }
}

extension FileHandles {
    /// Parses `/proc/sys/fs/file-nr`; a limit beyond what JSON readers hold is cut to it.
    package init?(fileNr: [UInt8]) {
        let words = fileNr.prefix(128).filter { $0 != UInt8(ascii: "\n") }.words
        guard words.count == 3, let open = words[0].unsigned, let limit = words[2].unsigned else { return nil }
        self.init(open: min(open, UInt64(Int64.max)), limit: min(limit, UInt64(Int64.max)))
    }
}
