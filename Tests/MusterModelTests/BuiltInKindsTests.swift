import MusterModel
import Testing

struct BuiltInKindsTests {
    @Test func eachHasANameOfItsOwn() {
        #expect(ServiceKind.builtIn.map(\.name) == ["antnode", "service"])
    }

    @Test(arguments: ServiceKind.builtIn)
    func eachBindsWhatItMergesOn(kind: ServiceKind) {
        for source in kind.discovery { #expect(source.bind[kind.mergeOn] != nil, "\(source.id)") }
    }

    @Test func antnodeExtractsEveryMetricThatReportsKnow() {
        let extracted = ServiceKind.antnode.probes.flatMap(\.extract.keys)
        for metric in NodeMetric.allCases { #expect(extracted.contains(metric.rawValue)) }
    }

    @Test(arguments: ["argument(--port)", "word(evm-*)", "environment(ANT_LOG)", "member(nodes)", "number", "stem"])
    func aFieldSourceIsWrittenAsItIsRead(text: String) {
        #expect(FieldSource(text)?.description == text)
    }
}
