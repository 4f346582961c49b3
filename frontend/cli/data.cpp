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

constexpr size_t most_arrays = 8;  // x and y, to train, test and validate, and one-hot rows of three

void add(DataArrays& d, std::vector<ArrayView>& to, Tensor t) {
  check(d.kept.size() < d.kept.capacity(), "views into kept arrays stay valid");
  d.kept.push_back(std::move(t));
  to.push_back(d.kept.back().view());
}

// An array file; of an .npz the only array, or the one that is called as the model calls it.
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

Tensor one_hot(const ArrayView& y, int64_t classes) {
  Tensor labels(y.element, y.shape);
  std::copy_n(y.data, labels.bytes.size(), labels.bytes.begin());
  return to_categorical(labels, classes);
}

}  // namespace

DataArrays read_data(const Options& o, bool labels) {
  DataArrays d;
  d.kept.reserve(most_arrays + 1);
  if (!o.data.empty()) {
    if (!o.x.empty() || !o.y.empty()) fail("K1009", "--data and --x or --y say two things", {}, "give one of them");
    check_data_name(o.data);
    Dataset set = load_dataset(o.data);
    add(d, d.train.x, std::move(set.x)), add(d, d.test.x, std::move(set.test_x));
    if (labels) add(d, d.train.y, std::move(set.y)), add(d, d.test.y, std::move(set.test_y));
    return d;
  }
  if (o.x.empty() || (labels && o.y.empty())) fail("K1010", labels ? "no data is given" : "no inputs are given", {}, labels ? "give --x FILE --y FILE, or --data NAME" : "give --x FILE, or --data NAME");
  check_one_array(o.x, "--x"), check_one_array(o.y, "--y");
  add(d, d.train.x, array_of(o.x[0], "x"));
  if (labels) add(d, d.train.y, array_of(o.y[0], "y"));
  if (!o.validation_x.empty() != !o.validation_y.empty()) fail("K1010", "--validation-x and --validation-y go together", {}, "give both, or --validation-split");
  if (o.validation_x.empty()) return d;
  d.validation.emplace();
  add(d, d.validation->x, array_of(o.validation_x, "x")), add(d, d.validation->y, array_of(o.validation_y, "y"));
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
    check(d.kept.size() < d.kept.capacity(), "views into kept arrays stay valid");
    d.kept.push_back(one_hot(y, classes));
    y = d.kept.back().view();
  }
}

}  // namespace keratin
