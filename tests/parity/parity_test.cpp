// Keras' own numbers, stored by make.py, done again by the product without Python.
#include <gtest/gtest.h>

#include "tests/parity/families.h"
#include "tests/parity/replay.h"

namespace keratin::testing {
namespace {

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const char* family : families)
    for (Case& c : stored_cases(family)) all.push_back(std::move(c));
  return all;
}

class Parity : public ::testing::TestWithParam<Case> {};
TEST_P(Parity, EqualsKeras) { EXPECT_EQ(Replayed(GetParam()).difference(), ""); }
INSTANTIATE_TEST_SUITE_P(Stored, Parity, ::testing::ValuesIn(all_cases()), [](const auto& info) { return info.param.family + "_" + info.param.name(); });

}  // namespace
}  // namespace keratin::testing
