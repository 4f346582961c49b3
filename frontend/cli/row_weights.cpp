#include "frontend/cli/row_weights.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "runtime/files/atomic_file.h"
#include "runtime/training/class_weight.h"

namespace keratin {
namespace {

constexpr const char* example = "give an object as {\"0\": 1.0, \"1\": 5}";

double number_at(const Tensor& t, int64_t i) {
  switch (t.element) {
    case Element::u8: return t.as<uint8_t>()[i];
    case Element::i32: return t.ints()[i];
    default: return t.floats()[i];
  }
}

nlohmann::json parsed(const std::string& path) {
  try {
    return nlohmann::json::parse(read_whole(path));
  } catch (const nlohmann::json::exception& e) {
    const std::string text = e.what();  // `[json.exception.parse_error.101] parse error at line 1, column 2: …`
    fail("K3207", fmt::format("`{}` is no JSON: {}", path, text.substr(text.find("] ") + 2)), {.file = path}, example);
  }
}

// `classes` 0: any number may be one.
ClassWeight read_class_weight(const std::string& path, int64_t classes) {
  const nlohmann::json file = parsed(path);
  if (!file.is_object()) fail("K3207", fmt::format("`{}` holds no object of classes and weights", path), {.file = path}, example);
  ClassWeight weights;
  for (const auto& [key, value] : file.items()) {
    int64_t label = -1;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), label);
    if (error != std::errc() || end != key.data() + key.size() || label < 0) fail("K3207", fmt::format("`{}` is no class", key), {.file = path}, example);
    if (classes && label >= classes) fail("K3207", fmt::format("class {} is not one of {} classes", label, classes), {.file = path}, "classes count from 0");
    if (!value.is_number()) fail("K3207", fmt::format("the weight of class {} is {}, which is no number", label, value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)), {.file = path}, example);
    weights[label] = value.get<double>();
  }
  return weights;
}

}  // namespace

void check_weight_options(const Options& o) {
  if (!o.sample_weight.empty() && !o.class_weight.empty()) fail("K1009", "--sample-weight and --class-weight say two things", {}, "give one of them");
}

void read_sample_weight(const Options& o, DataArrays& data, FitArrays& rows) {
  if (o.sample_weight.empty()) return;
  const std::string& path = o.sample_weight;
  Tensor weights = array_of(path, "sample_weight");
  if (weights.shape.empty() || weights.shape[0] != rows.rows())
    fail("K3207", fmt::format("`{}` has weights for {} rows, the data has {}", path, weights.shape.empty() ? 1 : weights.shape[0], rows.rows()), {.file = path}, "give one weight for each row");
  const int64_t columns = std::max<int64_t>(weights.view().row_size(), 1);
  for (int64_t i = 0; i < weights.size(); ++i) {
    const double weight = number_at(weights, i);
    if (!(weight >= 0 && std::isfinite(weight)))
      fail("K3207", fmt::format("`{}` holds {:g} in row {}, column {}; weights are finite and at least 0", path, weight, i / columns, i % columns), {.file = path});
  }
  if (columns == 1) weights.shape.resize(1);
  rows.weights = data.keep(std::move(weights));
}

BuildOptions build_options(const Options& o, const FitArrays& rows) {
  if (rows.weights) return {.sample_weights = Shape(rows.weights->shape.begin() + 1, rows.weights->shape.end())};
  return o.class_weight.empty() ? BuildOptions{} : BuildOptions{.sample_weights = Shape{}};
}

void weigh_classes(const Options& o, const BuiltModel& model, DataArrays& data, FitArrays& rows) {
  if (o.class_weight.empty()) return;
  const int64_t outputs = model.output.empty() ? 1 : model.output.back();
  const ClassWeight weights = read_class_weight(o.class_weight, outputs > 1 ? outputs : 0);
  rows.weights = data.keep(weights_of_classes(rows.y.at(0), weights));
}

}  // namespace keratin
