import MusterIO
import MusterModel

extension ActionRequest {
    /// SHA-256 of what is asked, in hexadecimal digits: members in the order of their names, without `age` and `fence`.
    func digest() throws(JSONError) -> String {
        guard case .object(let members) = try JSON(encoding: self) else { return "" }
        let content = JSON.object(members.filter { $0.name != "age" && $0.name != "fence" })
        return SHA256.hex(of: Array(content.inOrder.text.utf8))
    }
}

extension JSON {
    /// The same value with the members of all objects in the order of their names.
    fileprivate var inOrder: JSON {
        switch self {
        case .array(let values): .array(values.map(\.inOrder))
        case .object(let members):
            .object(
                members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
                    .map { Member($0.name, $0.value.inOrder) })
        case .null, .bool, .integer, .unsigned, .number, .string: self
        }
    }
}
