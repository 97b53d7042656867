// The loops for x86-64 with AVX2 and FMA.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,prfchw"))), apply_to = function)
#define ASSAY_TABLE assay_kernels_avx2
#define ASSAY_LANES 8
#define ASSAY_ROWS 6
#define ASSAY_FUSED 1
#include "loops.h"
#pragma clang attribute pop
#endif
