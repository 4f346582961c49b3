#define LEVEL v4
#define FUSED true
#include "tests/runtime/support/lanes.inc"
