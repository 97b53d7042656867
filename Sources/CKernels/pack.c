#include "CKernels.h"

void assay_pack_transposed(const float *source, size_t source_stride, size_t depth, size_t columns,
                           float *packed) {
    for (size_t first = 0; first < columns; first += ASSAY_PANEL) {
        size_t width = columns - first < ASSAY_PANEL ? columns - first : ASSAY_PANEL;
        float *panel = packed + first * depth;
        for (size_t k = 0; k < depth; k++) {
            for (size_t j = 0; j < width; j++)
                panel[k * ASSAY_PANEL + j] = source[(first + j) * source_stride + k];
            for (size_t j = width; j < ASSAY_PANEL; j++) panel[k * ASSAY_PANEL + j] = 0;
        }
    }
}

static size_t panels(size_t columns) { return (columns + ASSAY_PANEL - 1) / ASSAY_PANEL; }

size_t assay_attention_scratch(size_t tokens, size_t width) {
    size_t keys = panels(tokens) * ASSAY_PANEL, values = panels(width) * ASSAY_PANEL;
    // Packed keys, packed values, the scores of the rows of one tile (at most 16), one tile.
    return keys * width + tokens * values + 16 * keys + 16 * ASSAY_PANEL;
}
