/// Finds the strings before which an answer ends, wherever tokens begin and end.
package struct StopStrings: Sendable {
    private let strings: [[Unicode.Scalar]]
    private let longest: Int

    /// - Precondition: None is empty.
    package init(_ strings: [String]) {
        precondition(!strings.contains(""), "an empty stop string")
        self.strings = strings.map { Array($0.unicodeScalars) }
        longest = self.strings.map(\.count).max() ?? 0
    }

    package var isEmpty: Bool { strings.isEmpty }

    /// The text up to the first stop string; nil if there is none.
    ///
    /// - Parameters:
    ///   - text: The answer so far.
    ///   - grown: How many of its Unicode scalars are new since it was last looked at.
    /// - Returns: The text without the stop string and what follows it.
    package func cut(_ text: String, grown: Int) -> String? {
        guard !strings.isEmpty, grown > 0 else { return nil }
        let scalars = Array(text.unicodeScalars)
        let start = max(0, scalars.count - grown - longest + 1)
        for place in start..<scalars.count {
            for string in strings where scalars[place...].starts(with: string) {
                var view = String.UnicodeScalarView()
                view.append(contentsOf: scalars[..<place])
                return String(view)
            }
        }
        return nil
    }
}
