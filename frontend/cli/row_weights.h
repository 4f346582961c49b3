// What --sample-weight and --class-weight say: how much each row counts in the loss.
#pragma once

#include "frontend/cli/data.h"

namespace keratin {

void check_weight_options(const Options& o);  // Error K1009 where both are given
// --sample-weight for these rows. Error K3207 for another number of rows, and for what is negative or not finite.
void read_sample_weight(const Options& o, DataArrays& data, FitArrays& rows);
// The steps take weights where the command line gives some.
BuildOptions build_options(const Options& o, const FitArrays& rows);
// --class-weight for these rows, whose targets fit the model. Error K3207 for what is no object of classes and weights.
void weigh_classes(const Options& o, const BuiltModel& model, DataArrays& data, FitArrays& rows);

}  // namespace keratin
