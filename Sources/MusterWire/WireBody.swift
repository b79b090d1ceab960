package import MusterModel

/// What an envelope carries: one of several messages, each under its own name.
///
/// On the wire it is an object with one member, named as the message, that holds the message's object.
package protocol WireBody: Hashable, Sendable {
    /// The message's name, free of characters that JSON escapes.
    var name: StaticString { get }
    /// Writes the message's object.
    func write(to writer: inout JSONWriter) throws(JSONError)
    /// Reads the message's object; `nil`, with nothing consumed, when no message has that name.
    static func read(_ name: String, from reader: inout JSONReader) throws(JSONError) -> Self?
}
