#include "runtime/program.h"

namespace keratin {

const Step* Program::step(const std::string& wanted) const {
  for (const Step& s : steps)
    if (s.name == wanted) return &s;
  return nullptr;
}

const StateInfo* Program::state(const std::string& wanted) const {
  for (const StateInfo& s : states)
    if (s.name == wanted) return &s;
  return nullptr;
}

}  // namespace keratin
