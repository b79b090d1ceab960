/// What the process really uses; the two figures of its pages that are no play.
package struct ProcessUse: Hashable, Sendable {
    /// Resident memory, in bytes.
    package var memory: UInt64
    /// Share of all cores, 0 to 100.
    package var cpu: Double

    package init(memory: UInt64 = 0, cpu: Double = 0) {
        self.memory = memory
        self.cpu = cpu
    }
}
