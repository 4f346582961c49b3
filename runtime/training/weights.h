// A session's weights as an .npz archive, one array `layer/variable.npy` each, as numpy.savez would write it.
#pragma once

#include "runtime/training/session.h"

namespace keratin {

// Weights and statistics; optimizer slots stay behind. The file appears whole or not at all; a state with NaN or infinity is
// refused (K7002).
void save_weights(const Session& session, const std::string& path);
// Every weight must be there with its shape, and nothing else; all disagreements are reported at once (K3204, K3112, K7002).
void load_weights(Session& session, const std::string& path);

}  // namespace keratin
