import CKernels

/// The C loops for one kind of processor, with Swift's types.
///
/// The only file that imports CKernels. Nothing here checks sizes; the operations beside it do.
package struct Loops: Sendable {
    /// The loops for the processor that this is.
    package static let best = Loops(Processor.found)

    private let processor: Processor
    private var table: UnsafePointer<assay_kernels> { assay_kernels_for(processor.kind) }

    /// The loops for a kind of processor.
    ///
    /// - Precondition: The processor can run them.
    package init(_ processor: Processor) {
        precondition(processor <= Processor.found, "this processor lacks \(processor)")
        self.processor = processor
    }

    /// Columns of a packed panel.
    static let panel = Int(ASSAY_PANEL)

    /// Calls the body for each of `0 ..< parts` on kept threads, at the same time, and waits for all.
    ///
    /// `parts` is at least 2. False, without a call, if the threads are in use.
    static func perform(_ parts: Int, _ body: (Int) -> Void) -> Bool {
        withoutActuallyEscaping(body) { body in
            var work = PartsOfWork(body: body)
            return withUnsafeMutablePointer(to: &work) { work in
                assay_pool_run(
                    parts,
                    { $0.assumingMemoryBound(to: PartsOfWork.self).pointee.body($1) },
                    work
                ) != 0
            }
        }
    }

    static func processorFound() -> Processor {
        switch assay_processor_found() {
        case ASSAY_PROCESSOR_AVX512: .avx512
        case ASSAY_PROCESSOR_AVX2: .avx2
        default: .plain
        }
    }

    /// Packs columns of a matrix into a part of a panel: `source` is `[columns, depth]` if it is to be
    /// transposed, else `[depth, columns]`.
    static func pack(_ source: Strided, transposing: Bool, into panel: UnsafeMutablePointer<Float>)
    {
        if transposing {
            assay_pack_part_transposed(
                source.pointer,
                source.stride,
                source.columns,
                source.rows,
                panel
            )
        } else {
            assay_pack_part(source.pointer, source.stride, source.rows, source.columns, panel)
        }
    }

    func multiply(
        _ left: Strided,
        _ right: UnsafePointer<Float>,
        depth: Int,
        into result: Strided,
        finish: Finish,
        panels: Range<Int>
    ) {
        var product = assay_product(
            left: left.pointer,
            left_stride: left.stride,
            right: right,
            result: result.pointer,
            result_stride: result.stride,
            rows: result.rows,
            columns: result.columns,
            depth: depth,
            finish: finish.c
        )
        table.pointee.multiply(&product, panels.lowerBound, panels.upperBound)
    }

    func finish(_ values: Strided, _ finish: Finish) {
        var how = finish.c
        table.pointee.finish(values.pointer, values.stride, values.rows, values.columns, &how)
    }

    static func attentionScratch(queries: Int, width: Int) -> Int {
        assay_attention_scratch(queries, width)
    }

    func attend(
        query: Strided,
        key: Strided,
        value: Strided,
        into result: Strided,
        scale: Float,
        mask: AttentionMask,
        scratch: UnsafeMutablePointer<Float>,
        probabilities: UnsafeMutablePointer<Float>?
    ) {
        var call = assay_attention(
            query: query.pointer,
            key: key.pointer,
            value: value.pointer,
            query_stride: query.stride,
            key_stride: key.stride,
            value_stride: value.stride,
            result: result.pointer,
            result_stride: result.stride,
            queries: query.rows,
            keys: key.rows,
            width: query.columns,
            scale: scale,
            causal: mask.isCausal ? 1 : 0,
            window: mask.window ?? 0,
            scratch: scratch,
            probabilities: probabilities
        )
        table.pointee.attend(&call)
    }

    func normalize(
        _ input: Strided,
        into result: Strided,
        weight: FloatBuffer,
        bias: FloatBuffer,
        epsilon: Float
    ) {
        table.pointee.normalize(
            input.pointer,
            input.stride,
            result.pointer,
            result.stride,
            result.rows,
            result.columns,
            weight.pointer,
            bias.pointer,
            epsilon
        )
    }

    func softmax(_ values: Strided, scale: Float) {
        table.pointee.softmax(values.pointer, values.stride, values.rows, values.columns, scale)
    }
}

/// What the threads call, where C can point to it.
private struct PartsOfWork {
    let body: (Int) -> Void
}

extension Finish {
    fileprivate var c: assay_finish {
        assay_finish(
            bias: bias.map { UnsafePointer($0.pointer) },
            residual: residual.map { UnsafePointer($0.pointer) },
            residual_stride: residual?.stride ?? 0,
            activation: activation.c
        )
    }
}

extension Activation {
    fileprivate var c: assay_activation {
        switch self {
        case .none: ASSAY_ACTIVATION_NONE
        case .gelu: ASSAY_ACTIVATION_GELU
        case .geluTanh: ASSAY_ACTIVATION_GELU_TANH
        case .quickGELU: ASSAY_ACTIVATION_QUICK_GELU
        case .relu: ASSAY_ACTIVATION_RELU
        case .silu: ASSAY_ACTIVATION_SILU
        }
    }
}

extension Processor {
    fileprivate var kind: assay_processor {
        switch self {
        case .plain: ASSAY_PROCESSOR_PLAIN
        case .avx2: ASSAY_PROCESSOR_AVX2
        case .avx512: ASSAY_PROCESSOR_AVX512
        }
    }
}
