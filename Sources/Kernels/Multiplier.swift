#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Who multiplies matrices.
package enum Multiplier: Sendable, Equatable {
    /// Assay's tiles for a kind of processor, with packed weights.
    case tiles(Processor)
    /// The BLAS library.
    case openBLAS

    /// The choice for this process.
    ///
    /// Tiles where the processor has wide registers and fused
    /// multiply-adds, else OpenBLAS. `ASSAY_PRODUCTS=openblas` or `tiles` asks for one of them.
    package static let chosen: Multiplier = {
        let wish = getenv("ASSAY_PRODUCTS").map { String(cString: $0) }
        if wish == "openblas" { return .openBLAS }
        if wish == "tiles" || Processor.found > .plain { return .tiles(Processor.found) }
        return .openBLAS
    }()

    /// The choice in words, for provenance: `tiles avx512`, `OpenBLAS SkylakeX`.
    package var name: String {
        switch self {
        case .tiles(let processor): "tiles \(processor.rawValue)"
        case .openBLAS: "OpenBLAS \(BLAS.kernels)"
        }
    }
}
