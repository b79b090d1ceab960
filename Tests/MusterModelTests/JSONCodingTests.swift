import MusterModel
import Testing

struct JSONCodingTests {
    @Test func ordinaryTypesTravel() throws {
        var target = HostTarget(name: try #require(HostName("hel01")), addresses: ["::1"], port: 22, via: [])
        target.labels = ["country": "fi"]
        target.kinds = [
            ServiceKind(
                name: "antnode", summary: "a \"node\"",
                discovery: [
                    DiscoverySource(
                        id: "unit", method: .systemdUnit, match: "antnode{number}.service",
                        bind: ["port": [.argument("--port"), .literal("1")]])
                ],
                mergeOn: "data_dir",
                probes: [
                    Probe(
                        id: "p", method: .openmetrics, portField: "metrics_port", extract: ["a": Extraction(name: "b")])
                ])
        ]
        target.policy = Policy(host: ["cpu": .real(5), "cap": .integer(5), "text": .text("5")])
        let json = try JSON(encoding: target)
        #expect(try JSON.parse(json.text).decoded() == target)
        #expect(json["via"] == .array([]))
        #expect(json["user"] == nil)
    }

    @Test func numbersKeepTheirRange() throws {
        let all = Wide(a: .max, b: .min, c: .max, d: -1, e: .greatestFiniteMagnitude, f: 0.1)
        #expect(try JSON.parse(JSON(encoding: all).text).decoded() == all)
    }

    private struct Wide: Codable, Equatable {
        var a: UInt64
        var b: Int64
        var c: UInt16
        var d: Int8
        var e: Double
        var f: Float
    }

    private enum Shape: Codable, Equatable {
        case point
        case circle(radius: Double)
    }

    @Test func enumsWithPayloadsAndNestedListsTravel() throws {
        let shapes: [[Shape?]] = [[.point, nil], [], [.circle(radius: 0.5)]]
        let json = try JSON(encoding: shapes)
        #expect(json.text == #"[[{"point":{}},null],[],[{"circle":{"radius":0.5}}]]"#)
        #expect(try json.decoded() == shapes)
    }

    @Test(arguments: [
        (#"{"a":-1,"b":0,"c":0,"d":0,"e":0,"f":0}"#, "a: expected a whole number from its type's range"),
        (#"{"a":0,"b":0.0,"c":0,"d":0,"e":0,"f":0}"#, "b: expected a whole number from its type's range"),
        (#"{"a":0,"b":0,"c":65536,"d":0,"e":0,"f":0}"#, "c: expected a whole number from its type's range"),
        (#"{"a":0,"b":0,"c":0,"d":0,"e":"0","f":0}"#, "e: expected a number"),
        (#"{"a":0,"b":0,"c":0,"d":0,"e":0}"#, "member 'f' is missing"), ("[]", "expected an object"),
    ])
    func anErrorNamesThePath(text: String, message: String) {
        let error = #expect(throws: JSONError.self) { try JSON.parse(text).decoded(as: Wide.self) }
        #expect(error?.message == message)
    }

    @Test func anErrorInAListNamesThePlace() {
        let error = #expect(throws: JSONError.self) {
            try JSON.parse(#"{"a":[1,2,"x"]}"#).decoded(as: [String: [Int]].self)
        }
        #expect(error?.message == "a.2: expected a whole number from its type's range")
    }

    @Test func aNumberBeyond64BitsIsNoJSON() {
        #expect(throws: JSONError.self) { try JSON(encoding: [UInt128.max]) }
    }
}
