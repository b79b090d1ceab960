import MusterModel
import TestSupport
import Testing

/// The readers and writers of message lines say the same as the `Codable` conformances.
struct StreamedFormTests {
    @Test func randomNodesReadAndWriteAsTheirCodableForm() throws {
        for var dice in Trials(2000) {
            let node = dice.node()
            let name = Comment(rawValue: "seed \(dice.seed)")
            let line = written(node)
            #expect(try read(NodeObservation.self, line) == node, name)
            #expect(try JSON.parse(line).decoded() == node, name)
            let codable = try JSON(encoding: node)
            #expect(try JSON.parse(line).sorted == codable.sorted, name)
            #expect(try read(NodeObservation.self, Array(codable.prettyText.utf8)) == node, name)
        }
    }

    @Test func randomSamplesReadAndWriteAsTheirCodableForm() throws {
        for var dice in Trials(1000) {
            let sample = dice.sample()
            let name = Comment(rawValue: "seed \(dice.seed)")
            let line = written(sample)
            #expect(try read(Sample.self, line) == sample, name)
            #expect(try JSON(encoding: sample).text == String(decoding: line, as: UTF8.self), name)
            #expect(try read(Sample.self, Array(JSON(encoding: sample).prettyText.utf8)) == sample, name)
        }
    }

    /// A byte changed at random: both forms refuse it, or both read the same from it.
    @Test func damagedLinesReadAlikeOrNotAtAll() throws {
        for var dice in Trials(3000) {
            var line = written(dice.node())
            line[Int.random(in: 0..<line.count, using: &dice)] = dice.pick(
                Array(" \"\\{}[],:0-.eEntfu\u{0}\u{7F}x".utf8) + [0xFF])
            let streamed = try? read(NodeObservation.self, line)
            let tree = try? JSON.parse(line).decoded(as: NodeObservation.self)
            #expect(streamed == tree, "seed \(dice.seed)")
        }
    }

    @Test(arguments: [
        #"{"kind":"a","name":"n"}"#, #"{"kind":"a","name":"n","key":null}"#, #"{"kind":"a","name":"n","key":1}"#,
        #"{"kind":"a","kind":"a","name":"n","key":"k"}"#, #"{"kind":"a","name":"n","key":"k","fields":[]}"#,
        #"{"kind":"a","name":"n","key":"k","fields":{"a":true}}"#,
        #"{"kind":"a","name":"n","key":"k","fields":{"a":{}}}"#,
        #"{"kind":"a","name":"n","key":"k","fields":{"a":1,"a":1}}"#,
        #"{"kind":"a","name":"n","key":"k","fields":{"a":null,"a":1}}"#,
        #"{"kind":"a","name":"n","key":"k","fields":{"a":null,"a":null}}"#,
        #"{"kind":"a","name":"n","key":"k","unit":{}}"#,
        #"{"kind":"a","name":"n","key":"k","unit":{"name":"u","mainPID":2147483648}}"#,
        #"{"kind":"a","name":"n","key":"k","directory":{"path":"p","presence":"perhaps"}}"#,
        #"{"kind":"a","name":"n","key":"k","processes":[{}]}"#, #"{"kind":"a","name":"n","key":"k","seenBy":[null]}"#,
        #"{"kind":"a","name":"n","key":"k","lastFailure":5}"#,
    ])
    func bothRefuse(text: String) {
        #expect(throws: JSONError.self) { try read(NodeObservation.self, Array(text.utf8)) }
        #expect(throws: JSONError.self) { try JSON.parse(text).decoded(as: NodeObservation.self) }
    }

    @Test func orderNullsEscapedNamesAndUnknownMembersDoNotMatter() throws {
        let text =
            #"{"new":{"a":[1]},"key":"k","name":"n","unit":null,"fields":{"a":null,"b":1},"probes":null,"kin\u0064":"a"}"#
        var node = NodeObservation(kind: "a", name: "n", key: "k")
        node.fields = ["b": .integer(1)]
        #expect(try read(NodeObservation.self, Array(text.utf8)) == node)
        #expect(try JSON.parse(text).decoded() == node)
    }

    @Test func emptyMembersAreLeftOut() throws {
        var node = NodeObservation(kind: "a", name: "n", key: "k")
        node.metrics = ["a": .real(.nan), "b": .real(.infinity)]
        let text = #"{"kind":"a","name":"n","key":"k"}"#
        #expect(String(decoding: written(node), as: UTF8.self) == text)
        #expect(try JSON(encoding: node).text == text)
    }

    /// A member that somebody adds to a type and forgets here would be lost on the wire.
    @Test func everyStoredPropertyIsAMember() throws {
        var dice = Dice(seed: 1)
        var node = dice.node()
        node.fields = ["a": .integer(1)]
        node.metrics = ["a": .integer(1)]
        var unit = UnitEvidence(managerUID: 1, name: "u")
        for member: WritableKeyPath<UnitEvidence, String?> in [
            \.path, \.fileHash, \.loadState, \.activeState, \.subState, \.fileState, \.result, \.invocationID,
            \.restartPolicy,
            \.user,
        ] {
            unit[keyPath: member] = "x"
        }
        (unit.mainPID, unit.restarts) = (1, 1)
        node.unit = unit
        node.registry = RegistryEvidence(path: "p", status: "s", schema: 1)
        var process = dice.process()
        (process.user, process.executable) = ("u", "e")
        node.processes = [process]
        var directory = DirectoryEvidence(path: "p", presence: .present)
        (directory.mountPoint, directory.device, directory.hasIdentity) = ("m", "d", true)
        directory.identityChanged = Timestamp(milliseconds: 1)
        directory.processGone = true
        node.directory = directory
        node.probes = [ProbeOutcome(probe: "p", result: .error, detail: "d", took: 1)]
        node.seenBy = ["s"]
        node.disagreements = [Disagreement(field: "f", values: ["s": "v"])]
        node.lastFailure = "f"
        let json = try JSON.parse(written(node))
        expectMembers(of: node, in: json)
        expectMembers(of: unit, in: json["unit"])
        expectMembers(of: process, in: json["processes"]?.array?.first)
        expectMembers(of: directory, in: json["directory"])
        expectMembers(of: node.probes[0], in: json["probes"]?.array?.first)
        expectMembers(of: node.disagreements[0], in: json["disagreements"]?.array?.first)
    }

    private func expectMembers(of value: Any, in json: JSON?) {
        let properties = Mirror(reflecting: value).children.compactMap(\.label)
        #expect(json?.members?.map(\.name).sorted() == properties.sorted())
    }

    private func written(_ value: some JSONStreamable) -> [UInt8] {
        var writer = JSONWriter()
        value.write(to: &writer)
        return writer.bytes
    }

    private func read<Value: JSONStreamable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
        try bytes.withUnsafeBufferPointer { buffer in
            try JSONReader.read(buffer, limits: JSONLimits()) { reader throws(JSONError) in try Value(from: &reader) }
        }
    }
}

extension JSON {
    /// Maps have no order; this gives them one.
    fileprivate var sorted: JSON {
        switch self {
        case .array(let values): .array(values.map(\.sorted))
        case .object(let members):
            .object(members.map { Member($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
        default: self
        }
    }
}
