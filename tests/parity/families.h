// The files of stored cases.
#pragma once

namespace keratin::testing {

inline constexpr const char* families[] = {"activations", "losses", "layers", "optimizers", "schedules", "metrics", "initializers", "regularizers_constraints", "training"};

}  // namespace keratin::testing
