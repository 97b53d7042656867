// Attention of one head. The keys and values are taken a block at a time, packed once and then used
// by all the queries, a tile of them at a time: neither a score nor a packed key goes farther than
// the second-level cache, and no memory grows with queries times keys.
//
// A query's weights are known only when all its keys have been seen, so it keeps the largest score
// and the sum of the powers so far, and what it has gathered is scaled down whenever a larger score
// turns up (Milakov and Gimelshein 2018, "Online normalizer calculation for softmax"; Dao et al.
// 2022, algorithm 1). Blocks are counted from the first key and all sums run in the order of the
// keys, so what other queries are asked about changes no bit of it.

// The keys that query i sees: first ..< last. It stands at place keys - queries + i.
typedef struct {
    size_t first, last;
} Span;

INLINE size_t larger(size_t a, size_t b) { return a > b ? a : b; }
INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

INLINE Span span_of(const assay_attention *p, size_t i) {
    size_t place = p->keys - p->queries + i;
    Span span = {0, p->keys};
    if (p->causal) span.last = place + 1;
    if (p->window && place + 1 > p->window) span.first = place + 1 - p->window;
    return span;
}

// What lies in a block that begins at key start, counted from there.
INLINE Span span_within(Span span, size_t start, size_t keys) {
    return (Span){smaller(larger(span.first, start) - start, keys),
                  smaller(larger(span.last, start) - start, keys)};
}

// Which of the lanes j ..< j + 16 lie in the span.
INLINE WideInteger lanes_in(Span span, size_t j) {
    const WideInteger lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return lane >= (int)span.first - (int)j & lane < (int)span.last - (int)j;
}

INLINE float largest_score(const float *scores, Span span) {
    const Wide lowest = -__builtin_inff();
    // Four at a time, so that none waits for the one before it.
    Wide most[4] = {lowest, lowest, lowest, lowest};
    size_t j = span.first / 16 * 16;
    if (j < span.first) {
        most[0] = lanes_in(span, j) ? load(scores + j) : lowest;
        j += 16;
    }
    for (; j + 64 <= span.last; j += 64)
        for (int i = 0; i < 4; i++) most[i] = larger_of(most[i], load(scores + j + 16 * i));
    for (; j + 16 <= span.last; j += 16) most[1] = larger_of(most[1], load(scores + j));
    if (j < span.last)
        most[2] = larger_of(most[2], lanes_in(span, j) ? load(scores + j) : lowest);
    return maximum(larger_of(larger_of(most[0], most[1]), larger_of(most[2], most[3])));
}

// Turns one query's scores of a block into powers of two, 0 outside its span, up to `end`; returns
// what all that the query has gathered before must be multiplied by.
INLINE float weigh(float *scores, Span span, size_t end, float scale, float *top, float *total) {
    if (span.first >= span.last) {
        memset(scores, 0, end * sizeof(float));
        return 1;
    }
    float found = largest_score(scores, span) * scale;
    float before = *top, now = found > before ? found : before;
    const Wide factor = scale, offset = -now, zero = 0.0f;
    Wide sums = zero;
    size_t j = 0;
    for (; j + 16 <= span.first; j += 16) store(scores + j, zero);
    if (j < span.first) {
        Wide power = power_of_two(FUSED(load(scores + j), factor, offset));
        power = lanes_in(span, j) ? power : zero;
        store(scores + j, power);
        sums += power;
        j += 16;
    }
    _Pragma("clang loop unroll_count(2)") for (; j + 16 <= span.last; j += 16) {
        Wide power = power_of_two(FUSED(load(scores + j), factor, offset));
        store(scores + j, power);
        sums += power;
    }
    if (j < span.last) {
        Wide power = power_of_two(FUSED(load(scores + j), factor, offset));
        power = lanes_in(span, j) ? power : zero;
        store(scores + j, power);
        sums += power;
        j += 16;
    }
    for (; j < end; j += 16) store(scores + j, zero);
    float scaled = now == before ? 1 : power_of_two((Wide)(before - now))[0];
    *total = *total * scaled + sum(sums);
    *top = now;
    return scaled;
}

INLINE void scale_row(float *row, size_t columns, float factor) {
    size_t j = 0;
    for (; j + 16 <= columns; j += 16) store(row + j, load(row + j) * factor);
    for (; j < columns; j++) row[j] *= factor;
}

// The scores of a tile times the scale, as probabilities in the making.
INLINE void keep_scores(const assay_attention *p, const float *scores, size_t row, size_t rows,
                        size_t start, size_t keys) {
    for (size_t i = 0; i < rows; i++) {
        Span own = span_within(span_of(p, row + i), start, keys);
        float *to = p->probabilities + (row + i) * p->keys + start;
        memcpy(to + own.first, scores + i * ASSAY_KEY_BLOCK + own.first,
               (own.last - own.first) * sizeof(float));
    }
}

// Turns a query's kept scores into probabilities.
INLINE void finish_scores(const assay_attention *p, size_t i, float scale, float top, float total) {
    float *row = p->probabilities + i * p->keys;
    Span span = span_of(p, i);
    for (size_t j = span.first; j < span.last; j++)
        row[j] = power_of_two((Wide)FUSED(row[j], scale, -top))[0] / total;
    memset(row, 0, span.first * sizeof(float));
    memset(row + span.last, 0, (p->keys - span.last) * sizeof(float));
}

static void attend(const assay_attention *p) {
    enum { BLOCK = ASSAY_KEY_BLOCK, PANEL = ASSAY_PANEL };
    size_t width = p->width, value_panels = (width + PANEL - 1) / PANEL;
    float *packed_keys = p->scratch;
    float *packed_values = packed_keys + BLOCK * width;
    float *scores = packed_values + BLOCK * value_panels * PANEL;
    float *tops = scores + 16 * BLOCK;
    float *totals = tops + p->queries;
    // Powers of two instead of e.
    float scale = p->scale * 1.44269504f;
    for (size_t i = 0; i < p->queries; i++) {
        tops[i] = -__FLT_MAX__;
        totals[i] = 0;
    }

    size_t count = tile_count(p->queries);
    size_t first_key = span_of(p, 0).first, last_key = span_of(p, p->queries - 1).last;
    for (size_t start = first_key / BLOCK * BLOCK; start < last_key; start += BLOCK) {
        size_t keys = smaller(last_key - start, BLOCK);
        assay_pack_transposed(p->key + start * p->key_stride, p->key_stride, width, keys,
                              packed_keys);
        for (size_t panel = 0; panel < value_panels; panel++) {
            size_t part = smaller(width - panel * PANEL, PANEL);
            float *to = packed_values + panel * BLOCK * PANEL;
            if (part < PANEL) memset(to, 0, keys * PANEL * sizeof(float));
            assay_pack_part(p->value + start * p->value_stride + panel * PANEL, p->value_stride,
                            keys, part, to);
        }
        for (size_t tile = 0; tile < count; tile++) {
            size_t row = tile_start(p->queries, count, tile);
            size_t rows = tile_start(p->queries, count, tile + 1) - row;
            // What any of the tile's queries sees of the block.
            Span all = {span_of(p, row).first, span_of(p, row + rows - 1).last};
            Span seen = span_within(all, start, keys);
            if (seen.first >= seen.last) continue;
            // What the tile has gathered so far may have gone far away.
            for (size_t i = 0; i < rows; i++)
                for (size_t j = 0; j < width; j += 16)
                    __builtin_prefetch(p->result + (row + i) * p->result_stride + j, 1);
            size_t first_panel = seen.first / PANEL, last_panel = (seen.last + PANEL - 1) / PANEL;
            for (size_t panel = first_panel; panel < last_panel; panel++) {
                const float *right = packed_keys + panel * width * PANEL;
                tile_panel(rows, p->query + row * p->query_stride, p->query_stride, right,
                           scores + panel * PANEL, BLOCK, PANEL, width, 1, nothing_ahead(right));
            }
            if (p->probabilities) keep_scores(p, scores, row, rows, start, keys);

            int begins = all.first / BLOCK * BLOCK == start;
            for (size_t i = 0; i < rows; i++) {
                Span own = span_within(span_of(p, row + i), start, keys);
                float factor = weigh(scores + i * BLOCK, own, last_panel * PANEL, scale,
                                     tops + row + i, totals + row + i);
                if (!begins && factor != 1)
                    scale_row(p->result + (row + i) * p->result_stride, width, factor);
            }
            size_t begin = first_panel * PANEL;
            for (size_t panel = 0; panel < value_panels; panel++) {
                const float *right = packed_values + (panel * BLOCK + begin) * PANEL;
                tile_panel(rows, scores + begin, BLOCK, right,
                           p->result + row * p->result_stride + panel * PANEL, p->result_stride,
                           smaller(width - panel * PANEL, PANEL), seen.last - begin, begins,
                           nothing_ahead(right));
            }
        }
    }
    for (size_t i = 0; i < p->queries; i++) {
        scale_row(p->result + i * p->result_stride, width, 1 / totals[i]);
        if (p->probabilities) finish_scores(p, i, scale, tops[i], totals[i]);
    }
}
