// Rows of arrays as a step wants them: gathered in an order, converted, and padded to what vectors may touch; or the
// caller's own memory where it already fits.
#pragma once

#include <vector>

#include "runtime/base/memory.h"
#include "runtime/program.h"

namespace keratin {

class Batches {
 public:
  // One array for each entry of `wanted`, all with as many rows; one without data is all ones.
  Batches(std::vector<ArrayView> arrays, const std::vector<DataInfo>& wanted, int64_t batch);

  int64_t rows() const { return rows_; }
  int64_t steps() const { return (rows_ + batch_ - 1) / batch_; }
  void set_order(std::vector<uint32_t> order) { order_ = std::move(order); }
  // The pointers for batch k, and how many rows it has.
  const void* const* get(int64_t k, int* rows);

 private:
  void copy(size_t i, int64_t first, int rows);

  std::vector<ArrayView> arrays_;
  std::vector<DataInfo> wanted_;
  std::vector<Memory> staging_;
  std::vector<const void*> pointers_;
  std::vector<uint32_t> order_;
  int64_t batch_, rows_ = 0;
};

}  // namespace keratin
