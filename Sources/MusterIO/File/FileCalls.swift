import Glibc

/// The system calls by which a file gets written, so that a test can make the disk full or broken.
///
/// Each answers as the C function does, and sets errno.
package struct FileCalls: Sendable {
    package var open: @Sendable (_ path: String, _ flags: Int32, _ mode: UInt32) -> Int32
    package var write: @Sendable (_ fd: Int32, _ bytes: UnsafeRawBufferPointer) -> Int
    package var sync: @Sendable (_ fd: Int32) -> Int32
    package var rename: @Sendable (_ old: String, _ new: String) -> Int32

    package init(
        open: @escaping @Sendable (String, Int32, UInt32) -> Int32 = { Glibc.open($0, $1, $2) },
        write: @escaping @Sendable (Int32, UnsafeRawBufferPointer) -> Int = {
            Glibc.write($0, $1.baseAddress, $1.count)
        },
        sync: @escaping @Sendable (Int32) -> Int32 = { fsync($0) },
        rename: @escaping @Sendable (String, String) -> Int32 = { Glibc.rename($0, $1) }
    ) {
        self.open = open
        self.write = write
        self.sync = sync
        self.rename = rename
    }
}
