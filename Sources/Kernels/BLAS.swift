import COpenBLAS

/// Products by OpenBLAS, for processors that have no tile of their own in CKernels.
///
/// The only file that imports COpenBLAS. Assay's own tiles do not go through it where the processor
/// has AVX2 or AVX-512, so OpenBLAS's own choice of kernels (and `OPENBLAS_CORETYPE`, which is the
/// user's) plays no part there.
enum BLAS {
    /// One thread each: the callers divide the work.
    private static let ready: Void = openblas_set_num_threads(1)

    /// result = left right, left `[rows, depth]`, right `[depth, columns]`.
    static func multiply(
        _ left: Strided,
        _ right: UnsafePointer<Float>,
        depth: Int,
        into result: Strided
    ) {
        _ = ready
        guard result.rows > 0, result.columns > 0 else { return }
        cblas_sgemm(
            CblasRowMajor,
            CblasNoTrans,
            CblasNoTrans,
            Int32(result.rows),
            Int32(result.columns),
            Int32(depth),
            1,
            left.pointer,
            Int32(left.stride),
            right,
            Int32(result.columns),
            0,
            result.pointer,
            Int32(result.stride)
        )
    }

    /// OpenBLAS's name for the kernels it chose.
    static var kernels: String { String(cString: openblas_get_corename()) }
}
