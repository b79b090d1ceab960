/// How large the fleet's database is, and how long its disk will do.
package struct DatabaseSize: Hashable, Sendable {
    /// Of the file and its log.
    package var bytes: Int64
    /// Bytes that a day adds, over the last week; `nil` before a day has been seen.
    package var growthPerDay: Double?
    /// Bytes that its owner may still write on the file system.
    package var free: Int64

    package init(bytes: Int64, growthPerDay: Double?, free: Int64) {
        self.bytes = bytes
        self.growthPerDay = growthPerDay
        self.free = free
    }

    /// Days until the file system is full if nothing else grows; `nil` where the database does not grow.
    package var daysLeft: Double? {
        guard let growthPerDay, growthPerDay > 0 else { return nil }
        return Double(free) / growthPerDay
    }
}
