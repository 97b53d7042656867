// Attention of one head, a tile of queries at a time: its scores never leave the nearest cache.

static void attend(const assay_attention *p) {
    size_t tokens = p->tokens, width = p->width;
    size_t key_panels = (tokens + ASSAY_PANEL - 1) / ASSAY_PANEL;
    size_t value_panels = (width + ASSAY_PANEL - 1) / ASSAY_PANEL;
    size_t row_width = key_panels * ASSAY_PANEL;
    float *keys = p->scratch;
    float *values = keys + row_width * width;
    float *scores = values + tokens * value_panels * ASSAY_PANEL;
    float *edge = scores + 16 * row_width;

    assay_pack_transposed(p->key, p->stride, width, tokens, keys);
    for (size_t panel = 0; panel < value_panels; panel++) {
        size_t column = panel * ASSAY_PANEL;
        size_t part = width - column < ASSAY_PANEL ? width - column : ASSAY_PANEL;
        float *to = values + panel * tokens * ASSAY_PANEL;
        for (size_t k = 0; k < tokens; k++, to += ASSAY_PANEL) {
            memcpy(to, p->value + k * p->stride + column, part * sizeof(float));
            memset(to + part, 0, (ASSAY_PANEL - part) * sizeof(float));
        }
    }

    size_t count = tile_count(tokens);
    for (size_t tile = 0; tile < count; tile++) {
        size_t row = tile_start(tokens, count, tile);
        size_t rows = tile_start(tokens, count, tile + 1) - row;
        const float *query = p->query + row * p->stride;
        for (size_t panel = 0; panel < key_panels; panel++)
            tile_panel(rows, query, p->stride, keys + panel * width * ASSAY_PANEL,
                       scores + panel * ASSAY_PANEL, row_width, width, 1);
        softmax(scores, row_width, rows, tokens, p->scale);
        if (p->probabilities)
            for (size_t i = 0; i < rows; i++)
                memcpy(p->probabilities + (row + i) * tokens, scores + i * row_width,
                       tokens * sizeof(float));
        for (size_t panel = 0; panel < value_panels; panel++) {
            size_t column = panel * ASSAY_PANEL;
            size_t part = width - column < ASSAY_PANEL ? width - column : ASSAY_PANEL;
            float *result = p->result + row * p->result_stride + column;
            const float *right = values + panel * tokens * ASSAY_PANEL;
            if (part == ASSAY_PANEL) {
                tile_panel(rows, scores, row_width, right, result, p->result_stride, tokens, 1);
            } else {
                tile_panel(rows, scores, row_width, right, edge, ASSAY_PANEL, tokens, 1);
                for (size_t i = 0; i < rows; i++)
                    memcpy(result + i * p->result_stride, edge + i * ASSAY_PANEL,
                           part * sizeof(float));
            }
        }
    }
}
