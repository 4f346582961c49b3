// Everything that is defined by a Keras name; written from the definitions, as a test checks.
#pragma once

#include "keratin/layers.h"
#include "keratin/activations.h"
#include "keratin/losses.h"
#include "keratin/metrics.h"
#include "keratin/optimizers.h"
#include "keratin/schedules.h"
#include "keratin/initializers.h"
#include "keratin/regularizers.h"
#include "keratin/constraints.h"
