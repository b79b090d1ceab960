/// Collects what is wrong, so that one run shows all of it.
struct Problems {
    /// A file of nonsense must not print a book.
    static let limit = 500

    private(set) var list: [Problem] = []

    var isEmpty: Bool { list.isEmpty }

    mutating func add(_ place: Place?, _ message: String, fix: String? = nil) {
        guard list.count < Self.limit else { return }
        list.append(Problem(place, message, fix: fix))
    }

    /// By place, those without one first, each once.
    func throwIfAny() throws(InventoryError) {
        guard !list.isEmpty else { return }
        var seen: Set<Problem> = []
        let unique = list.filter { seen.insert($0).inserted }
        let sorted = unique.enumerated().sorted { left, right in
            switch (left.element.place, right.element.place) {
            case (nil, nil): left.offset < right.offset
            case (nil, _): true
            case (_, nil): false
            case (let a?, let b?): a == b ? left.offset < right.offset : a < b
            }
        }
        throw InventoryError(sorted.map(\.element))
    }
}
