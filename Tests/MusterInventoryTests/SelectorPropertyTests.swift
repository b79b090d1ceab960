import MusterInventory
import MusterModel
import TestSupport
import Testing

/// Random selectors against a model of plain sets.
struct SelectorPropertyTests {
    /// A selector's meaning, by the rules as the documentation words them.
    private indirect enum Meaning {
        case set(String, Set<String>)
        case not(Meaning)
        case both(Meaning, Meaning)
        case list([Meaning])

        func hosts(_ all: Set<String>) -> Set<String> {
            switch self {
            case .set(_, let hosts): hosts
            case .not(let inner): all.subtracting(inner.hosts(all))
            case .both(let a, let b): a.hosts(all).intersection(b.hosts(all))
            case .list(let items): listed(items, all)
            }
        }

        private func listed(_ items: [Meaning], _ all: Set<String>) -> Set<String> {
            var included: Set<String>?
            var excluded: Set<String> = []
            for item in items {
                if case .not(let inner) = item {
                    excluded.formUnion(inner.hosts(all))
                } else {
                    included = (included ?? []).union(item.hosts(all))
                }
            }
            return (included ?? all).subtracting(excluded)
        }

        var text: String {
            switch self {
            case .set(let text, _): text
            case .not(let inner): "!" + inner.atom
            case .both(let a, let b): "\(a.atom) & \(b.atom)"
            case .list(let items): items.map(\.item).joined(separator: ",")
            }
        }

        private var item: String { if case .list = self { "(\(text))" } else { text } }

        private var atom: String {
            switch self {
            case .set, .not: text
            case .both, .list: "(\(text))"
            }
        }
    }

    private static let hosts = (0..<16).map { "h\($0)" }
    private static let groups: [String: Set<String>] = [
        "even": Set(stride(from: 0, to: 16, by: 2).map { "h\($0)" }), "low": Set((0..<8).map { "h\($0)" }),
        "few": ["h3", "h4"], "nobody": [],
    ]

    private static func meaning(_ depth: Int, _ random: inout Dice) -> Meaning {
        switch depth == 0 ? random.below(4) : random.below(9) {
        case 0: let n = random.below(16); return .set("h\(n)", ["h\(n)"])
        case 1: let name = groups.keys.sorted()[random.below(4)]; return .set(name, groups[name] ?? [])
        case 2: return .set("h1*", Set(hosts.filter { $0.hasPrefix("h1") }))
        case 3: let n = random.below(12); return .set("(h[\(n):\(n + 3)])", Set((n...n + 3).map { "h\($0)" }))
        case 4, 5: return .not(meaning(depth - 1, &random))
        case 6: return .both(meaning(depth - 1, &random), meaning(depth - 1, &random))
        default: return .list((0...random.below(3)).map { _ in meaning(depth - 1, &random) } + [meaning(0, &random)])
        }
    }

    @Test(arguments: [1, 2, 3, 20_261_121] as [UInt64])
    func theParserAgreesWithSets(_ seed: UInt64) throws {
        var random = Dice(seed: seed)
        let space = HostSpace(
            hosts: Self.hosts.compactMap { HostName($0) },
            groups: Self.groups.mapValues { Set($0.compactMap { HostName($0) }) })
        for _ in 0..<500 {
            let meaning = Self.meaning(4, &random)
            let selected = try Selector.parse(meaning.text).select(from: space)
            #expect(Set(selected.map(\.text)) == meaning.hosts(Set(Self.hosts)), "\(meaning.text)")
        }
    }

    @Test(arguments: [7, 8, 9] as [UInt64])
    func noTextCrashesTheParsers(_ seed: UInt64) {
        var random = Dice(seed: seed)
        let alphabet = Array("ab01[]:,&!() *?-/<>=~'\"\u{1b}é and or not where")
        for _ in 0..<3000 {
            let text = String((0..<random.below(24)).map { _ in alphabet[random.below(alphabet.count)] })
            _ = try? Selector.parse(text).select(from: SelectorTests.space)
            _ = try? Condition.parse(text).evaluate(["a": .integer(1)])
            _ = try? NameRange(text).names
        }
    }
}
