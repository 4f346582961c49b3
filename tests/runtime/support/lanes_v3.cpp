#define LEVEL v3
#define FUSED true
#include "tests/runtime/support/lanes.inc"
