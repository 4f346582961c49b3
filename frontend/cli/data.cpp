#include "frontend/cli/data.h"

#include <algorithm>

#include <fmt/format.h>

#include "frontend/cli/later.h"
#include "runtime/data/array_file.h"
#include "runtime/data/dataset.h"
#include "runtime/files/atomic_file.h"
#include "runtime/files/zip.h"

namespace keratin {
namespace {

constexpr size_t most_arrays = 10;  // x and y, to train, test and validate, one-hot rows of three, and weights

Tensor one_hot(const ArrayView& y, int64_t classes) {
  Tensor labels(y.element, y.shape);
  std::copy_n(y.data, labels.bytes.size(), labels.bytes.begin());
  return to_categorical(labels, classes);
}

}  // namespace

ArrayView DataArrays::keep(Tensor array) {
  check(kept.size() < kept.capacity(), "views into kept arrays stay valid");
  kept.push_back(std::move(array));
  return kept.back().view();
}

Tensor array_of(const std::string& path, const std::string& name) {
  if (!path.ends_with(".npz")) return read_array(path);  // which takes archives of one array under any name
  const std::vector<ZipMember> members = read_zip(read_whole(path), path);
  std::vector<std::string> names;
  for (const ZipMember& m : members) {
    names.push_back(m.name.substr(0, m.name.rfind(".npy")));
    if (members.size() == 1 || names.back() == name) return read_npy(m.bytes, path + ":" + m.name);
  }
  fail("K3101", fmt::format("`{}` has no array `{}`; it holds {}", path, name, fmt::join(names, ", ")), {.file = path}, "name the array `" + name + "`, or give a file with one array");
}

DataArrays read_data(const Options& o, bool labels) {
  DataArrays d;
  d.kept.reserve(most_arrays);
  auto add = [&d](std::vector<ArrayView>& to, Tensor t) { to.push_back(d.keep(std::move(t))); };
  if (!o.data.empty()) {
    if (!o.x.empty() || !o.y.empty()) fail("K1009", "--data and --x or --y say two things", {}, "give one of them");
    check_data_name(o.data);
    Dataset set = load_dataset(o.data);
    add(d.train.x, std::move(set.x)), add(d.test.x, std::move(set.test_x));
    if (labels) add(d.train.y, std::move(set.y)), add(d.test.y, std::move(set.test_y));
    return d;
  }
  if (o.x.empty() || (labels && o.y.empty())) fail("K1010", labels ? "no data is given" : "no inputs are given", {}, labels ? "give --x FILE --y FILE, or --data NAME" : "give --x FILE, or --data NAME");
  check_one_array(o.x, "--x"), check_one_array(o.y, "--y");
  add(d.train.x, array_of(o.x[0], "x"));
  if (labels) add(d.train.y, array_of(o.y[0], "y"));
  if (!o.validation_x.empty() != !o.validation_y.empty()) fail("K1010", "--validation-x and --validation-y go together", {}, "give both, or --validation-split");
  if (o.validation_x.empty()) return d;
  d.validation.emplace();
  add(d.validation->x, array_of(o.validation_x, "x")), add(d.validation->y, array_of(o.validation_y, "y"));
  return d;
}

void match_targets(const Options& o, const BuiltModel& model, DataArrays& d) {
  const int64_t classes = model.output.empty() ? 1 : model.output.back();
  for (FitArrays* part : {&d.train, &d.test, d.validation ? &*d.validation : nullptr}) {
    if (!part || part->y.empty()) continue;
    ArrayView& y = part->y[0];
    const bool one_number = y.row_size() == 1;
    if (model.sparse_targets && !one_number && y.row_size() == classes)
      fail("K3204", fmt::format("the targets are rows of {} numbers, the loss compares whole numbers", classes), {}, "use categorical_crossentropy for one-hot rows");
    if (model.sparse_targets || !one_number || classes == 1) continue;
    if (!o.one_hot) fail("K2208", fmt::format("the targets are whole numbers, the loss compares rows of {} numbers", classes), {}, "give --one-hot, or use sparse_categorical_crossentropy");
    y = d.keep(one_hot(y, classes));
  }
}

}  // namespace keratin
