// Intersections over unions, from a matrix that counts how often a target's class got which class as output.
#include <algorithm>

#include <fmt/format.h>

#include "frontend/metrics/shared.h"

namespace keratin {
namespace {

int64_t classes_of(const Config& config) { return config.class_name == "BinaryIoU" ? 2 : config.whole("num_classes"); }

// The classes whose unions count: all of them but for those metrics that choose.
std::vector<int64_t> counted(const Config& config) {
  const int64_t n = classes_of(config);
  std::vector<int64_t> ids = config.extents("target_class_ids");
  for (int64_t id : ids)
    if (id < 0 || id >= n) refuse(config, "K2264", fmt::format("a target class is {}, they are from 0 to {}", id, n - 1));
  if (!ids.empty()) return ids;
  for (int64_t id = 0; id < n; ++id) ids.push_back(id);
  return ids;
}

bool is_sparse(const Config& config, const char* setting) { return config.has(setting) && config.flag(setting); }

Expr ids_of(const Config& config, Expr x, bool sparse) {
  if (!sparse && x.rank() < 2) refuse(config, "K2260", "the shape " + to_string(x.shape()) + " has no axis of classes");
  return sparse ? to_int(x) : argmax(to_float(x), -1);
}

// Of i32 class ids in any shape; those that are no class count nowhere.
void count_confusions(MetricContext& c, Expr target, Expr output) {
  const int64_t n = classes_of(c.config);
  counted(c.config);
  if (count(target.shape()) != count(output.shape())) refuse(c.config, "K2260", "targets of shape " + to_string(target.shape()) + " meet outputs of shape " + to_string(output.shape()));
  Expr weights = weights_like(c.config, to_float(output), c.weights);
  const bool whole = !c.config.has("dtype") || c.config.text("dtype") != "float32";
  if (whole && c.weights) weights = to_float(to_int(weights));  // the matrix is one of whole numbers in Keras
  weights = flat(weights), target = flat(target), output = flat(output);
  if (auto ignored = c.config.maybe_number("ignore_class")) weights = select(target == *ignored, constant(c.model.b, 0), weights);
  Expr rows = to_float(each_class(target, n)) * reshape(weights, {weights.shape()[0], 1});
  c.add("total_confusion_matrix", contract("pi,pj->ij", {rows, to_float(each_class(output, n))}));
}

void count_classes(MetricContext& c) {
  if (c.config.whole("axis") != -1) refuse(c.config, "K2266", fmt::format("axis is {}, only the last axis, -1, works: Keras fails with any other when it makes the result", c.config.whole("axis")));
  count_confusions(c, ids_of(c.config, c.compared.target, is_sparse(c.config, "sparse_y_true")), ids_of(c.config, c.compared.output, is_sparse(c.config, "sparse_y_pred")));
}
void count_sides(MetricContext& c) {
  const auto [target, output] = paired(c.config, c.compared);
  Expr above = output >= c.config.number("threshold");
  count_confusions(c, to_int(target), to_int(to_float(above)));
}

Expr mean_of_unions(MetricContext& c) {
  const int64_t n = classes_of(c.config);
  Expr matrix = c.state("total_confusion_matrix"), nothing = constant(c.model.b, 0);
  const Type square{Element::i32, {n, n}};
  Expr right = sum(select(iota(c.model.b, square, 0) == iota(c.model.b, square, 1), matrix, nothing), {1});
  Expr together = sum(matrix, {0}) + sum(matrix, {1}) - right;
  // A class that is chosen twice counts twice.
  Numbers times(static_cast<size_t>(n), 0);
  for (int64_t id : counted(c.config)) times[static_cast<size_t>(id)] += 1;
  Expr is_there = together > 1e-9, chosen = vector(c.model.b, times);
  Expr part = select(is_there, right / (together + epsilon), nothing);
  return sum(part * chosen, {0}) / (sum(to_float(is_there) * chosen, {0}) + epsilon);
}

struct Form {
  const char *class_name, *about;
  bool chooses, one_hot;
};
constexpr Form forms[] = {
    {"IoU", "intersection over union of chosen classes", true, false},
    {"MeanIoU", "the mean intersection over union of all classes", false, false},
    {"OneHotIoU", "intersection over union of chosen classes, with one-hot targets", true, true},
    {"OneHotMeanIoU", "the mean intersection over union of all classes, with one-hot targets", false, true},
};

}  // namespace

std::vector<MetricRow> unions() {
  const std::string formula = "mean over classes of true positives / (true positives + false positives + false negatives)";
  const Setting dtype = text("dtype").one_of({"int", "int32", "float32"}).says("of the counts: weights lose their fractions unless it is float32");
  std::vector<MetricRow> rows;
  for (const Form& form : forms) {
    std::vector<Setting> settings = {whole("num_classes").required().from(1).to(32768)};
    if (form.chooses) settings.push_back(extents("target_class_ids").required().says("the classes that count"));
    settings.insert(settings.end(), {dtype, whole("ignore_class").says("targets of this class do not count")});
    if (!form.one_hot) settings.push_back(flag("sparse_y_true", true).says("targets are classes, not rows of them"));
    settings.insert(settings.end(), {flag("sparse_y_pred", !form.one_hot).says("outputs are classes, not rows of scores"), whole("axis", -1).says("the axis of the classes")});
    rows.push_back({{.class_name = form.class_name, .about = form.about, .formula = formula, .settings = settings}, nullptr, count_classes, mean_of_unions, true, !form.one_hot});
  }
  rows.push_back({{.class_name = "BinaryIoU", .about = "intersection over union of the sides of a threshold", .formula = formula,
                   .settings = {extents("target_class_ids", Shape{0, 1}).says("the sides that count: 0 is below"), number("threshold", 0.5).says("outputs from here on are of class 1"), dtype}},
                  nullptr, count_sides, mean_of_unions, true});
  return rows;
}

}  // namespace keratin
