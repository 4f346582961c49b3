#define LEVEL v2
#define FUSED false
#include "tests/runtime/support/lanes.inc"
