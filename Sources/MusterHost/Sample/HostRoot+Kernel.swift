import MusterIO

/// The kernel's files; what cannot be read is `nil`, whatever the reason.
extension HostRoot {
    func kernelFile(_ path: String, limit: Int = 4 << 20) -> [UInt8]? {
        try? File.read(self.path(path), limit: limit)
    }

    func kernelNames(_ path: String) -> [String]? {
        try? Directory.names(self.path(path))
    }
}
