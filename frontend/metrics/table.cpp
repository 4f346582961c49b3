// The metrics that there are, found by name; "accuracy" and "crossentropy" by what is compared.
#include <cctype>

#include "frontend/layers/layer.h"
#include "frontend/metrics/shared.h"

namespace keratin {
namespace {

std::vector<MetricRow> all_rows() {
  std::vector<MetricRow> table;
  for (auto family : {accuracies, regressions, crossentropies, correlations, regression_scores, confusions, curves, f_scores, unions})
    for (MetricRow& row : family()) {
      row.category = Category::metric;
      row.aliases.insert(row.aliases.begin(), snake_case(row.class_name));  // as Keras does for every class
      table.push_back(std::move(row));
    }
  return table;
}

// Whether the user wrote a bare word. In C++ words are objects, too: then what has a class's name is one of the class.
bool is_word(const Config& config) {
  const bool is_class = std::isupper(static_cast<unsigned char>(config.class_name.c_str()[0])) != 0;
  return config.settings.empty() && !(config.identity && is_class);
}

// What a word that several metrics answer to means for these shapes; the word itself where it has one meaning.
std::string meaning(const Config& config, const Type& target, const Type& output) {
  const std::string word = in_small_letters(config.class_name), crossentropy = "Crossentropy";
  const bool accuracy = word == "accuracy" || word == "acc";
  if (!is_word(config) || output.shape.empty() || !(accuracy || word == "crossentropy" || word == "ce")) return config.class_name;
  std::string which = loss_row({"crossentropy"}, target, output).class_name;
  if (accuracy) which.replace(which.size() - crossentropy.size(), crossentropy.size(), "Accuracy");  // they differ in shapes alone
  return which;
}

// Keras' own metrics that its compile cannot use.
bool takes_values(const std::string& name) {
  const std::string word = in_small_letters(name);
  return word == "mean" || word == "sum" || word == "meanmetricwrapper" || word == "mean_metric_wrapper";
}

}  // namespace

const std::vector<MetricRow>& metric_table() {
  static const std::vector<MetricRow> table = all_rows();
  return table;
}

const MetricRow& metric_row(const Config& config, const Type& target, const Type& output) {
  if (config.formula) return custom_metric_row(config);
  if (takes_values(config.class_name))
    refuse(config, "K2261", "it takes values that a program hands over, and compile gives a metric targets and outputs", "take a metric that compares them, as MeanAbsoluteError, or custom_metric");
  Config wanted = config;
  wanted.class_name = meaning(config, target, output);
  return find_row(metric_table(), wanted);
}

const std::vector<Setting>& common_metric_settings() {
  static const std::vector<Setting> settings = {text("name").says("what the logs call it"), text("dtype").one_of({"float32"})};
  return settings;
}

std::string metric_name(const Config& config, const MetricRow& row) {
  if (config.has("name")) return config.text("name");
  if (is_word(config) || config.formula) return config.class_name;
  const Setting* own = row.find("name");
  return own && own->otherwise ? std::get<std::string>(*own->otherwise) : snake_case(row.class_name);
}

}  // namespace keratin
