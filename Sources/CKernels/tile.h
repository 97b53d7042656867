// The heart of a product: a tile of up to ASSAY_ROWS rows by two registers of columns, whose sums
// stay in registers while the depth runs by.

typedef float Lanes __attribute__((ext_vector_type(ASSAY_LANES)));
typedef Lanes LanesAnywhere __attribute__((aligned(4)));

#define UNROLLED _Pragma("clang loop unroll(full)")

// What a tile asks the caches for while it computes. Asking for what is not there does nothing.
typedef struct {
    // How many rows of its own panel it reads ahead.
    size_t near;
    // What is needed after it, from the next cache outwards: for each row of depth, this many bytes.
    const char *far;
    size_t far_step;
} Ahead;

// sums[rows, 2 * ASSAY_LANES] (+)= left[rows, depth] right[depth, 2 * ASSAY_LANES]; continues the
// sums that are there unless it is the first block of the depth.
#define TILE(ROWS)                                                                                \
    static void tile_##ROWS(const float *left, size_t left_stride, const float *right,           \
                            float *sums, size_t stride, size_t depth, int first, Ahead ahead) {  \
        Lanes a[ROWS][2];                                                                         \
        UNROLLED for (int i = 0; i < ROWS; i++) {                                                \
            a[i][0] = first ? (Lanes)0.0f : *(LanesAnywhere *)(sums + i * stride);               \
            a[i][1] = first ? (Lanes)0.0f : *(LanesAnywhere *)(sums + i * stride + ASSAY_LANES); \
        }                                                                                         \
        for (size_t k = 0; k < depth; k++) {                                                      \
            Lanes b0 = *(const LanesAnywhere *)(right + k * ASSAY_PANEL);                         \
            Lanes b1 = *(const LanesAnywhere *)(right + k * ASSAY_PANEL + ASSAY_LANES);           \
            __builtin_prefetch(right + (k + ahead.near) * ASSAY_PANEL);                           \
            __builtin_prefetch(right + (k + ahead.near) * ASSAY_PANEL + 16);                      \
            __builtin_prefetch(ahead.far, 0, 2);                                                  \
            ahead.far += ahead.far_step;                                                          \
            UNROLLED for (int i = 0; i < ROWS; i++) {                                            \
                Lanes x = left[i * left_stride + k];                                              \
                a[i][0] = FUSED(x, b0, a[i][0]);                                                  \
                a[i][1] = FUSED(x, b1, a[i][1]);                                                  \
            }                                                                                     \
        }                                                                                         \
        UNROLLED for (int i = 0; i < ROWS; i++) {                                                \
            *(LanesAnywhere *)(sums + i * stride) = a[i][0];                                      \
            *(LanesAnywhere *)(sums + i * stride + ASSAY_LANES) = a[i][1];                        \
        }                                                                                         \
    }

typedef void (*Tile)(const float *, size_t, const float *, float *, size_t, size_t, int, Ahead);

TILE(1) TILE(2) TILE(3) TILE(4)
#if ASSAY_ROWS > 4
TILE(5) TILE(6)
#endif
#if ASSAY_ROWS > 6
TILE(7) TILE(8) TILE(9) TILE(10) TILE(11) TILE(12) TILE(13) TILE(14)
#endif

static const Tile tiles[ASSAY_ROWS + 1] = {
    0, tile_1, tile_2, tile_3, tile_4,
#if ASSAY_ROWS > 4
    tile_5, tile_6,
#endif
#if ASSAY_ROWS > 6
    tile_7, tile_8, tile_9, tile_10, tile_11, tile_12, tile_13, tile_14,
#endif
};

// The first columns of a panel, at most ASSAY_PANEL, for rows <= ASSAY_ROWS.
INLINE void tile_panel(size_t rows, const float *left, size_t left_stride, const float *right,
                       float *sums, size_t stride, size_t columns, size_t depth, int first,
                       Ahead ahead) {
    if (columns == ASSAY_PANEL) {
        for (size_t j = 0; j < ASSAY_PANEL; j += 2 * ASSAY_LANES)
            tiles[rows](left, left_stride, right + j, sums + j, stride, depth, first, ahead);
        return;
    }
    // A whole tile would write past the row's end, so it goes aside.
    float edge[ASSAY_ROWS * ASSAY_PANEL] __attribute__((aligned(64)));
    for (size_t i = 0; !first && i < rows; i++)
        memcpy(edge + i * ASSAY_PANEL, sums + i * stride, columns * sizeof(float));
    for (size_t j = 0; j < ASSAY_PANEL; j += 2 * ASSAY_LANES)
        tiles[rows](left, left_stride, right + j, edge + j, ASSAY_PANEL, depth, first, ahead);
    for (size_t i = 0; i < rows; i++)
        memcpy(sums + i * stride, edge + i * ASSAY_PANEL, columns * sizeof(float));
}

// For a panel that is in a near cache already.
INLINE Ahead nothing_ahead(const float *right) { return (Ahead){16, (const char *)right, 0}; }

// Tiles of nearly equal height cover rows: a last tile of one row would cost almost a whole one.
INLINE size_t tile_count(size_t rows) { return (rows + ASSAY_ROWS - 1) / ASSAY_ROWS; }
INLINE size_t tile_start(size_t rows, size_t count, size_t tile) { return rows * tile / count; }
