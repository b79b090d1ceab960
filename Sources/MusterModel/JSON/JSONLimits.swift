/// How much of a stranger's text a reader takes before it refuses the rest.
package struct JSONLimits: Hashable, Sendable {
    /// Length of the whole text in bytes.
    package var bytes: Int
    /// How deep arrays and objects may lie in one another.
    package var depth: Int
    /// Elements and members of all arrays and objects together; bounds the memory that a short text can claim.
    package var members: Int
    /// Bytes of a single string or name, without escapes.
    package var stringBytes: Int

    package init(
        bytes: Int = 16 << 20, depth: Int = 64, members: Int = 1_000_000, stringBytes: Int = 16 << 20
    ) {
        self.bytes = bytes
        self.depth = depth
        self.members = members
        self.stringBytes = stringBytes
    }
}
