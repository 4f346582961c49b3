#include "runtime/data/dataset.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "runtime/base/checked.h"
#include "runtime/base/diagnostic.h"
#include "runtime/base/finite.h"
#include "runtime/data/array_file.h"
#include "runtime/files/atomic_file.h"
#include "runtime/random/initialize.h"

namespace keratin {
namespace {

constexpr const char* fashion_folder = "/usr/share/datasets/fashion-mnist/";

std::string data_file(const std::string& name) {
  const char* given = std::getenv("KERATIN_DATA");
  for (const std::string& folder : {std::string(given ? given : ""), std::string(KERATIN_DATA_DIR), std::string("frontend/examples/data")})
    if (!folder.empty() && access((folder + "/" + name).c_str(), R_OK) == 0) return folder + "/" + name;
  fail("K3110", "the data file `" + name + "` is not found", {}, "set KERATIN_DATA to the folder frontend/examples/data of the repository");
}

Tensor rows_of(const Tensor& from, const std::vector<uint32_t>& order, size_t begin, size_t end) {
  Shape shape = from.shape;
  shape[0] = static_cast<int64_t>(end - begin);
  Tensor out(from.element, shape);
  const size_t row = from.bytes.size() / from.shape[0];
  for (size_t i = begin; i < end; ++i) std::copy_n(from.bytes.begin() + order[i] * row, row, out.bytes.begin() + (i - begin) * row);
  return out;
}

double label_at(const ArrayView& labels, int64_t i) {
  if (labels.element == Element::u8) return std::to_integer<int>(labels.data[i]);
  if (labels.element == Element::i32) return reinterpret_cast<const int32_t*>(labels.data)[i];
  return reinterpret_cast<const float*>(labels.data)[i];
}
Tensor whole_labels(const Tensor& from, int64_t classes) {
  const ArrayView view = from.view();
  check_labels(view, classes, "y");
  Tensor out(Element::i32, from.shape);
  for (int64_t i = 0, n = out.size(); i < n; ++i) out.ints()[i] = static_cast<int32_t>(label_at(view, i));
  return out;
}

// Rows in a fixed random order; the last fifth is held out.
Dataset split(Tensor x, Tensor y, int64_t classes, std::string description) {
  const auto order = permutation(x.shape[0], 20260101, 0);
  const size_t n = order.size(), train = n - n / 5;
  return {rows_of(x, order, 0, train), rows_of(y, order, 0, train), rows_of(x, order, train, n), rows_of(y, order, train, n), classes, std::move(description)};
}

// Columns but the last are features, divided by `scale`; the last is the class.
Dataset from_csv(const std::string& name, float scale, int64_t classes, bool first_line_is_a_summary, const std::string& description) {
  const std::string path = data_file(name);
  std::string text = read_whole(path);
  if (text.starts_with("\x1f\x8b")) text = gunzip(text, path);
  if (first_line_is_a_summary) text = text.substr(text.find('\n') + 1);
  const Table table = read_csv(text, path);
  Tensor x(Element::f32, {table.rows, table.columns - 1}), y(Element::f32, {table.rows});
  for (int64_t r = 0; r < table.rows; ++r) {
    for (int64_t c = 0; c + 1 < table.columns; ++c) x.floats()[r * (table.columns - 1) + c] = table.values[r * table.columns + c] / scale;
    y.floats()[r] = table.values[r * table.columns + table.columns - 1];
  }
  return split(std::move(x), whole_labels(y, classes), classes, description);
}

Dataset fashion() {
  if (!dataset_found("fashion-mnist")) fail("K3110", std::string("Fashion-MNIST is not in ") + fashion_folder, {}, "apt-get install dataset-fashion-mnist");
  Dataset out;
  auto read = [](const char* name) { return read_array(std::string(fashion_folder) + name); };
  std::exception_ptr problem;
  std::thread other([&] {
    try {
      out.test_x = read("t10k-images-idx3-ubyte.gz");
      out.y = whole_labels(read("train-labels-idx1-ubyte.gz"), 10), out.test_y = whole_labels(read("t10k-labels-idx1-ubyte.gz"), 10);
    } catch (...) {
      problem = std::current_exception();
    }
  });
  try {
    out.x = read("train-images-idx3-ubyte.gz");
  } catch (...) {
    other.join();
    throw;
  }
  other.join();
  if (problem) std::rethrow_exception(problem);
  for (auto [x, y] : {std::pair{&out.x, &out.y}, {&out.test_x, &out.test_y}}) check_rows(x->view(), y->view());
  out.x.scale = out.test_x.scale = 1.0f / 255.0f;
  out.classes = 10, out.description = "Fashion-MNIST: 28x28 grey pictures of clothes";
  return out;
}

}  // namespace

bool dataset_found(const std::string& name) {
  if (name == "fashion-mnist") return access((std::string(fashion_folder) + "train-images-idx3-ubyte.gz").c_str(), R_OK) == 0;
  try {
    data_file(name == "digits" ? "digits.csv.gz" : "iris.csv");
    return true;
  } catch (const Error&) {
    return false;
  }
}

namespace {

struct Row {
  std::string name;
  Dataset (*load)();
};
const Row table[] = {
    {"digits", [] { return from_csv("digits.csv.gz", 16, 10, false, "digits: 8x8 grey pictures of digits"); }},
    {"iris", [] { return from_csv("iris.csv", 1, 3, true, "iris: four measures of three kinds of flower"); }},
    {"fashion-mnist", fashion},
};

}  // namespace

const std::vector<std::string>& dataset_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const Row& row : table) out.push_back(row.name);
    return out;
  }();
  return names;
}

Dataset load_dataset(const std::string& name) {
  for (const Row& row : table)
    if (name == row.name) return row.load();
  const std::string near = nearest(name, dataset_names());
  fail("K1004", "unknown data set `" + name + "`", {}, near.empty() ? fmt::format("known are {}", fmt::join(dataset_names(), ", ")) : "did you mean `" + near + "`?");
}

void check_labels(const ArrayView& labels, int64_t classes, const std::string& name, std::optional<int64_t> ignored) {
  for (int64_t i = 0, n = count(labels.shape); i < n; ++i) {
    const double label = label_at(labels, i);
    if (!(std::fabs(label) <= INT32_MAX) || label != std::floor(label)) fail("K3206", fmt::format("`{}` holds {:g} at index {}, which is no whole number for a label", name, label, i));
    if (ignored && label == static_cast<double>(*ignored)) continue;
    if (classes && !(label >= 0 && label < static_cast<double>(classes))) fail("K3202", fmt::format("label {:.0f} at index {} is not one of {} classes", label, i, classes), {}, "labels count from 0");
  }
}

void check_indices(const ArrayView& indices, int64_t rows, const std::string& name) {
  for (int64_t i = 0, n = count(indices.shape); i < n; ++i) {
    const double index = label_at(indices, i) * static_cast<double>(indices.scale);
    if (index > -1 && index < static_cast<double>(rows)) continue;
    fail("K3301", fmt::format("`{}` holds {:g} at index {}, the table has {} rows", name, index, i, rows), {}, "ids count from 0: the table needs one row more than the largest");
  }
}

int64_t class_count(const Tensor& labels) {
  constexpr int64_t most = 1000000;  // as many units as a layer may have
  const ArrayView view = labels.view();
  check_labels(view, 0, "labels");
  int64_t largest = -1;
  for (int64_t i = 0, n = labels.size(); i < n; ++i) {
    largest = std::max(largest, static_cast<int64_t>(label_at(view, i)));
    if (largest >= most) fail("K3202", fmt::format("label {} at index {} would make more than {} classes", largest, i, most), {}, "give the number of classes, or look for a wrong label");
  }
  return largest + 1;
}

Tensor to_categorical(const Tensor& given, int64_t classes) {
  if (!classes) classes = class_count(given);
  const ArrayView labels = given.view();
  check_labels(labels, classes ? classes : 1, "labels");
  Shape shape = given.shape;
  if (shape.size() > 1 && shape.back() == 1) shape.pop_back();
  shape.push_back(classes);
  if (!checked_count(shape)) fail("K6001", "no memory for one-hot rows of shape " + to_string(shape), {}, "use sparse_categorical_crossentropy");
  Tensor out(Element::f32, shape);
  auto to = out.floats();
  for (int64_t i = 0, n = given.size(); i < n; ++i) to[i * classes + static_cast<int64_t>(label_at(labels, i))] = 1.0f;
  return out;
}

void check_finite(const ArrayView& array, const std::string& name) {
  if (array.element != Element::f32) return;
  const auto* x = reinterpret_cast<const float*>(array.data);
  const int64_t n = count(array.shape), row = std::max<int64_t>(array.row_size(), 1), at = first_not_finite(x, n);
  if (at < n) fail("K3201", fmt::format("`{}` holds {} in row {}, column {}", name, not_finite_name(x[at]), at / row, at % row), {}, "leave the row out, or fill in a number");
}

void check_rows(const ArrayView& x, const ArrayView& y) {
  if (x.shape.empty() || x.rows() == 0) fail("K3107", "the data has no rows");
  if (!y.shape.empty() && x.rows() != y.rows()) fail("K3203", "x has " + std::to_string(x.rows()) + " rows, y has " + std::to_string(y.rows()));
}

}  // namespace keratin
