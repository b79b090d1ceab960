import MusterModel

/// What the lines of anm-cluster's file say, without running them.
struct AnmScript {
    /// Assignments under one condition; no pattern means for every machine.
    private struct Block {
        var patterns: [String]?
        /// Branches of one `if` share a number: the first that fits counts.
        var chain: Int
        var policy: [String: Scalar] = [:]
    }

    let file: String
    private(set) var machines: [String] = []
    private(set) var warnings: [Problem] = []
    private var blocks: [Block] = []
    private var chain = 0
    private var isInChain = false

    init(file: String) { self.file = file }

    mutating func read(_ line: Substring, _ place: Place) {
        let text = line.drop(while: \.isWhitespace)
        guard let first = text.first, first != "#" else { return }
        if text.hasPrefix("machines=") {
            let words = ShellWords.split(text).first?.dropFirst("machines=".count) ?? ""
            machines = []
            for word in words.split(whereSeparator: \.isWhitespace) { add(machine: String(word), place) }
        } else if text.hasPrefix("if ") || text.hasPrefix("elif ") {
            begin(String(text), place)
        } else if text.hasPrefix("else") {
            warn(place, "an `else` is not carried over")
            blocks.append(Block(patterns: [], chain: chain))
        } else if text.hasPrefix("fi") {
            isInChain = false
        } else {
            assignments(in: String(text), place)
        }
    }

    /// What every machine gets, whatever its name; nothing once a condition may change it for some.
    var common: [String: Scalar] {
        let policies = machines.map { policy(of: $0) }
        guard let first = policies.first else { return [:] }
        return first.filter { key, value in policies.allSatisfy { $0[key] == value } }
    }

    /// Patterns with a `*`, in the order of the file, each once.
    var prefixes: [String] {
        var seen: Set<String> = []
        let patterns = blocks.flatMap { $0.patterns ?? [] }.filter { Glob.isPattern($0) && seen.insert($0).inserted }
        return patterns.filter { pattern in machines.contains { Glob(pattern).matches($0) } }
    }

    /// The blocks that apply, a later assignment replacing an earlier one.
    func policy(of machine: String) -> [String: Scalar] {
        var policy: [String: Scalar] = [:]
        var decided: Set<Int> = []
        for block in blocks {
            if let patterns = block.patterns {
                guard !decided.contains(block.chain), patterns.contains(where: { Glob($0).matches(machine) }) else {
                    continue
                }
                decided.insert(block.chain)
            }
            policy.merge(block.policy) { _, later in later }
        }
        return policy
    }

    private mutating func add(machine: String, _ place: Place) {
        guard HostName(machine) != nil, machine != "all" else {
            return warn(place, "the machine \(quoted(machine)) has no name that an inventory can hold; left out")
        }
        if machines.contains(machine) {
            warn(place, "the machine \(quoted(machine)) is listed twice; taken once")
        } else {
            machines.append(machine)
        }
    }

    /// `[[ "$machine" == "s"* ]]`, several joined by `||`.
    private mutating func begin(_ line: String, _ place: Place) {
        if line.hasPrefix("if ") { chain += 1 }
        isInChain = true
        let sides = line.split(separator: "==").map(String.init)
        var patterns: [String] = []
        for (subject, rest) in zip(sides, sides.dropFirst()) {
            let pattern = rest.drop(while: \.isWhitespace).prefix { !$0.isWhitespace && $0 != "]" }
            guard subject.contains("machine"), let word = ShellWords.split(pattern).first else { continue }
            patterns.append(word)
        }
        if patterns.isEmpty { warn(place, "the condition is not about a machine's name; its lines are left out") }
        blocks.append(Block(patterns: patterns, chain: chain))
    }

    private mutating func assignments(in line: String, _ place: Place) {
        guard line.hasPrefix("override=") else { return }
        for command in line.split(separator: "&&").map(\.trimmed) where !command.hasPrefix("override=") {
            guard let (key, value) = AnmSetting.assignment(in: command) else {
                let shown = command.prefix { !$0.isWhitespace }
                warn(place, "the command \(quoted(shown)) is not carried over")
                continue
            }
            switch AnmSetting.policy(key, value) {
            case .setting(let known, let scalar): set(known.rawValue, scalar)
            case .empty: break
            case .unknown: warn(place, "the setting \(quoted(key)) is not carried over")
            }
        }
    }

    private mutating func set(_ key: String, _ value: Scalar) {
        if !isInChain || blocks.isEmpty {
            blocks.append(Block(patterns: nil, chain: 0, policy: [key: value]))
        } else {
            blocks[blocks.count - 1].policy[key] = value
        }
    }

    private mutating func warn(_ place: Place, _ message: String) {
        warnings.append(Problem(place, message))
    }
}
