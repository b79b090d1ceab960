import Yams

/// Reads one YAML document into a tree with places, within bounds.
struct YAMLReader {
    static let depthLimit = 32
    /// Values in one file after aliases have been expanded.
    static let nodeLimit = 500_000

    private let file: SourceFile
    private var nodes = 0

    private init(_ file: SourceFile) { self.file = file }

    /// The root of the file's document; `nil` where there is none or a problem was added.
    static func read(_ file: SourceFile, _ problems: inout Problems) -> YAMLNode? {
        guard let text = readable(file, &problems), AliasBudget.holds(text, file: file.path, &problems) else {
            return nil
        }
        do {
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            guard let root = try parser.singleRoot() else { return nil }
            var reader = YAMLReader(file)
            return try reader.convert(root, depth: 1, under: nil)
        } catch let problem as Problem {
            problems.add(problem.place, problem.message, fix: problem.fix)
        } catch let error as YamlError {
            let problem = YAMLMistake.problem(error, in: file.path, text: text)
            problems.add(problem.place, problem.message, fix: problem.fix)
        } catch {
            problems.add(Place(file: file.path, line: 1, column: 1), "cannot read YAML")
        }
        return nil
    }

    private static func readable(_ file: SourceFile, _ problems: inout Problems) -> String? {
        let start = Place(file: file.path, line: 1, column: 1)
        guard file.bytes.count <= SourceFile.sizeLimit else {
            problems.add(start, "the file is larger than 10 MB", fix: "split it into several files")
            return nil
        }
        if [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]].contains(where: { file.bytes.starts(with: $0) }) {
            problems.add(start, "the file begins with a byte order mark", fix: "save it as UTF-8 without BOM")
            return nil
        }
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            problems.add(start, "the file is not UTF-8 text", fix: "save it as UTF-8")
            return nil
        }
        return text
    }

    private mutating func convert(_ node: Node, depth: Int, under parent: Place?) throws -> YAMLNode {
        let place = node.mark.map { Place(file: file.path, line: $0.line, column: $0.column) }
        let here = place ?? parent ?? Place(file: file.path, line: 1, column: 1)
        nodes += 1
        guard nodes <= Self.nodeLimit else { throw Problem(here, "the file holds more than 500,000 values") }
        guard depth <= Self.depthLimit else { throw Problem(here, "values are nested more than 32 deep") }
        switch node {
        case .scalar(let scalar):
            return YAMLNode(content: .scalar(scalar.string, isPlain: scalar.style == .plain), place: here)
        case .sequence(let sequence):
            let items = try sequence.map { try convert($0, depth: depth + 1, under: here) }
            return YAMLNode(content: .sequence(items), place: here)
        case .mapping(let mapping):
            return YAMLNode(content: .mapping(try members(mapping, depth: depth, under: here)), place: here)
        case .alias:
            throw Problem(here, "an alias without a value")
        }
    }

    private mutating func members(_ mapping: Node.Mapping, depth: Int, under place: Place) throws -> [YAMLMember] {
        var members: [YAMLMember] = []
        var inherited: [YAMLMember] = []
        for (key, value) in mapping {
            let name = try convert(key, depth: depth + 1, under: place)
            guard case .scalar(let text, let isPlain) = name.content else {
                throw Problem(name.place, "a key must be a word, not \(name.sort)")
            }
            let converted = try convert(value, depth: depth + 1, under: name.place)
            if text == "<<", isPlain {
                inherited += try merged(converted)
            } else {
                members.append(YAMLMember(key: text, keyPlace: name.place, value: converted))
            }
        }
        var known = Set(members.map(\.key))
        return members + inherited.filter { known.insert($0.key).inserted }
    }

    /// The members that `<<` takes over, the nearest first.
    private func merged(_ node: YAMLNode) throws -> [YAMLMember] {
        switch node.content {
        case .mapping(let members): members
        case .sequence(let items): try items.flatMap { try merged($0) }
        case .scalar: throw Problem(node.place, "`<<` takes over a mapping, not \(node.sort)")
        }
    }
}
