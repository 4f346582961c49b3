#include "runtime/data/batches.h"

#include <algorithm>

#include "runtime/base/diagnostic.h"

namespace keratin {

Batches::Batches(std::vector<ArrayView> arrays, const std::vector<DataInfo>& wanted, int64_t batch) : arrays_(std::move(arrays)), wanted_(wanted), batch_(batch) {
  check(arrays_.size() == wanted_.size(), "an array for each input of the step");
  for (size_t i = 0; i < wanted_.size(); ++i) {
    rows_ = arrays_[i].rows();
    const int64_t bytes = 4 * std::max(wanted_[i].size, wanted_[i].pitch * batch_);
    staging_.push_back(allocate(bytes, "a batch of `" + wanted_[i].name + "`"));
    std::memset(staging_.back().get(), 0, static_cast<size_t>(bytes));
    if (!arrays_[i].data) std::fill_n(reinterpret_cast<float*>(staging_.back().get()), bytes / 4, 1.0f);
    pointers_.push_back(staging_.back().get());
  }
}

const void* const* Batches::get(int64_t k, int* rows) {
  const int64_t first = k * batch_;
  *rows = static_cast<int>(std::min(batch_, rows_ - first));
  for (size_t i = 0; i < wanted_.size(); ++i) {
    const ArrayView& a = arrays_[i];
    if (!a.data) continue;
    const int64_t row = a.row_size();
    // The caller's memory serves where nothing is converted and all that may be touched is there.
    const bool fits = order_.empty() && a.element == wanted_[i].element && a.scale == 1.0f && row == wanted_[i].pitch && *rows == batch_ && first * row + wanted_[i].size <= rows_ * row;
    if (fits) {
      pointers_[i] = a.data + 4 * first * row;
      continue;
    }
    copy(i, first, *rows);
    pointers_[i] = staging_[i].get();
  }
  return pointers_.data();
}

namespace {

template <class From, class To>
void convert(const From* from, To* to, int64_t n, float scale) {
  if constexpr (std::is_same_v<To, float>)
    for (int64_t i = 0; i < n; ++i) to[i] = static_cast<float>(from[i]) * scale;
  else
    for (int64_t i = 0; i < n; ++i) to[i] = static_cast<To>(from[i]);
}
template <class To>
void convert(const ArrayView& a, int64_t row, To* to, int64_t n) {
  const std::byte* from = a.data + row * n * info(a.element).bytes;
  if (a.element == Element::u8) convert(reinterpret_cast<const uint8_t*>(from), to, n, a.scale);
  else if (a.element == Element::i32) convert(reinterpret_cast<const int32_t*>(from), to, n, a.scale);
  else if (std::is_same_v<To, float> && a.scale == 1.0f) std::memcpy(to, from, static_cast<size_t>(n) * 4);
  else convert(reinterpret_cast<const float*>(from), to, n, a.scale);
}

}  // namespace

void Batches::copy(size_t i, int64_t first, int rows) {
  const int64_t n = arrays_[i].row_size(), pitch = wanted_[i].pitch;
  auto* to = reinterpret_cast<float*>(staging_[i].get());  // both elements have four bytes
  for (int r = 0; r < rows; ++r) {
    const int64_t row = order_.empty() ? first + r : order_[first + r];
    if (wanted_[i].element == Element::f32) convert(arrays_[i], row, to + r * pitch, n);
    else convert(arrays_[i], row, reinterpret_cast<int32_t*>(to + r * pitch), n);
  }
}

}  // namespace keratin
