import CSndFile

/// What the header of a recording says, and whether the file is all there, without decoding it.
///
/// FLAC and WAV, which nearly every speech corpus uses, are read here in microseconds. Other formats
/// are opened by libsndfile, which reads their headers.
struct AudioHeader: Equatable {
    /// `audio/flac`, `audio/wav`, ...
    var mediaType: String
    var sampleRateHertz: Int
    var channels: Int
    /// Samples per channel; nil where the header leaves it open.
    var frames: Int?

    /// Reads the header and checks cheaply that nothing is missing at the end.
    init(complete bytes: UnsafeRawBufferPointer) throws(MediaError) {
        if FLACHeader.matches(bytes) {
            self = try FLACHeader(bytes).checked(bytes)
        } else if WAVHeader.matches(bytes) {
            self = try WAVHeader(bytes).header
        } else {
            self = try SoundFile.reading(bytes) { _, info throws(MediaError) in Self(info) }
        }
    }

    init(mediaType: String, sampleRateHertz: Int, channels: Int, frames: Int?) {
        self.mediaType = mediaType
        self.sampleRateHertz = sampleRateHertz
        self.channels = channels
        self.frames = frames
    }

    private init(_ info: SF_INFO) {
        let container = Int(info.format) & Int(SF_FORMAT_TYPEMASK)
        let known: [(Int, String)] = [
            (SF_FORMAT_OGG, "audio/ogg"), (SF_FORMAT_MPEG, "audio/mpeg"),
            (SF_FORMAT_AIFF, "audio/aiff"), (SF_FORMAT_AU, "audio/basic"),
            (SF_FORMAT_CAF, "audio/x-caf"), (SF_FORMAT_W64, "audio/x-w64"),
            (SF_FORMAT_WAV, "audio/wav"), (SF_FORMAT_WAVEX, "audio/wav"),
            (SF_FORMAT_RF64, "audio/wav"), (SF_FORMAT_NIST, "audio/x-nist"),
        ].map { (Int($0.0), $0.1) }
        self.init(
            mediaType: known.first { $0.0 == container }?.1 ?? "audio/x-unknown",
            sampleRateHertz: Int(info.samplerate),
            channels: Int(info.channels),
            frames: Int(info.frames)
        )
    }

    var durationSeconds: Double? { frames.map { Double($0) / Double(sampleRateHertz) } }
}
