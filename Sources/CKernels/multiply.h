// The depth is taken in blocks of at most this many rows of a panel: 96 KiB, which stays in the
// second-level cache while all the rows of the left side pass by.
enum { DEPTH_BLOCK = 768 };

static void multiply(const assay_product *p, size_t first_panel, size_t last_panel) {
    float edge[ASSAY_ROWS * ASSAY_PANEL] __attribute__((aligned(64)));
    size_t count = tile_count(p->rows);
    for (size_t k = 0; k < p->depth; k += DEPTH_BLOCK) {
        size_t depth = p->depth - k < DEPTH_BLOCK ? p->depth - k : DEPTH_BLOCK;
        int begins = k == 0, ends = k + depth == p->depth;
        for (size_t panel = first_panel; panel < last_panel; panel++) {
            const float *right = p->right + (panel * p->depth + k) * ASSAY_PANEL;
            const float *next = right + p->depth * ASSAY_PANEL;
            size_t column = panel * ASSAY_PANEL;
            size_t width = p->columns - column < ASSAY_PANEL ? p->columns - column : ASSAY_PANEL;
            // A prefetch touches nothing that is not there, but stays inside the matrix all the same.
            size_t lines = panel + 1 < last_panel ? depth * (ASSAY_PANEL / 16) : 0;
            for (size_t tile = 0; tile < count; tile++) {
                size_t row = tile_start(p->rows, count, tile);
                size_t rows = tile_start(p->rows, count, tile + 1) - row;
                // The next panel comes from far away: ask for a part of it with every tile.
                for (size_t l = lines * tile / count; l < lines * (tile + 1) / count; l++)
                    __builtin_prefetch(next + l * 16, 0, 2);
                const float *left = p->left + row * p->left_stride + k;
                float *sums = p->result + row * p->result_stride + column;
                size_t stride = p->result_stride;
                if (width < ASSAY_PANEL) {
                    // A whole tile would write past the row's end, so it goes aside.
                    if (!begins)
                        for (size_t i = 0; i < rows; i++)
                            memcpy(edge + i * ASSAY_PANEL, sums + i * stride, width * sizeof(float));
                    tile_panel(rows, left, p->left_stride, right, edge, ASSAY_PANEL, depth, begins);
                    for (size_t i = 0; i < rows; i++)
                        memcpy(sums + i * stride, edge + i * ASSAY_PANEL, width * sizeof(float));
                } else {
                    tile_panel(rows, left, p->left_stride, right, sums, stride, depth, begins);
                }
                if (ends) {
                    assay_finish how = p->finish;
                    if (how.bias) how.bias += column;
                    if (how.residual) how.residual += row * how.residual_stride + column;
                    finish(sums, stride, rows, width, &how);
                }
            }
        }
    }
}
