#include "frontend/surface/registry.h"

#include "frontend/activations/activation.h"
#include "frontend/constraints/constraint.h"
#include "frontend/initializers/initializers.h"
#include "frontend/layers/layer.h"
#include "frontend/losses/loss.h"
#include "frontend/metrics/metric.h"
#include "frontend/optimizers/optimizer.h"
#include "frontend/regularizers/regularizer.h"
#include "frontend/schedules/schedule.h"

namespace keratin {
namespace {

template <class Row>
std::vector<const Definition*> pointers(const std::vector<Row>& table) {
  std::vector<const Definition*> out;
  for (const Row& row : table) out.push_back(&row);
  return out;
}

}  // namespace

std::vector<const Definition*> definitions(Category category) {
  switch (category) {
    case Category::layer: return pointers(layer_table());
    case Category::activation: return pointers(activation_table());
    case Category::loss: return pointers(loss_table());
    case Category::metric: return pointers(metric_table());
    case Category::optimizer: return pointers(optimizer_table());
    case Category::schedule: return pointers(schedule_table());
    case Category::initializer: return pointers(initializer_table());
    case Category::regularizer: return pointers(regularizer_table());
    case Category::constraint: return pointers(constraint_table());
    case Category::callback: break;
  }
  return {};
}

const std::vector<Setting>& common_settings(Category category) {
  static const std::vector<Setting> none;
  switch (category) {
    case Category::layer: return common_layer_settings();
    case Category::loss: return common_loss_settings();
    case Category::metric: return common_metric_settings();
    case Category::optimizer: return common_optimizer_settings();
    default: return none;
  }
}

std::vector<Setting> all_settings(const Definition& definition) {
  std::vector<Setting> all = definition.settings;
  for (const Setting& s : common_settings(definition.category))
    if (definition.takes_common && !definition.find(s.name)) all.push_back(s);
  return all;
}

}  // namespace keratin
