#include "frontend/activations/families.h"

namespace keratin {

const std::vector<ActivationRow>& activation_table() {
  static const std::vector<ActivationRow> table = [] {
    std::vector<ActivationRow> all = piecewise_activations();
    for (const auto& family : {smooth_activations(), axis_activations()}) all.insert(all.end(), family.begin(), family.end());
    return all;
  }();
  return table;
}
const ActivationRow& activation_row(const Config& config) { return find_row(activation_table(), config); }

Expr apply_activation(const Config& activation, Expr x) {
  const ActivationRow& row = activation_row(activation);
  return row.formula(completed(row, activation), x);
}

}  // namespace keratin
