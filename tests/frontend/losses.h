// What tests of losses share: a loss of numbers, its values, and its gradient against differences.
#pragma once

#include "frontend/activations/activation.h"
#include "frontend/losses/loss.h"
#include "tests/frontend/formula.h"

namespace keratin::testing {

using Settings = std::vector<std::pair<std::string, ConfigValue>>;
inline constexpr double epsilon_as_float = 1e-7f, most_as_float = 1.0f - 1e-7f;

// Outputs of `rows` rows against targets: numbers of the same shape, or whole numbers, one for each position.
struct LossBench {
  OpBench bench;
  Expr output, target;
  std::optional<Activated> activated = {};
  std::optional<Expr> mask = {};
  std::vector<Diagnostic> warnings = {};

  LossBench(int64_t rows, const Shape& row, const Numbers& p, const Numbers& t) : bench(rows), output(bench.data("p", row, p)) {
    const bool whole = t.size() < p.size();
    target = whole ? bench.whole("t", Shape(row.begin(), row.end() - 1), t) : bench.data("t", row, t);
  }
  // As if the output came from this activation.
  LossBench& after(const std::string& name) {
    activated = Activated{name, output};
    output = apply_activation({name}, output);
    return *this;
  }
  Expr values(const Config& loss) {
    const LossRow& row = loss_row(loss, target.type(), output.type());
    Compared c{target, output, activated ? &*activated : nullptr, {}, &warnings};
    Expr out = row.formula(completed(row, loss, common_loss_settings()), c);
    mask = c.mask;
    return out;
  }
  Numbers run(const Config& loss, int64_t rows = -1) {
    Expr v = values(loss);
    bench.expect_gradients(v, 1, loss.class_name);
    return bench.run(v, rows);
  }
};

inline void expect_near(const Numbers& got, const Numbers& want, const std::string& what, double tolerance = 1e-12) {
  ASSERT_EQ(got.size(), want.size()) << what;
  for (size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], want[i], tolerance * std::max(1.0, std::abs(want[i]))) << what << "[" << i << "]";
}

}  // namespace keratin::testing
