extension Behaviour {
    /// A setting by the name that files and environment use.
    enum Key: String, CaseIterable {
        case version
        case peerID = "peer_id"
        case answerDelay = "answer_delay_ms"
        case byteDelay = "byte_delay_us"
        case hang
        case refuse
        case body
        case status
        case exitAfter = "exit_after_s"
        case exitCode = "exit_code"
        case failure
        case leak = "leak_mb_per_s"
        case heldMemory = "hold_mb"
        case ballast = "disk_mb"
        case cpu = "cpu_percent"
        case ignoreTermination = "ignore_term"
        case pace
        case peers
        case record

        /// The environment variable: the name in capitals behind `SIM_`.
        var variable: String { "SIM_" + rawValue.uppercased() }
    }

    /// Applies `key = value` lines; `;` ends a line too, and `#` begins a comment line.
    ///
    /// Where one line is wrong nothing of the text applies.
    package func applying(_ text: String) throws(BehaviourError) -> Behaviour {
        var changed = self
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == ";" }) {
            let line = line.trimmed
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let equals = line.firstIndex(of: "=") else { throw .noValue(line: String(line)) }
            let name = line[..<equals].trimmed
            guard let key = Key(rawValue: String(name)) else { throw .unknownKey(String(name)) }
            try changed.set(key, line[line.index(after: equals)...].trimmed)
        }
        return changed
    }

    /// Applies the `SIM_…` variables of an environment.
    package func applying(variables: (String) -> String?) throws(BehaviourError) -> Behaviour {
        var changed = self
        for key in Key.allCases {
            if let value = variables(key.variable) { try changed.set(key, value[...]) }
        }
        return changed
    }

    private mutating func set(_ key: Key, _ value: Substring) throws(BehaviourError) {
        switch key {
        case .version: version = value.unescaped
        case .peerID: peerID = value.unescaped
        case .failure: failure = value.unescaped
        case .answerDelay: answerDelay = try key.number(value)
        case .byteDelay: byteDelay = try key.number(value)
        case .exitAfter: exitAfter = try key.number(value) as UInt32
        case .exitCode: exitCode = try key.number(value)
        case .leak: leak = try key.number(value)
        case .heldMemory: heldMemory = try key.number(value)
        case .ballast: ballast = try key.number(value)
        case .peers: peers = try key.number(value) as UInt64
        case .record: record = value.unescaped
        case .cpu: cpu = try key.number(value)
        case .pace: pace = try key.number(value)
        case .status: status = try key.number(value)
        case .hang: hangs = try key.flag(value)
        case .refuse: refuses = try key.flag(value)
        case .ignoreTermination: ignoresTermination = try key.flag(value)
        case .body:
            guard let body = Body(rawValue: String(value)) else {
                throw .invalidValue(String(value), key: key.rawValue)
            }
            self.body = body
        }
    }
}

extension Behaviour.Key {
    fileprivate func number<Number: FixedWidthInteger>(_ text: Substring) throws(BehaviourError) -> Number {
        guard let number = Number(text) else { throw .invalidValue(String(text), key: rawValue) }
        return number
    }

    fileprivate func flag(_ text: Substring) throws(BehaviourError) -> Bool {
        switch text {
        case "yes", "true", "1": true
        case "no", "false", "0": false
        default: throw .invalidValue(String(text), key: rawValue)
        }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let head = drop(while: \.isWhitespace)
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return head }
        return head[...last]
    }

    /// The text with `\e` for ESC, `\n` for a line end and `\\` for a backslash replaced.
    fileprivate var unescaped: String {
        var text = ""
        var rest = self
        while let character = rest.popFirst() {
            guard character == "\\", let next = rest.popFirst() else {
                text.append(character)
                continue
            }
            switch next {
            case "e": text.append("\u{1b}")
            case "n": text.append("\n")
            default: text.append(next)
            }
        }
        return text
    }
}
