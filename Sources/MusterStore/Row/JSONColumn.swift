import Foundation
import MusterModel

/// Values kept whole as JSON text in one column.
enum JSONColumn {
    static func text(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    static func value<Value: Decodable>(_ type: Value.Type, _ text: some Sequence<UInt8>, table: String)
        throws(StoreError) -> Value
    {
        do { return try JSONDecoder().decode(type, from: Data(text)) } catch {
            throw .unreadable(table: table, detail: "\(error)")
        }
    }
}
