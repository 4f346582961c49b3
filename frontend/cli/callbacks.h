// Callbacks as the command line names them.
#pragma once

#include "frontend/cli/options.h"
#include "runtime/training/callback.h"

namespace keratin {

// --early-stop, --reduce-lr-on-plateau, --log, --checkpoint, in this order. Error K1001 or K1021 for settings that are not
// understood, K1022 for a metric that is not measured.
std::vector<AnyCallback> callbacks_of(const Options& o, const Program& program, bool validated);

// Before anything is compiled: the folder of --checkpoint can be used, and --resume finds what it can go on from; says so.
// Error K1024 where an earlier training would be lost, K3121 and K3122 for a file that does not serve.
void check_checkpoint(const Options& o);

}  // namespace keratin
