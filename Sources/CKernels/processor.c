#include "CKernels.h"

extern const assay_kernels assay_kernels_plain;
#if defined(__x86_64__)
extern const assay_kernels assay_kernels_avx2;
extern const assay_kernels assay_kernels_avx512;
#endif

enum assay_processor assay_processor_found(void) {
#if defined(__x86_64__)
    // These also ask the system whether it saves the wide registers.
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("fma"))
        return ASSAY_PROCESSOR_AVX512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return ASSAY_PROCESSOR_AVX2;
#endif
    return ASSAY_PROCESSOR_PLAIN;
}

const assay_kernels *assay_kernels_for(enum assay_processor processor) {
#if defined(__x86_64__)
    if (processor == ASSAY_PROCESSOR_AVX512) return &assay_kernels_avx512;
    if (processor == ASSAY_PROCESSOR_AVX2) return &assay_kernels_avx2;
#endif
    return &assay_kernels_plain;
}
