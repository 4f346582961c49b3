#include "frontend/cli/load.h"

#include <random>
#include <thread>

#include <fmt/format.h>

#include "frontend/source/description_file.h"
#include "runtime/data/array_file.h"
#include "runtime/files/atomic_file.h"

namespace keratin {
namespace {

// Replaces or adds an object of compile's settings.
void override_object(Config& compile, const std::string& field, const std::string& name) {
  for (auto& [known, value] : compile.settings)
    if (known == field) { value = std::vector<Config>{{name, {}, compile.place}}; return; }
  compile.settings.push_back({field, std::vector<Config>{{name, {}, compile.place}}});
}

void add(DataArrays& d, std::vector<ArrayView>& to, Tensor t) {
  d.kept.push_back(std::move(t));
  to.push_back(d.kept.back().view());
}

void override_compile(const Options& o, Description& d) {
  if (o.loss.empty() && o.optimizer.empty() && o.metrics.empty() && !o.learning_rate) return;
  if (!d.compile) d.compile = Config{"compile"};
  if (!o.loss.empty()) override_object(*d.compile, "loss", o.loss);
  if (!o.optimizer.empty()) override_object(*d.compile, "optimizer", o.optimizer);
  if (!o.metrics.empty()) override_object(*d.compile, "metrics", o.metrics);
  if (!o.learning_rate) return;
  if (!d.compile->object("optimizer")) override_object(*d.compile, "optimizer", "rmsprop");
  for (auto& [name, value] : d.compile->settings) {
    if (name != "optimizer") continue;
    auto& settings = std::get<std::vector<Config>>(value)[0].settings;
    std::erase_if(settings, [](const auto& s) { return s.first == "learning_rate"; });
    settings.push_back({"learning_rate", *o.learning_rate});
  }
}

}  // namespace

// What the run options say of an open model.
Opened open_model(const Options& o) {
  if (o.device != "cpu") fail("K8003", "device `" + o.device + "` is asked for, but this version runs no CUDA device", {}, "use --device cpu; `keratin verify --against cuda-emulated` runs the CUDA text without one");
  Opened out;
  out.run.batch = o.batch_size;
  out.run.threads = o.threads > 0 ? static_cast<int>(o.threads) : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  out.run.cpu = cpu_named(o.cpu);
  out.run.tier = o.optimize == "fast" ? Tier::fast : Tier::full;
  out.seed = o.seed >= 0 ? static_cast<uint64_t>(o.seed) : std::random_device{}();
  if (o.model.ends_with(".graph")) {
    if (!o.loss.empty() || !o.optimizer.empty() || !o.metrics.empty() || o.learning_rate) fail("K1011", "a dumped graph has its loss and optimizer inside; they cannot be overridden");
    out.graphs = parse_graph_file(read_whole(o.model), o.model);
    out.set_batch(0);
  } else if (o.model.ends_with(".cpp")) {
    out.description = read_description(o.model);
    override_compile(o, *out.description);
  } else {
    fail("K4001", "`" + o.model + "` is no model that this version reads", {}, "give a C++ description file (.cpp), as frontend/examples/seed.cpp, or a dumped .graph");
  }
  return out;
}

DataArrays read_data(const Options& o, bool labels) {
  DataArrays d;
  d.kept.reserve(16);  // views point into it
  if (!o.data.empty()) {
    if (!o.x.empty() || !o.y.empty()) fail("K1009", "--data and --x or --y say two things", {}, "give one of them");
    Dataset set = load_dataset(o.data);
    d.classes = set.classes;
    add(d, d.train.x, std::move(set.x)), add(d, d.test.x, std::move(set.test_x));
    if (labels) add(d, d.train.y, std::move(set.y)), add(d, d.test.y, std::move(set.test_y));
    return d;
  }
  if (o.x.empty() || (labels && o.y.empty())) fail("K1010", labels ? "no data is given" : "no inputs are given", {}, labels ? "give --x FILE --y FILE, or --data NAME" : "give --x FILE");
  add(d, d.train.x, read_array(o.x));
  if (labels) add(d, d.train.y, read_array(o.y));
  if (!o.validation_x.empty() != !o.validation_y.empty()) fail("K1010", "--validation-x and --validation-y go together");
  if (!o.validation_x.empty()) {
    d.validation.emplace();
    add(d, d.validation->x, read_array(o.validation_x)), add(d, d.validation->y, read_array(o.validation_y));
  }
  return d;
}

void match_targets(const Options& o, const BuiltModel& model, DataArrays& d) {
  const int64_t classes = model.output.back();
  for (FitArrays* part : {&d.train, &d.test, d.validation ? &*d.validation : nullptr}) {
    if (!part || part->y.empty()) continue;
    ArrayView& y = part->y[0];
    const bool one_number = y.row_size() == 1;
    if (model.sparse_targets && one_number) {  // a class that the output does not have would read past its row
      Tensor whole(y.element, y.shape);
      std::copy_n(y.data, whole.bytes.size(), whole.bytes.begin());
      const Tensor checked = to_categorical(whole, classes);
      (void)checked;
    } else if (!model.sparse_targets && one_number && classes > 1) {
      if (!o.one_hot) fail("K2208", fmt::format("the targets are whole numbers, the loss compares rows of {} numbers", classes), {}, "give --one-hot, or use sparse_categorical_crossentropy");
      Tensor whole(y.element, y.shape);
      std::copy_n(y.data, whole.bytes.size(), whole.bytes.begin());
      d.kept.push_back(to_categorical(whole, classes));
      y = d.kept.back().view();
    }
  }
}

}  // namespace keratin
