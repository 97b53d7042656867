package import Domain

/// A medium as the page shows it.
package enum ShownMedium: Sendable, Equatable {
    /// A picture as a `data:` address; its own size in pixels, which may be more than what is shown.
    case picture(address: String, width: Int, height: Int)
    /// A recording as a `data:` address; `cutAtSeconds` if only its start is there.
    ///
    /// The envelope is the largest magnitude, 0...1, in each of ``envelopeParts`` equal parts of what is
    /// there.
    case sound(
        address: String,
        durationSeconds: Double,
        cutAtSeconds: Double?,
        envelope: [Float]
    )
    case table(Table)
    /// Not shown, and why.
    case omitted(reason: String)

    static let envelopeParts = 120
}
