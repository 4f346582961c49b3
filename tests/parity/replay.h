// A stored case done by the product: predict, evaluate, fit. What comes out is compared with Keras' float64 run: we may be
// four times as far from it as Keras' own float32 run is, plus four units in the last place of the largest number of the
// array. (Two float32 programs that round in different orders are independently as far from the exact result; a factor of
// four covers the spread of a maximum over a few dozen numbers; the units cover arrays where Keras' run happened to be exact.)
#pragma once

#include <cmath>

#include <fmt/format.h>

#include "compiler/ir/evaluate.h"
#include "frontend/layers/layer.h"
#include "frontend/running.h"
#include "frontend/schedules/schedule.h"
#include "tests/parity/case.h"

namespace keratin::testing {

class Replayed : public Running {
 public:
  explicit Replayed(const Case& c) : case_(c.json) {
    Description& d = *static_cast<Description*>(model_);
    if (case_.contains("model")) d.layers = layers_of(case_.at("model"));
    if (case_.contains("compile")) d.compile = compiled(case_.at("compile"));
  }

  // Empty, or what differs first.
  std::string difference() {
    if (case_.contains("weights")) {
      std::map<std::string, Tensor> weights;
      for (const auto& [name, json] : case_.at("weights").items()) weights[name] = tensor_of(json);
      for (auto& [name, ours] : named_weights())
        if (ours.element == Element::f32 && !weights.count(name)) return "the case has no weight `" + name + "`";
      if (set_named_weights(weights) != static_cast<int64_t>(weights.size())) return "the model lacks weights of the case";
    }
    for (const Json& action : case_.at("actions")) {
      const std::string found = done(action);
      if (!found.empty()) return action.at("do").get<std::string>() + ": " + found;
    }
    return "";
  }

 private:
  static Config compiled(const Json& json) {
    Config out{"compile"};
    for (const char* name : {"optimizer", "loss"})
      if (json.contains(name) && !json.at(name).is_null()) out.set(name, std::vector<Config>{config_of(json.at(name))});
    for (const char* name : {"metrics", "weighted_metrics"}) {
      std::vector<Config> list;
      if (json.contains(name) && !json.at(name).is_null())
        for (const Json& metric : json.at(name)) list.push_back(config_of(metric));
      out.set(name, list);
    }
    if (json.contains("exclude_from_weight_decay") && !json.at("exclude_from_weight_decay").is_null()) {
      std::string words;
      for (const Json& word : json.at("exclude_from_weight_decay")) words += (words.empty() ? "" : ", ") + word.get<std::string>();
      std::vector<Config> optimizer = out.objects("optimizer");
      optimizer[0].set("exclude_from_weight_decay", words);
      out.set("optimizer", optimizer);
    }
    return out;
  }

  // In the order of use. A functional model of the cases is a chain, in which layers may stand more than once.
  static std::vector<Config> layers_of(const Json& model) {
    const Json& layers = model.at("config").at("layers");
    std::vector<Config> configs, out;
    for (const Json& layer : layers) configs.push_back(config_of(layer));
    if (model.at("class_name") == "Sequential") return configs;
    std::pair<std::string, int> at;
    for (size_t i = 0; i < layers.size(); ++i)
      if (layers[i].at("class_name") == "InputLayer") out.push_back(configs[i]), at = {layers[i].at("name"), 0};
    for (bool found = true; found;) {
      found = false;
      for (size_t i = 0; i < layers.size() && !found; ++i)
        for (size_t node = 0; node < layers[i].at("inbound_nodes").size() && !found; ++node) {
          const Json& from = layers[i].at("inbound_nodes")[node].at("args")[0].at("config").at("keras_history");
          if (from[0] != at.first || from[1] != at.second) continue;
          out.push_back(configs[i]), at = {layers[i].at("name"), static_cast<int>(node)}, found = true;
        }
    }
    return out;
  }

  std::string done(const Json& action) {
    const std::string verb = action.at("do");
    const Json& expect = action.at("expect");
    const int64_t batch = action.value("batch_size", int64_t(32));
    if (verb == "call") return called(action);
    if (verb == "rates") return rates(action);
    if (verb == "call_layer") return called_with_mask(action);
    const Tensor x = tensor_of(case_.at("x"));
    if (verb == "adapt") return adapt(x, action.at("layer")), compared_weights(expect);
    if (verb == "predict") return compared("outputs", predict(x, {.batch_size = std::min(batch, x.shape[0])}), expect.at("outputs"));
    const Tensor y = tensor_of(case_.at("y"));
    const bool weighted = action.value("sample_weight", false);
    const Tensor weights = weighted ? tensor_of(case_.at("sample_weight")) : Tensor();
    if (verb == "evaluate") {
      EvaluateOptions options{.batch_size = batch, .verbose = 0};
      if (weighted) options.sample_weight = weights;
      return compared_logs(evaluate(x, y, options), expect.at("logs"));
    }
    if (verb != "fit") return "an action that the replay does not know";
    FitOptions options{.batch_size = batch, .epochs = action.at("epochs"), .shuffle = false, .verbose = 0};
    options.validation_split = action.value("validation_split", 0.0);
    if (weighted) options.sample_weight = weights;
    if (action.value("class_weight", false))
      for (const auto& [label, weight] : case_.at("class_weight").items()) options.class_weight[std::stol(label)] = weight;
    const History history = fit(x, y, options);
    return compared_fit(history, expect);
  }
  std::string compared_fit(const History& history, const Json& expect) {
    for (const auto& [name, json] : expect.at("history").items()) {
      if (!history.history.count(name)) return "the history has no `" + name + "`";
      const std::vector<double>& numbers = history.history.at(name);
      const Tensor ours = tensor({static_cast<int64_t>(numbers.size())}, std::vector<float>(numbers.begin(), numbers.end()));
      if (std::string d = compared("history of " + name, ours, json); !d.empty()) return d;
    }
    if (std::string d = compared_weights(expect); !d.empty()) return d;
    const std::map<std::string, Tensor> variables = optimizer_variables();
    if (!expect.contains("slots")) return "";
    for (const Json& slot : expect.at("slots")) {
      std::string name = slot.at("name");
      if (name == "iteration") name = "iterations";
      if (name == "variable") name = "u_product";  // Nadam's, which Keras gives no name
      if (name.find('/') == std::string::npos && name != "iterations" && name != "learning_rate" && name != "u_product") continue;  // Adafactor's factors, all by one name: the weights that they made are compared
      const Tensor* ours = nullptr;
      for (const auto& [known, value] : variables)
        if (known == name || known.ends_with("/" + name)) ours = &value;
      if (!ours) return "the optimizer has no slot `" + name + "`";
      if (std::string d = compared("slot " + name, *ours, slot); !d.empty()) return d;
    }
    return "";
  }
  std::string compared_weights(const Json& expect) {
    const std::map<std::string, Tensor> weights = named_weights();
    if (expect.contains("weights"))
      for (const auto& [name, json] : expect.at("weights").items()) {
        if (!weights.count(name)) return "there is no weight `" + name + "`";
        if (std::string d = compared(name, weights.at(name), json); !d.empty()) return d;
      }
    return "";
  }
  std::string compared_logs(const std::map<std::string, double>& logs, const Json& expect) {
    for (const auto& [name, json] : expect.items()) {
      auto it = logs.find(name);
      if (it == logs.end()) return "the logs have no `" + name + "`";
      Tensor ours(Element::f32, {});
      ours.floats()[0] = static_cast<float>(it->second);
      if (std::string d = compared("log " + name, ours, json); !d.empty()) return d;
    }
    return "";
  }
  // A schedule's rates at some steps.
  std::string rates(const Json& action) const {
    Builder b;
    Expr step = input(b, "step", Role::data, {Element::f32, {}});
    output(b, "rate", scheduled_rate(config_of(action.at("schedule")), step));
    std::vector<float> ours;
    for (const Json& at : action.at("steps")) ours.push_back(keratin::evaluate<float>(b.graph, {{"step", {{Element::f32, {}}, {at.get<float>()}, {}}}}).at("rate").numbers[0]);
    return compared("rates", tensor({static_cast<int64_t>(ours.size())}, ours), action.at("expect").at("rates"));
  }
  // A layer that is given a mask with its input, which a line of layers cannot say: its formula alone.
  std::string called_with_mask(const Json& action) {
    const Config given = static_cast<Description*>(model_)->layers.back(), config = completed(layer_row(given), given, common_layer_settings());
    const Tensor x = tensor_of(case_.at("x"));
    Tensor mask = tensor_of(action.at("mask"));
    if (mask.shape[0] == 1) {  // one for all rows
      const std::vector<std::byte> row = mask.bytes;
      for (mask.shape[0] = x.shape[0]; static_cast<int64_t>(mask.bytes.size()) < 4 * mask.size();) mask.bytes.insert(mask.bytes.end(), row.begin(), row.end());
    }
    std::vector<StateInfo> states;
    ModelContext m{Builder("call", x.shape[0])};
    m.states = &states;
    auto numbers = [](const Tensor& t) { return Plain<float>{{t.element, t.shape, 0}, {t.floats().begin(), t.floats().end()}, {}}; };
    Expr input_x = input(m.b, "x", Role::data, {Element::f32, x.shape, 0}), input_mask = input(m.b, "mask", Role::data, {Element::f32, mask.shape, 0});
    LayerContext c{m, config, action.at("layer"), 0, true, input_mask > 0.5};
    output(m.b, "y", layer_row(given).build(c, input_x));
    const Plain<float> y = keratin::evaluate<float>(m.b.graph, {{"x", numbers(x)}, {"mask", numbers(mask)}}).at("y");
    return compared("outputs", tensor(y.type.shape, y.numbers), action.at("expect").at("outputs"));
  }
  // An activation as a function, with its options.
  std::string called(const Json& action) {
    Config activation{action.at("function").get<std::string>()};
    for (const auto& [name, json] : action.at("options").items())
      if (!json.is_null()) activation.set(name, value_of(json));
    const Tensor x = tensor_of(case_.at("x"));
    Description& d = *static_cast<Description*>(model_);
    d.layers = {{"InputLayer", {{"shape", Shape(x.shape.begin() + 1, x.shape.end())}}}, {"Activation", {{"activation", std::vector<Config>{activation}}}}};
    return compared("outputs", predict(x, {.batch_size = x.shape[0]}), action.at("expect").at("outputs"));
  }

  // Targets and first weights are terms of losses and of new weights.
  double largest_term() const {
    double largest = 0;
    auto count = [&](const Json& json) {
      for (double x : values_of(json).numbers) largest = std::max(largest, std::fabs(x));
    };
    if (case_.contains("y")) count(case_.at("y"));
    if (case_.contains("weights"))
      for (const auto& [name, json] : case_.at("weights").items()) count(json);
    return largest;
  }
  std::string compared(const std::string& what, const Tensor& ours, const Json& expect) const {
    const Values keras = values_of(expect.at("value"));
    if (static_cast<int64_t>(keras.numbers.size()) != ours.size()) return fmt::format("{}: {} numbers, Keras has {}", what, ours.size(), keras.numbers.size());
    double largest = what == "outputs" ? 0 : largest_term();
    for (double x : keras.numbers)
      if (std::isfinite(x)) largest = std::max(largest, std::fabs(x));
    const double distance = expect.at("float32_distance").is_string() ? 0 : expect.at("float32_distance").get<double>();
    const double bound = 4 * distance + 4 * std::ldexp(largest, -23);
    for (int64_t i = 0; i < ours.size(); ++i) {
      const double want = keras.numbers[static_cast<size_t>(i)], got = ours.element == Element::f32 ? ours.floats()[i] : ours.ints()[i];
      if (want == got || (std::isnan(want) && std::isnan(got)) || std::fabs(want - got) <= bound) continue;
      return fmt::format("{}[{}]: {:.9g}, Keras {:.9g}: {:.3g} apart, {:.3g} allowed", what, i, got, want, std::fabs(want - got), bound);
    }
    return "";
  }

  const Json case_;
};

}  // namespace keratin::testing
