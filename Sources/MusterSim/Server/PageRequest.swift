/// The first line of an HTTP request, and whether the connection is kept.
package struct PageRequest: Hashable, Sendable {
    package var method: String
    package var path: String
    package var keepsConnection: Bool

    /// The most bytes of a request's head.
    package static let limit = 8192

    /// Reads a head that ends with an empty line; `nil` if it is no HTTP.
    package init?(head: String) {
        let lines = head.split(separator: Character("\r\n"))
        guard let words = lines.first?.split(separator: " "), words.count == 3, words[2].hasPrefix("HTTP/1.") else {
            return nil
        }
        method = String(words[0])
        path = String(words[1].prefix { $0 != "?" })
        let closes = lines.dropFirst().contains { $0.lowercased() == "connection: close" }
        keepsConnection = words[2] == "HTTP/1.1" && !closes
    }
}
