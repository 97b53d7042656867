// The loops for x86-64 with AVX-512 F, DQ, BW and VL.
#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,fma,prfchw"))), apply_to = function)
#define ASSAY_TABLE assay_kernels_avx512
#define ASSAY_LANES 16
#define ASSAY_ROWS 14
#define ASSAY_FUSED 1
#include "loops.h"
#pragma clang attribute pop
#endif
