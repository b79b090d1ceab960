import MusterModel
import Testing

struct JSONTextTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
        "18446744073709551615", "0.5", "-0.0", "1e-07", "5e-324", "1.7976931348623157e+308", #""""#, #""a\"\\\n\r\tb""#,
        #""\u0000\u001f""#, #""é😀""#, "[]", "{}", #"[1,"a",[],{}]"#, #"{"b":1,"a":{"c":null}}"#,
    ])
    func compactTextReadsBackAsItself(text: String) throws {
        #expect(try JSON.parse(text).text == text)
    }

    @Test func prettyTextHasOneElementPerLine() throws {
        let json = try JSON.parse(#"{"a":[1,{"b":[]}],"c":{}}"#)
        #expect(
            json.prettyText == """
                {
                  "a": [
                    1,
                    {
                      "b": []
                    }
                  ],
                  "c": {}
                }
                """)
        #expect(try JSON.parse(json.prettyText) == json)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func aNumberThatIsNotFiniteIsNull(value: Double) {
        #expect(JSON.number(value).text == "null")
    }
}
