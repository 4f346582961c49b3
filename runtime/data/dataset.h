// Data sets known by name: digits and iris from this repository, Fashion-MNIST from its Debian package.
#pragma once

#include <optional>
#include <string>

#include "runtime/base/tensor.h"

namespace keratin {

struct Dataset {
  Tensor x, y;            // to train on; y holds whole numbers
  Tensor test_x, test_y;  // held out
  int64_t classes = 0;
  std::string description;
};
Dataset load_dataset(const std::string& name);  // Error K1004 for an unknown name, K3110 where the files are missing
bool dataset_found(const std::string& name);
const std::vector<std::string>& dataset_names();

// (…,) or (…, 1) whole numbers to one-hot rows, as Keras' to_categorical: `classes` 0 means one more than the largest.
Tensor to_categorical(const Tensor& labels, int64_t classes = 0);
int64_t class_count(const Tensor& labels);  // one more than the largest, at most 1,000,000

// Labels are whole numbers (K3206) below `classes` (K3202), where that is not 0, or the one that is ignored.
void check_labels(const ArrayView& labels, int64_t classes, const std::string& name, std::optional<int64_t> ignored = {});
// Numbers that choose among the rows of a table, without their fractions: K3301.
void check_indices(const ArrayView& indices, int64_t rows, const std::string& name);

// K32xx: the first NaN or infinity with its row and column; different numbers of rows; no rows.
void check_finite(const ArrayView& array, const std::string& name);
void check_rows(const ArrayView& x, const ArrayView& y);

}  // namespace keratin
