// Sixteen floats at a time, whatever the registers are: the compiler splits them. Sums over a row
// are kept in sixteen lanes everywhere, so that processors differ by no more than the fusing of
// multiply-adds.

typedef float Wide __attribute__((ext_vector_type(16)));
typedef Wide WideAnywhere __attribute__((aligned(4)));
typedef int WideInteger __attribute__((ext_vector_type(16)));

// All of these are inlined, so how such a vector would be passed does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

#if ASSAY_FUSED
#define FUSED(a, b, c) __builtin_elementwise_fma((a), (b), (c))
#else
#define FUSED(a, b, c) ((a) * (b) + (c))
#endif

INLINE Wide load(const float *from) { return *(const WideAnywhere *)from; }
INLINE void store(float *to, Wide value) { *(WideAnywhere *)to = value; }

// count < 16 floats, the other lanes filled.
INLINE Wide load_part(const float *from, size_t count, float fill) {
    float lanes[16];
    for (size_t i = 0; i < 16; i++) lanes[i] = i < count ? from[i] : fill;
    return load(lanes);
}
INLINE void store_part(float *to, Wide value, size_t count) {
    float lanes[16];
    store(lanes, value);
    for (size_t i = 0; i < count; i++) to[i] = lanes[i];
}

INLINE float sum(Wide value) {
    float lanes[16];
    store(lanes, value);
    for (int half = 8; half > 0; half /= 2)
        for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
    return lanes[0];
}
INLINE float maximum(Wide value) {
    float lanes[16];
    store(lanes, value);
    for (int i = 1; i < 16; i++)
        if (!(lanes[i] <= lanes[0])) lanes[0] = lanes[i];
    return lanes[0];
}

// exp to about 1 unit in the last place. Below -87 it stays at exp(-87), about 1e-38, and above 87
// at exp(87): activations and softmax need no more. Not-a-number stays so.
//
// x = n ln 2 + r with |r| <= ln 2 / 2; exp(r) by its Taylor series to r^7 / 7!, whose remainder is
// below 6e-9 of it; 2^n by adding n to the exponent. ln 2 is split in two (Cody and Waite 1980).
INLINE Wide exponential(Wide x) {
    x = x < -87.0f ? (Wide)-87.0f : x;
    x = x > 87.0f ? (Wide)87.0f : x;
    // Adding 1.5 * 2^23 rounds to a whole number, which then lies in the low bits.
    const Wide shift = 12582912.0f;
    Wide shifted = FUSED(x, (Wide)1.44269504f, shift);
    Wide n = shifted - shift;
    Wide r = FUSED(n, (Wide)-0.693359375f, x);
    r = FUSED(n, (Wide)2.12194440e-4f, r);
    Wide p = 1.0f / 5040;
    p = FUSED(p, r, (Wide)(1.0f / 720));
    p = FUSED(p, r, (Wide)(1.0f / 120));
    p = FUSED(p, r, (Wide)(1.0f / 24));
    p = FUSED(p, r, (Wide)(1.0f / 6));
    p = FUSED(p, r, (Wide)0.5f);
    p = FUSED(p, r, (Wide)1.0f);
    p = FUSED(p, r, (Wide)1.0f);
    WideInteger power = ((WideInteger)shifted << 23) + (WideInteger)(Wide)1.0f;
    return p * (Wide)power;
}

// erfc(t) for t >= 0, to 1e-7: exp(-t S(t)), S a polynomial of degree 8 fitted to -log(erfc(t)) / t
// on 0...4.25 so that the largest error of erfc is least; beyond, it is below 2e-9 and taken as 0.
INLINE Wide complementary_error(Wide t) {
    Wide s = -5.937595233262982e-06f;
    s = FUSED(s, t, (Wide)8.694070129422471e-05f);
    s = FUSED(s, t, (Wide)-0.0005181457381695509f);
    s = FUSED(s, t, (Wide)0.0014437396312132478f);
    s = FUSED(s, t, (Wide)8.346491085831076e-05f);
    s = FUSED(s, t, (Wide)-0.0193027313798666f);
    s = FUSED(s, t, (Wide)0.10282666236162186f);
    s = FUSED(s, t, (Wide)0.6366119980812073f);
    s = FUSED(s, t, (Wide)1.1283795833587646f);
    return t > 4.25f ? (Wide)0.0f : exponential(-t * s);
}

INLINE Wide sigmoid(Wide x) { return 1.0f / (1.0f + exponential(-x)); }

INLINE Wide activate(Wide x, enum assay_activation activation) {
    switch (activation) {
    case ASSAY_ACTIVATION_GELU: {
        Wide size = x < 0.0f ? -x : x;
        Wide tail = 0.5f * complementary_error(size * 0.70710678f);
        return x < 0.0f ? x * tail : x - x * tail;
    }
    case ASSAY_ACTIVATION_GELU_TANH:
        // 0.5 (1 + tanh u) = sigmoid(2 u), u = sqrt(2 / pi) (x + 0.044715 x^3).
        return x * sigmoid(1.59576912f * FUSED(0.044715f * x * x, x, x));
    case ASSAY_ACTIVATION_QUICK_GELU: return x * sigmoid(1.702f * x);
    case ASSAY_ACTIVATION_RELU: return x < 0.0f ? (Wide)0.0f : x;
    case ASSAY_ACTIVATION_SILU: return x * sigmoid(x);
    case ASSAY_ACTIVATION_NONE: break;
    }
    return x;
}
