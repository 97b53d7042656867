#include <string.h>

#include "CKernels.h"

// Four floats, which every processor's compiler has registers for.
typedef float Four __attribute__((ext_vector_type(4)));
typedef Four FourAnywhere __attribute__((aligned(4)));

static inline Four load(const float *from) { return *(const FourAnywhere *)from; }
static inline void store(float *to, Four value) { *(FourAnywhere *)to = value; }

// Packs columns j...j + 3, depth k...k + 3: a square turned over its diagonal.
static inline void pack_square(const float *source, size_t stride, float *panel) {
    Four a = load(source), b = load(source + stride), c = load(source + 2 * stride),
         d = load(source + 3 * stride);
    Four ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
    Four ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    Four cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    Four cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    store(panel, __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5));
    store(panel + ASSAY_PANEL, __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7));
    store(panel + 2 * ASSAY_PANEL, __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5));
    store(panel + 3 * ASSAY_PANEL, __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7));
}

void assay_pack_part_transposed(const float *source, size_t source_stride, size_t depth,
                                size_t columns, float *panel) {
    // A line of the cache of every row at a time, so that it is fetched once however far apart the
    // rows lie, and the part of the panel that they fill stays in the first-level cache.
    enum { LINE = 16 };
    size_t whole = columns / 4 * 4;
    for (size_t k = 0; k < depth; k += LINE) {
        size_t count = depth - k < LINE ? depth - k : LINE, squares = count / 4 * 4;
        for (size_t j = 0; j < whole; j += 4) {
            const float *from = source + j * source_stride + k;
            float *to = panel + k * ASSAY_PANEL + j;
            for (size_t i = 0; i < 4; i++) __builtin_prefetch(from + i * source_stride + 8 * LINE);
            for (size_t i = 0; i < squares; i += 4)
                pack_square(from + i, source_stride, to + i * ASSAY_PANEL);
            for (size_t i = squares; i < count; i++)
                for (size_t column = 0; column < 4; column++)
                    to[i * ASSAY_PANEL + column] = from[column * source_stride + i];
        }
        for (size_t j = whole; j < columns; j++)
            for (size_t i = k; i < k + count; i++)
                panel[i * ASSAY_PANEL + j] = source[j * source_stride + i];
    }
}

void assay_pack_part(const float *source, size_t source_stride, size_t depth, size_t columns,
                     float *panel) {
    for (size_t k = 0; k < depth; k++)
        memcpy(panel + k * ASSAY_PANEL, source + k * source_stride, columns * sizeof(float));
}

void assay_pack_transposed(const float *source, size_t source_stride, size_t depth, size_t columns,
                           float *packed) {
    for (size_t first = 0; first < columns; first += ASSAY_PANEL) {
        size_t width = columns - first < ASSAY_PANEL ? columns - first : ASSAY_PANEL;
        float *panel = packed + first * depth;
        if (width < ASSAY_PANEL) memset(panel, 0, depth * ASSAY_PANEL * sizeof(float));
        assay_pack_part_transposed(source + first * source_stride, source_stride, depth, width,
                                   panel);
    }
}

static size_t panels(size_t columns) { return (columns + ASSAY_PANEL - 1) / ASSAY_PANEL; }

size_t assay_attention_scratch(size_t queries, size_t width) {
    // A block of packed keys, of packed values, its scores for the rows of one tile (at most 16);
    // the largest score and the sum of each query.
    return ASSAY_KEY_BLOCK * (width + panels(width) * ASSAY_PANEL + 16) + 2 * queries;
}
