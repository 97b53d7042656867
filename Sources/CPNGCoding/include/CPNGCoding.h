#ifndef ASSAY_PNG_CODING_H
#define ASSAY_PNG_CODING_H

#include <stddef.h>
#include <stdint.h>

// libpng reports errors with longjmp, which must not cross Swift frames. These functions keep the
// jump on the C side and hand the message back.

/// Decodes a PNG file to `width * height * 3` bytes of red, green and blue.
///
/// Returns 0, or 1 after writing a reason (ending in a zero byte) to `reason`. `width` and `height`
/// are what the caller read from the header and sized `pixels` by; a file that says otherwise fails.
int assay_png_decode(const uint8_t *_Nonnull bytes, size_t count, uint32_t width, uint32_t height,
                     uint8_t *_Nonnull pixels, char *_Nonnull reason, size_t reason_capacity);

/// Encodes `height` rows of `width * channels` bytes; `channels` is 1 (grey) or 3.
///
/// Returns 0 with `*output` (to be released with `free`) and `*output_count` set, or 1 and a reason.
int assay_png_encode(const uint8_t *_Nonnull pixels, uint32_t width, uint32_t height, int channels,
                     int level, uint8_t *_Nullable *_Nonnull output, size_t *_Nonnull output_count,
                     char *_Nonnull reason, size_t reason_capacity);

/// The version of the libpng that is loaded: `1.6.39`.
const char *_Nonnull assay_png_version(void);

#endif
