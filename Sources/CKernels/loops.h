// The loops, written once. Each processor's file defines ASSAY_TABLE (the table's name),
// ASSAY_LANES (floats in a register), ASSAY_ROWS (rows of a tile, so that a tile's sums fill the
// registers) and ASSAY_FUSED (whether it multiplies and adds in one instruction), then includes this.

#include <string.h>

#include "CKernels.h"
#include "vector.h"
#include "tile.h"
#include "rows.h"
#include "multiply.h"
#include "attend.h"

const assay_kernels ASSAY_TABLE = {multiply, finish, attend, normalize, softmax};
