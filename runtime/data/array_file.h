// Arrays from files: NPY, IDX (plain or gzip), CSV; and NPY to a file. The format is told by the content.
#pragma once

#include <string>

#include "runtime/base/tensor.h"

namespace keratin {

// u8 stays u8, whole numbers become i32, others f32. Errors K31xx name file, and row and column where there are any.
Tensor read_array(const std::string& path);

Tensor read_npy(std::string_view bytes, const std::string& path);
Tensor read_idx(std::string_view bytes, const std::string& path);
std::string gunzip(std::string_view bytes, const std::string& path);  // at most 4 GiB
std::string npy_bytes(const Tensor& array);
void write_npy(const std::string& path, const Tensor& array);

// Rows of comma-separated numbers. Strings in a column become whole numbers by their sorted order.
struct Table {
  std::vector<std::string> header;       // empty without one
  int64_t rows = 0, columns = 0;
  std::vector<float> values;             // row-major
  std::vector<std::vector<std::string>> classes;  // by column: the strings, or empty
};
Table read_csv(std::string_view text, const std::string& path);

}  // namespace keratin
