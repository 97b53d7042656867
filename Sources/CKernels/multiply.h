// A product, in blocks that stay in the second-level cache: at most DEPTH_BLOCK rows of a panel
// (96 KiB), the panel that comes next, and ROW_BLOCK rows of the left side (420 KiB). The panels
// run by the rows of one block; so the left side is read from far away once, the panels once a
// block of rows, each while the one before it is worked on.
enum { DEPTH_BLOCK = 768, ROW_BLOCK = 140 };

// One tile of rows by one panel, over one block of the depth.
typedef struct {
    const assay_product *product;
    size_t row, rows, panel, k, depth;
} Piece;

INLINE size_t width_of(const assay_product *p, size_t panel) {
    size_t left = p->columns - panel * ASSAY_PANEL;
    return left < ASSAY_PANEL ? left : ASSAY_PANEL;
}

INLINE void multiply_piece(Piece at, Ahead ahead) {
    const assay_product *p = at.product;
    size_t column = at.panel * ASSAY_PANEL, width = width_of(p, at.panel);
    size_t stride = p->result_stride;
    float *sums = p->result + at.row * stride + column;
    const float *left = p->left + at.row * p->left_stride + at.k;
    const float *right = p->right + (at.panel * p->depth + at.k) * ASSAY_PANEL;
    int begins = at.k == 0, ends = at.k + at.depth == p->depth;
    tile_panel(at.rows, left, p->left_stride, right, sums, stride, width, at.depth, begins, ahead);
    if (ends) {
        assay_finish how = p->finish;
        if (how.bias) how.bias += column;
        if (how.residual) how.residual += at.row * how.residual_stride + column;
        finish(sums, stride, at.rows, width, &how);
    }
}

// The tiles first ..< last of count, for one block of the depth and all the panels.
INLINE void multiply_block(const assay_product *p, size_t count, size_t first, size_t last,
                           size_t k, size_t depth, size_t first_panel, size_t last_panel) {
    for (size_t panel = first_panel; panel < last_panel; panel++) {
        // After the last panel comes the first one, of the next block.
        int again = panel + 1 == last_panel;
        size_t next_panel = again ? first_panel : panel + 1;
        size_t next_k = !again ? k : k + depth < p->depth ? k + depth : 0;
        const float *next = p->right + (next_panel * p->depth + next_k) * ASSAY_PANEL;
        for (size_t tile = first; tile < last; tile++) {
            size_t row = tile_start(p->rows, count, tile);
            size_t rows = tile_start(p->rows, count, tile + 1) - row;
            // The tile after this one writes to lines that may be far away.
            int wraps = tile + 1 == last;
            size_t next_column = (wraps ? next_panel : panel) * ASSAY_PANEL;
            const float *next_sums =
                p->result + next_column +
                tile_start(p->rows, count, wraps ? first : tile + 1) * p->result_stride;
            for (size_t i = 0; i < rows; i++) {
                __builtin_prefetch(next_sums + i * p->result_stride, 1);
                __builtin_prefetch(next_sums + i * p->result_stride + 16, 1);
            }
            size_t part = tile - first, parts = last - first;
            Ahead ahead = {16, (const char *)(next + depth * ASSAY_PANEL * part / parts),
                           ASSAY_PANEL * sizeof(float) / parts};
            multiply_piece((Piece){p, row, rows, panel, k, depth}, ahead);
        }
    }
}

// So few rows that the time goes into reading the panels, one after the other.
INLINE void multiply_few(const assay_product *p, size_t first_panel, size_t last_panel) {
    for (size_t panel = first_panel; panel < last_panel; panel++) {
        Ahead ahead = {64, (const char *)(p->right + panel * p->depth * ASSAY_PANEL), 0};
        multiply_piece((Piece){p, 0, p->rows, panel, 0, p->depth}, ahead);
    }
}

static void multiply(const assay_product *p, size_t first_panel, size_t last_panel) {
    size_t count = tile_count(p->rows);
    if (count == 1) return multiply_few(p, first_panel, last_panel);
    size_t most = ROW_BLOCK / ASSAY_ROWS, row_blocks = (count + most - 1) / most;
    // One block even of a depth of nothing, whose sums are 0.
    size_t depth_blocks = p->depth ? (p->depth + DEPTH_BLOCK - 1) / DEPTH_BLOCK : 1;
    for (size_t r = 0; r < row_blocks; r++)
        for (size_t d = 0; d < depth_blocks; d++) {
            size_t k = p->depth * d / depth_blocks;
            multiply_block(p, count, count * r / row_blocks, count * (r + 1) / row_blocks, k,
                           p->depth * (d + 1) / depth_blocks - k, first_panel, last_panel);
        }
}
