#ifndef ASSAY_KERNELS_H
#define ASSAY_KERNELS_H

// Float loops, compiled once for each kind of processor and chosen at run time.
//
// Matrices are row-major; a stride is the distance between rows in floats. No function allocates,
// checks its arguments or keeps state: the Swift module Kernels does the first two.
//
// One element of a product is one chain of fused multiply-adds in the order of the depth, whatever
// the tile, the block, the batch or the thread that it lies in, so none of them changes a bit of it.

#include <stddef.h>

// The kinds of processor, each able to do what those before it can.
enum assay_processor {
    ASSAY_PROCESSOR_PLAIN = 0,   // nothing is assumed
    ASSAY_PROCESSOR_AVX2 = 1,    // x86-64 with AVX2 and FMA
    ASSAY_PROCESSOR_AVX512 = 2,  // x86-64 with AVX-512 F, DQ, BW and VL
};

enum assay_activation {
    ASSAY_ACTIVATION_NONE = 0,
    ASSAY_ACTIVATION_GELU = 1,        // x Phi(x), Phi by erf
    ASSAY_ACTIVATION_GELU_TANH = 2,   // the approximation by tanh
    ASSAY_ACTIVATION_QUICK_GELU = 3,  // x sigmoid(1.702 x)
    ASSAY_ACTIVATION_RELU = 4,
    ASSAY_ACTIVATION_SILU = 5,        // x sigmoid(x)
};

// Columns of a packed panel. A packed matrix [depth, columns] is a list of panels, each
// [depth, ASSAY_PANEL], the last filled with zeros; it begins at a multiple of 64 bytes.
#define ASSAY_PANEL 32

// Keys that attention looks at together.
#define ASSAY_KEY_BLOCK 512

// What becomes of a sum before it is stored: + bias, activation, + residual, in this order.
typedef struct {
    const float *_Nullable bias;      // one number a column, or none
    const float *_Nullable residual;  // same rows and columns as the result, or none
    size_t residual_stride;
    enum assay_activation activation;
} assay_finish;

typedef struct {
    const float *_Nonnull left;  // [rows, depth]
    size_t left_stride;
    const float *_Nonnull right;  // packed [depth, columns]
    float *_Nonnull result;       // [rows, columns]
    size_t result_stride;
    size_t rows, columns, depth;
    assay_finish finish;
} assay_product;

typedef struct {
    const float *_Nonnull query;  // [queries, width]
    const float *_Nonnull key;    // [keys, width]
    const float *_Nonnull value;  // [keys, width]
    size_t query_stride, key_stride, value_stride;
    float *_Nonnull result;  // [queries, width]
    size_t result_stride;
    // queries <= keys: query i stands at place keys - queries + i.
    size_t queries, keys, width;
    float scale;    // above 0
    int causal;     // whether a query sees nothing beyond its place
    size_t window;  // how many keys it sees up to its place; 0 for no limit, else causal too
    float *_Nonnull scratch;  // assay_attention_scratch floats at a multiple of 64 bytes
    float *_Nullable probabilities;  // [queries, keys] if wanted
} assay_attention;

// The loops for one kind of processor.
typedef struct {
    // result = finish(left right), for the panels first_panel ..< last_panel of the right side.
    void (*_Nonnull multiply)(const assay_product *_Nonnull, size_t first_panel, size_t last_panel);
    // values = finish(values), [rows, columns].
    void (*_Nonnull finish)(float *_Nonnull values, size_t stride, size_t rows, size_t columns,
                            const assay_finish *_Nonnull);
    // result = softmax(scale query key^T) value for one head.
    void (*_Nonnull attend)(const assay_attention *_Nonnull);
    // Each row less its mean, over its standard deviation (biased, epsilon under the root), times
    // weight, plus bias.
    void (*_Nonnull normalize)(const float *_Nonnull input, size_t input_stride,
                               float *_Nonnull result, size_t result_stride, size_t rows,
                               size_t columns, const float *_Nonnull weight,
                               const float *_Nonnull bias, float epsilon);
    // Each row becomes exp(scale x) over its sum; columns > 0.
    void (*_Nonnull softmax)(float *_Nonnull values, size_t stride, size_t rows, size_t columns,
                             float scale);
} assay_kernels;

// What this processor can do.
enum assay_processor assay_processor_found(void);
// The loops for a kind of processor; only kinds up to the one found may be run.
const assay_kernels *_Nonnull assay_kernels_for(enum assay_processor);

// Packs source [columns, depth] (a checkpoint's [out, in]) into panels.
void assay_pack_transposed(const float *_Nonnull source, size_t source_stride, size_t depth,
                           size_t columns, float *_Nonnull packed);
// Packs source [columns, depth] beside what a panel holds already: packed points to the first of
// its columns, and those after them are left alone.
void assay_pack_part_transposed(const float *_Nonnull source, size_t source_stride, size_t depth,
                                size_t columns, float *_Nonnull packed);
// The same of source [depth, columns].
void assay_pack_part(const float *_Nonnull source, size_t source_stride, size_t depth,
                     size_t columns, float *_Nonnull packed);
// Floats that an attention call needs as scratch.
size_t assay_attention_scratch(size_t queries, size_t width);

// Calls body(context, part) once for each of 0 ..< parts, at least 2, on this thread and on others that
// are kept for it, and waits for all. Returns 0, and has called nothing, if other work is being
// divided (from within a part, too) or no thread can be started.
int assay_pool_run(size_t parts, void (*_Nonnull body)(void *_Nonnull context, size_t part),
                   void *_Nonnull context);

#endif
