/// Why an input cannot be turned into a model's numbers.
package enum PreprocessingError: Error, Equatable, CustomStringConvertible {
    /// A picture without pixels.
    case emptyPicture(width: Int, height: Int)

    package var description: String {
        switch self {
        case .emptyPicture(let width, let height):
            "the picture has \(width) x \(height) pixels; at least one is needed"
        }
    }
}
