#ifndef ASSAY_KERNELS_H
#define ASSAY_KERNELS_H
#endif
