/// A reader of untrusted bytes, with inputs to start from.
struct FuzzTarget: Sendable {
    let name: String
    /// Well-formed inputs, made in code.
    let seeds: @Sendable () throws -> [[UInt8]]
    /// Makes checksums right again, so that mutations reach the code behind them.
    var repair: @Sendable (inout [UInt8]) -> Void = { _ in }
    /// Reads the input; errors are expected, a crash, a hang or a `Finding` is not.
    let read: @Sendable ([UInt8]) throws -> Void
}

/// A wrong result, as bad as a crash.
struct Finding: Error, CustomStringConvertible {
    let description: String
}
