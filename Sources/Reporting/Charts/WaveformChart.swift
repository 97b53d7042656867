/// A recording's loudness over time, as a shape that is as wide as its cell.
enum WaveformChart {
    /// The largest magnitudes, 0...1, of equal parts in time; nothing where there are none.
    ///
    /// It is decoration: the player beside it has a name.
    static func draw(_ envelope: [Float]) -> HTML {
        guard !envelope.isEmpty else { return "" }
        // Quiet recordings would show as a line; the player tells loudness better.
        let largest = Double(max(envelope.max() ?? 1, 1e-4))
        let upper = envelope.enumerated().map { point($0.offset, -Double($0.element) / largest) }
        let lower = envelope.enumerated().reversed().map {
            point($0.offset, Double($0.element) / largest)
        }
        let width = Numbers.coordinate(Double(max(envelope.count - 1, 1)))
        return """
            <svg class="waveform" viewBox="0 -20 \(width) 40" preserveAspectRatio="none" \
            aria-hidden="true"><polygon points="\((upper + lower).joined(separator: " "))"/></svg>
            """
    }

    private static func point(_ x: Int, _ y: Double) -> String {
        // Silence is a thin line, not nothing.
        let size = max(abs(y) * 19, 0.4)
        return "\(x),\(Numbers.coordinate(y < 0 ? -size : size))"
    }
}
