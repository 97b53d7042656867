// The loops for any processor.
#define ASSAY_TABLE assay_kernels_plain
#define ASSAY_LANES 4
#define ASSAY_ROWS 4
#if defined(__aarch64__)
#define ASSAY_FUSED 1
#else
#define ASSAY_FUSED 0
#endif
#include "loops.h"
