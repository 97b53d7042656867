// Loops over rows that are already there.

INLINE Wide finish_lanes(Wide value, Wide bias, Wide residual, enum assay_activation activation) {
    return activate(value + bias, activation) + residual;
}

INLINE void finish_as(float *values, size_t stride, size_t rows, size_t columns,
                      const assay_finish *how, enum assay_activation activation) {
    const Wide zero = 0.0f;
    for (size_t i = 0; i < rows; i++) {
        float *row = values + i * stride;
        const float *residual = how->residual ? how->residual + i * how->residual_stride : 0;
        size_t j = 0;
        for (; j + 16 <= columns; j += 16)
            store(row + j, finish_lanes(load(row + j), how->bias ? load(how->bias + j) : zero,
                                        residual ? load(residual + j) : zero, activation));
        size_t rest = columns - j;
        if (rest)
            store_part(row + j,
                       finish_lanes(load_part(row + j, rest, 0),
                                    how->bias ? load_part(how->bias + j, rest, 0) : zero,
                                    residual ? load_part(residual + j, rest, 0) : zero,
                                    activation),
                       rest);
    }
}

static void finish(float *values, size_t stride, size_t rows, size_t columns,
                   const assay_finish *how) {
    // A loop for each activation, so that the choice is not made for every sixteen numbers.
    switch (how->activation) {
    case ASSAY_ACTIVATION_NONE:
        if (how->bias || how->residual)
            finish_as(values, stride, rows, columns, how, ASSAY_ACTIVATION_NONE);
        break;
    case ASSAY_ACTIVATION_GELU:
        finish_as(values, stride, rows, columns, how, ASSAY_ACTIVATION_GELU);
        break;
    case ASSAY_ACTIVATION_GELU_TANH:
        finish_as(values, stride, rows, columns, how, ASSAY_ACTIVATION_GELU_TANH);
        break;
    case ASSAY_ACTIVATION_QUICK_GELU:
        finish_as(values, stride, rows, columns, how, ASSAY_ACTIVATION_QUICK_GELU);
        break;
    case ASSAY_ACTIVATION_RELU:
        finish_as(values, stride, rows, columns, how, ASSAY_ACTIVATION_RELU);
        break;
    case ASSAY_ACTIVATION_SILU:
        finish_as(values, stride, rows, columns, how, ASSAY_ACTIVATION_SILU);
        break;
    }
}

static void normalize(const float *input, size_t input_stride, float *result,
                      size_t result_stride, size_t rows, size_t columns, const float *weight,
                      const float *bias, float epsilon) {
    size_t whole = columns / 16 * 16, rest = columns - whole;
    for (size_t i = 0; i < rows; i++) {
        const float *row = input + i * input_stride;
        float *out = result + i * result_stride;
        Wide total = 0.0f;
        for (size_t j = 0; j < whole; j += 16) total += load(row + j);
        if (rest) total += load_part(row + whole, rest, 0);
        float mean = sum(total) / (float)columns;
        Wide squares = 0.0f;
        for (size_t j = 0; j < whole; j += 16) {
            Wide d = load(row + j) - mean;
            squares = FUSED(d, d, squares);
        }
        if (rest) {
            Wide d = load_part(row + whole, rest, mean) - mean;
            squares = FUSED(d, d, squares);
        }
        float factor = 1.0f / __builtin_sqrtf(sum(squares) / (float)columns + epsilon);
        for (size_t j = 0; j < whole; j += 16)
            store(out + j, FUSED((load(row + j) - mean) * factor, load(weight + j), load(bias + j)));
        if (rest)
            store_part(out + whole,
                       FUSED((load_part(row + whole, rest, 0) - mean) * factor,
                             load_part(weight + whole, rest, 0), load_part(bias + whole, rest, 0)),
                       rest);
    }
}

static void softmax(float *values, size_t stride, size_t rows, size_t columns, float scale) {
    size_t whole = columns / 16 * 16, rest = columns - whole;
    const float lowest = -__builtin_inff();
    for (size_t i = 0; i < rows; i++) {
        float *row = values + i * stride;
        Wide top = lowest;
        for (size_t j = 0; j < whole; j += 16) top = larger_of(top, load(row + j) * scale);
        if (rest) top = larger_of(top, load_part(row + whole, rest, lowest) * scale);
        float most = maximum(top);
        Wide total = 0.0f;
        for (size_t j = 0; j < whole; j += 16) {
            Wide e = exponential(load(row + j) * scale - most);
            total += e;
            store(row + j, e);
        }
        if (rest) {
            Wide e = exponential(load_part(row + whole, rest, 0) * scale - most);
            store_part(row + whole, e, rest);
            total += load_part(row + whole, rest, 0);
        }
        float factor = 1.0f / sum(total);
        for (size_t j = 0; j < whole; j += 16) store(row + j, load(row + j) * factor);
        if (rest) store_part(row + whole, load_part(row + whole, rest, 0) * factor, rest);
    }
}
