#include "CPNGCoding.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

// Everything that must survive a longjmp lives in one of these, in the caller's frame.
struct source {
    const uint8_t *bytes;
    size_t count;
    size_t position;
};

struct sink {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
};

struct report {
    char *text;
    size_t capacity;
};

static void on_error(png_structp png, png_const_charp message) {
    struct report *report = png_get_error_ptr(png);
    strncpy(report->text, message, report->capacity - 1);
    report->text[report->capacity - 1] = 0;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void read_bytes(png_structp png, png_bytep destination, size_t count) {
    struct source *source = png_get_io_ptr(png);
    if (count > source->count - source->position) {
        png_error(png, "the file ends early");
    }
    memcpy(destination, source->bytes + source->position, count);
    source->position += count;
}

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
    struct sink *sink = png_get_io_ptr(png);
    if (sink->count + count > sink->capacity) {
        size_t capacity = sink->capacity * 2 + count;
        uint8_t *larger = realloc(sink->bytes, capacity);
        if (!larger) png_error(png, "out of memory");
        sink->bytes = larger;
        sink->capacity = capacity;
    }
    memcpy(sink->bytes + sink->count, bytes, count);
    sink->count += count;
}

static void flush_bytes(png_structp png) { (void)png; }

// What is read besides the pixels, and what has to be released.
struct decoding {
    png_structp png;
    png_infop info;
    uint8_t *raw;
    png_bytepp rows;
};

static void expand_palette(png_structp png, png_infop info, const uint8_t *indices, size_t count,
                           uint8_t *pixels) {
    // Indices beyond the palette show a grey ramp, as in Pillow.
    uint8_t table[256][3];
    for (int i = 0; i < 256; i++) memset(table[i], i, 3);
    png_colorp palette = NULL;
    int entries = 0;
    png_get_PLTE(png, info, &palette, &entries);
    for (int i = 0; i < entries && i < 256; i++) {
        table[i][0] = palette[i].red;
        table[i][1] = palette[i].green;
        table[i][2] = palette[i].blue;
    }
    for (size_t i = 0; i < count; i++) memcpy(pixels + 3 * i, table[indices[i]], 3);
}

static void decode(struct decoding *d, uint32_t width, uint32_t height, uint8_t *pixels) {
    png_structp png = d->png;
    png_read_info(png, d->info);
    if (png_get_image_width(png, d->info) != width ||
        png_get_image_height(png, d->info) != height) {
        png_error(png, "two headers of different sizes");
    }
    int color = png_get_color_type(png, d->info);
    int depth = png_get_bit_depth(png, d->info);
    int palette = color == PNG_COLOR_TYPE_PALETTE;
    int wide_grey = color == PNG_COLOR_TYPE_GRAY && depth == 16;
    size_t bytes_per_pixel = palette ? 1 : wide_grey ? 2 : 3;

    if (palette) {
        png_set_packing(png);
    } else {
        if (color == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
        // The high byte, without rounding.
        if (depth == 16 && !wide_grey) png_set_strip_16(png);
        if (color & PNG_COLOR_MASK_ALPHA) png_set_strip_alpha(png);
        if (!(color & PNG_COLOR_MASK_COLOR) && !wide_grey) png_set_gray_to_rgb(png);
    }
    png_set_interlace_handling(png);
    png_read_update_info(png, d->info);
    size_t stride = bytes_per_pixel * width;
    if (png_get_rowbytes(png, d->info) != stride) png_error(png, "unexpected pixel layout");

    uint8_t *target = pixels;
    if (bytes_per_pixel != 3) {
        d->raw = calloc(height, stride);
        if (!d->raw) png_error(png, "out of memory");
        target = d->raw;
    }
    d->rows = malloc(height * sizeof(png_bytep));
    if (!d->rows) png_error(png, "out of memory");
    for (uint32_t y = 0; y < height; y++) d->rows[y] = target + y * stride;
    png_read_image(png, d->rows);
    png_read_end(png, NULL);

    size_t count = (size_t)width * height;
    if (palette) {
        expand_palette(png, d->info, d->raw, count, pixels);
    } else if (wide_grey) {
        // Pillow clips 16-bit grey instead of scaling it.
        for (size_t i = 0; i < count; i++) {
            memset(pixels + 3 * i, d->raw[2 * i] ? 255 : d->raw[2 * i + 1], 3);
        }
    }
}

int assay_png_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height,
                     uint8_t *pixels, char *reason, size_t reason_capacity) {
    struct source source = {bytes, count, 0};
    struct report report = {reason, reason_capacity};
    struct decoding d = {0};
    volatile int status = 1;
    d.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &report, on_error, on_warning);
    if (d.png) d.info = png_create_info_struct(d.png);
    if (!d.png || !d.info) {
        strncpy(reason, "out of memory", reason_capacity);
    } else if (!setjmp(png_jmpbuf(d.png))) {
        png_set_crc_action(d.png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
        png_set_read_fn(d.png, &source, read_bytes);
        decode(&d, width, height, pixels);
        status = 0;
    }
    free(d.raw);
    free(d.rows);
    png_destroy_read_struct(&d.png, &d.info, NULL);
    return status;
}

int assay_png_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int level,
                     uint8_t **output, size_t *output_count, char *reason, size_t reason_capacity) {
    struct sink sink = {0};
    struct report report = {reason, reason_capacity};
    volatile int status = 1;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &report, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!png || !info) {
        strncpy(reason, "out of memory", reason_capacity);
    } else if (!setjmp(png_jmpbuf(png))) {
        png_set_write_fn(png, &sink, write_bytes, flush_bytes);
        png_set_compression_level(png, level);
        png_set_IHDR(png, info, width, height, 8,
                     channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                     PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        png_write_info(png, info);
        for (uint32_t y = 0; y < height; y++) {
            png_write_row(png, pixels + (size_t)y * width * (size_t)channels);
        }
        png_write_end(png, info);
        status = 0;
    }
    png_destroy_write_struct(&png, &info);
    if (status) {
        free(sink.bytes);
        return 1;
    }
    *output = sink.bytes;
    *output_count = sink.count;
    return 0;
}

const char *assay_png_version(void) { return png_get_libpng_ver(NULL); }
