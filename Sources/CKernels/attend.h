// Attention of one head, a tile of queries at a time: its scores never leave the nearest cache.

// The keys that query i sees: first ..< last. It stands at place keys - queries + i.
typedef struct {
    size_t first, last;
} Span;

INLINE Span span_of(const assay_attention *p, size_t i) {
    size_t place = p->keys - p->queries + i;
    Span span = {0, p->keys};
    if (p->causal) span.last = place + 1;
    if (p->window && place + 1 > p->window) span.first = place + 1 - p->window;
    return span;
}

static void attend(const assay_attention *p) {
    size_t keys = p->keys, width = p->width;
    size_t key_panels = (keys + ASSAY_PANEL - 1) / ASSAY_PANEL;
    size_t value_panels = (width + ASSAY_PANEL - 1) / ASSAY_PANEL;
    size_t row_width = key_panels * ASSAY_PANEL;
    float *packed_keys = p->scratch;
    float *packed_values = packed_keys + row_width * width;
    float *scores = packed_values + keys * value_panels * ASSAY_PANEL;
    float *edge = scores + 16 * row_width;

    assay_pack_transposed(p->key, p->key_stride, width, keys, packed_keys);
    for (size_t panel = 0; panel < value_panels; panel++) {
        size_t column = panel * ASSAY_PANEL;
        size_t part = width - column < ASSAY_PANEL ? width - column : ASSAY_PANEL;
        float *to = packed_values + panel * keys * ASSAY_PANEL;
        for (size_t k = 0; k < keys; k++, to += ASSAY_PANEL) {
            memcpy(to, p->value + k * p->value_stride + column, part * sizeof(float));
            memset(to + part, 0, (ASSAY_PANEL - part) * sizeof(float));
        }
    }

    int masked = p->causal || p->window;
    size_t count = tile_count(p->queries);
    for (size_t tile = 0; tile < count; tile++) {
        size_t row = tile_start(p->queries, count, tile);
        size_t rows = tile_start(p->queries, count, tile + 1) - row;
        const float *query = p->query + row * p->query_stride;
        // What any row of the tile sees, in whole panels.
        size_t first = span_of(p, row).first / ASSAY_PANEL;
        size_t last = (span_of(p, row + rows - 1).last + ASSAY_PANEL - 1) / ASSAY_PANEL;
        for (size_t panel = first; panel < last; panel++)
            tile_panel(rows, query, p->query_stride, packed_keys + panel * width * ASSAY_PANEL,
                       scores + panel * ASSAY_PANEL, row_width, width, 1);
        size_t begin = first * ASSAY_PANEL;
        size_t end = last * ASSAY_PANEL < keys ? last * ASSAY_PANEL : keys;
        if (!masked) softmax(scores, row_width, rows, keys, p->scale);
        for (size_t i = 0; masked && i < rows; i++) {
            Span span = span_of(p, row + i);
            float *own = scores + i * row_width;
            softmax(own + span.first, row_width, 1, span.last - span.first, p->scale);
            memset(own + begin, 0, (span.first - begin) * sizeof(float));
            memset(own + span.last, 0, (end - span.last) * sizeof(float));
        }
        for (size_t i = 0; p->probabilities && i < rows; i++) {
            float *to = p->probabilities + (row + i) * keys;
            memset(to, 0, keys * sizeof(float));
            memcpy(to + begin, scores + i * row_width + begin, (end - begin) * sizeof(float));
        }
        for (size_t panel = 0; panel < value_panels; panel++) {
            size_t column = panel * ASSAY_PANEL;
            size_t part = width - column < ASSAY_PANEL ? width - column : ASSAY_PANEL;
            float *result = p->result + row * p->result_stride + column;
            const float *right = packed_values + (panel * keys + begin) * ASSAY_PANEL;
            int whole = part == ASSAY_PANEL;
            tile_panel(rows, scores + begin, row_width, right, whole ? result : edge,
                       whole ? p->result_stride : ASSAY_PANEL, end - begin, 1);
            for (size_t i = 0; !whole && i < rows; i++)
                memcpy(result + i * p->result_stride, edge + i * ASSAY_PANEL, part * sizeof(float));
        }
    }
}
