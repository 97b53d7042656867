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
// Which of two is the larger, or b if either is not a number.
INLINE Wide larger_of(Wide a, Wide b) { return a > b ? a : b; }

INLINE float maximum(Wide value) {
    float lanes[16];
    store(lanes, value);
    for (int half = 8; half > 0; half /= 2)
        for (int i = 0; i < half; i++)
            lanes[i] = lanes[i] > lanes[i + half] ? lanes[i] : lanes[i + half];
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

// 2^x to about 1 unit in the last place, as exponential is; below -126 it stays at 2^-126. x is at
// most 126.
//
// x = n + r with |r| <= 1/2; 2^r by a polynomial of degree 6 fitted so that its largest relative
// error is least (2e-9); 2^n by adding n to the exponent.
INLINE Wide power_of_two(Wide x) {
    x = x < -126.0f ? (Wide)-126.0f : x;
    const Wide shift = 12582912.0f;
    Wide shifted = x + shift;
    Wide r = x - (shifted - shift);
    Wide p = 0.0001534581242594868f;
    p = FUSED(p, r, (Wide)0.0013399930903688073f);
    p = FUSED(p, r, (Wide)0.009618489071726799f);
    p = FUSED(p, r, (Wide)0.05550328642129898f);
    p = FUSED(p, r, (Wide)0.24022646248340607f);
    p = FUSED(p, r, (Wide)0.6931471824645996f);
    p = FUSED(p, r, (Wide)1.0f);
    return (Wide)((WideInteger)p + ((WideInteger)shifted << 23));
}

// Phi(-u) for u >= 0, the normal distribution's tail, to 6e-8: 2^(-1 - u S(u)), S a polynomial of
// degree 8 fitted to -log2(2 Phi(-u)) / u on 0...6.01 so that the largest error of Phi is least;
// beyond, it is below 1e-9 and taken as 0.
INLINE Wide normal_tail(Wide u) {
    Wide s = -3.78573446369046e-07f;
    s = FUSED(s, u, (Wide)7.839307727408595e-06f);
    s = FUSED(s, u, (Wide)-6.60726145724766e-05f);
    s = FUSED(s, u, (Wide)0.00026035949122160673f);
    s = FUSED(s, u, (Wide)2.1286461560521275e-05f);
    s = FUSED(s, u, (Wide)-0.006961988750845194f);
    s = FUSED(s, u, (Wide)0.05244876816868782f);
    s = FUSED(s, u, (Wide)0.45921847224235535f);
    s = FUSED(s, u, (Wide)1.1511045694351196f);
    Wide tail = power_of_two(FUSED(-u, s, (Wide)-1.0f));
    return u > 6.01f ? (Wide)0.0f : tail;
}

INLINE Wide sigmoid(Wide x) { return 1.0f / (1.0f + exponential(-x)); }

INLINE Wide activate(Wide x, enum assay_activation activation) {
    switch (activation) {
    case ASSAY_ACTIVATION_GELU: {
        // x Phi(x) = max(x, 0) - |x| Phi(-|x|).
        Wide size = x < 0.0f ? -x : x;
        return FUSED(-size, normal_tail(size), x > 0.0f ? x : (Wide)0.0f);
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
