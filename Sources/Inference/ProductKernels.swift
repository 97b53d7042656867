import Kernels

/// Who multiplies the matrices of native models in this process, for provenance.
package enum ProductKernels {
    /// `tiles avx512`, or the name of OpenBLAS's kernels: `OpenBLAS SkylakeX`.
    package static var name: String { Multiplier.chosen.name }
}
