import Media

/// Why an input cannot be turned into a model's numbers.
package enum PreprocessingError: Error, Equatable, CustomStringConvertible {
    /// A picture without pixels.
    case emptyPicture(width: Int, height: Int)
    /// A picture so long and thin that it would be enlarged beyond what is decoded, in pixels.
    case tooLarge(width: Int, height: Int, resizedWidth: Int, resizedHeight: Int)
    /// A rate, in hertz, that is not converted.
    case sampleRate(found: Int, expected: ClosedRange<Int>)
    /// The resampler gave up.
    case resampling(reason: String)
    /// A recording without samples.
    case emptyRecording
    /// A sample that is infinite or no number; `index` counts from 0 within its channel.
    case notFinite(index: Int)

    package var description: String {
        switch self {
        case .emptyPicture(let width, let height):
            "the picture has \(width) x \(height) pixels; at least one is needed"
        case .tooLarge(let width, let height, let resizedWidth, let resizedHeight):
            "the picture of \(width) x \(height) pixels would become one of \(resizedWidth) x "
                + "\(resizedHeight), more than \(PixelImage.maximumPixels); crop it first"
        case .sampleRate(let found, let expected):
            "the recording has a sample rate of \(found) Hz; "
                + "rates from \(expected.lowerBound) to \(expected.upperBound) Hz are converted"
        case .resampling(let reason):
            "the recording could not be brought to the model's sample rate: \(reason)"
        case .emptyRecording:
            "the recording has no samples; at least one is needed"
        case .notFinite(let index):
            "sample \(index) of the recording is infinite or no number"
        }
    }
}
