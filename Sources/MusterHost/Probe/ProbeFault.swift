/// Why an answer is not what a probe asked for.
enum ProbeFault: Error, Hashable {
    case headTooLong
    case noHTTP
    case status(Int)
    case badLength
    case unsupportedEncoding(String)
    case badChunk
    case bodyTooLong
    case cutOff
    case lineTooLong
    case notMetrics
    case notJSON(String)

    var detail: String {
        switch self {
        case .headTooLong: "the answer's head is longer than 16 KiB"
        case .noHTTP: "no HTTP answer"
        case .status(let code): "HTTP status \(code)"
        case .badLength: "no valid Content-Length"
        case .unsupportedEncoding(let name): "transfer encoding \(name)"
        case .badChunk: "broken chunks"
        case .bodyTooLong: "the answer is longer than 2 MiB"
        case .cutOff: "the answer ends too early"
        case .lineTooLong: "a line is longer than 64 KiB"
        case .notMetrics: "not a page of metrics"
        case .notJSON(let problem): "not readable as JSON: \(problem)"
        }
    }
}
