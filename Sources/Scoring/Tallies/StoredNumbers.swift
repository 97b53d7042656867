import Domain

/// Reads the arrays of counts as which most tallies are stored.
enum StoredNumbers {
    /// The members of a JSON array of whole numbers, none below 0; nil for anything else.
    static func read(_ stored: String) -> [Int]? {
        guard let value = try? JSONValue(parsing: stored), let array = value.array else {
            return nil
        }
        let numbers = array.compactMap(\.integer)
        guard numbers.count == array.count, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
        return numbers
    }
}
