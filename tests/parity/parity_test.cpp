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

// What Keras does and we do not, with the diagnostic that says so; without one the numbers differ.
struct Deviation {
  const char *name, *code, *reason;
};
constexpr Deviation deviations[] = {
    {"categorical_generalized_cross_entropy_of_softmax_to_sparse", "", "Keras compares labels (n, 1) with rows (n, c) by broadcasting: every label with every row"},
    {"categorical_generalized_cross_entropy_q_0_875_of_softmax_to_sparse", "", "the same"},
    {"ctc", "K3204", "targets of another length than the output's steps; padded to it they are taken"},
    {"name_crossentropy", "K2230", "which one is meant follows from targets that are not there when the step is written"},
    {"name_ce", "K2230", "the same"},
    {"crossentropy_of_labels", "K2230", "the same"},
    {"crossentropy_of_one_output", "K2230", "the same"},
    {"masking", "", "a model without weights: the steps are counted all the same, random numbers need them"},
    {"batch_normalization_renorm", "K4003", "renorm is not in this version"},
};
// Of many cases, by a word in their names.
constexpr Deviation families_of_deviations[] = {
    {"of_an_embedding", "", "on TensorFlow rows of a table that a batch reads twice reach the optimizer one by one, not as their sum, and clipping and squares see them so"},
    {"schedulefreeadamw", "K2281", "not in this version"},
    {"loss_scale_optimizer", "K2281", "numbers are float32 here"},
};
const Deviation* deviation_of(const Case& c) {
  for (const Deviation& d : deviations)
    if (c.name() == d.name) return &d;
  for (const Deviation& d : families_of_deviations)
    if (c.name().find(d.name) != std::string::npos) return &d;
  return nullptr;
}

class Parity : public ::testing::TestWithParam<Case> {};
TEST_P(Parity, EqualsKeras) {
  const Deviation* known = deviation_of(GetParam());
  if (!known) {
    EXPECT_EQ(Replayed(GetParam()).difference(), "");
    return;
  }
  const bool by_family = known >= std::begin(families_of_deviations) && known < std::end(families_of_deviations);
  try {
    if (by_family && known->code == std::string()) return;  // some of them agree: no row was read twice
    EXPECT_NE(Replayed(GetParam()).difference(), "") << "equals Keras now; it is no deviation";
    EXPECT_EQ(known->code, std::string());
  } catch (const Error& e) {
    EXPECT_EQ(e.diagnostics()[0].code, known->code) << e.what();
  }
}
INSTANTIATE_TEST_SUITE_P(Stored, Parity, ::testing::ValuesIn(all_cases()), [](const auto& info) { return info.param.family + "_" + info.param.name(); });

}  // namespace
}  // namespace keratin::testing
