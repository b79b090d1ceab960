import MusterInventory
import Testing

struct NameRangeTests {
    @Test(arguments: [
        Case("no range", "attic", ["attic"]),
        Case("padding is kept", "ant[08:11]", ["ant08", "ant09", "ant10", "ant11"]),
        Case("no padding", "ant[8:10]", ["ant8", "ant9", "ant10"]),
        Case("letters", "gpu-[a:c]", ["gpu-a", "gpu-b", "gpu-c"]),
        Case("steps", "r[0:30:15].x", ["r0.x", "r15.x", "r30.x"]),
        Case("a step that misses the end", "r[1:6:4]", ["r1", "r5"]),
        Case("several", "[a:b][1:2]", ["a1", "a2", "b1", "b2"]),
        Case("one name", "x[5:5]", ["x5"]),
    ])
    func expands(_ c: Case<String, [String]>) throws {
        let range = try NameRange(c.input)
        #expect(range.names == c.expected)
        #expect(range.count == c.expected.count)
    }

    @Test(arguments: [
        Case("not closed", "ant[01:20", "3: a range without its `]`"),
        Case("not opened", "ant01]", "5: a `]` without its `[`"),
        Case("backwards", "ant[20:01]", "4: the range `[20:01]` runs backwards"),
        Case("widths", "ant[01:120]", "4: the ends of `[01:120]` have different widths"),
        Case("mixed", "ant[a:9]", "4: `[a:9]` is not a range"),
        Case("one end", "ant[7]", "4: `[7]` is not a range"),
        Case("step 0", "ant[1:9:0]", "4: the step `0` is not a whole number from 1 to 10000"),
        Case("step of words", "ant[1:9:x]", "4: the step `x` is not a whole number from 1 to 10000"),
        Case("too many", "a[1:99999]", "0: the ranges stand for more than 10,000 names"),
        Case("too many together", "a[1:999][1:999]", "0: the ranges stand for more than 10,000 names"),
        Case("huge", "a[1:99999999999999999999]", "2: `[1:99999999999999999999]` is not a range"),
        Case("nested", "a[[1:2]:3]", "2: `[[1:2]` is not a range"),
    ])
    func refuses(_ c: Case<String, String>) {
        do throws(NameRangeError) {
            _ = try NameRange(c.input)
            Issue.record("accepted")
        } catch {
            #expect("\(error.offset): \(error.message)" == c.expected)
        }
    }
}
