// One reduction, term by term, in the order that its op promises.
#pragma once

#include <limits>
#include <vector>

#include "compiler/ir/ops.h"
#include "runtime/support/one_lane.h"

namespace keratin {

// Terms come with increasing index; an index may be left out when its row is not there.
template <class Real>
class Fold {
 public:
  Fold(ReduceKind kind, Order order) : kind_(kind), order_(order) {
    if (order_ == Order::strands16) strands_.assign(16, first());
    total_ = partial_ = first();
  }

  void add(int64_t index, Real x) {
    if (kind_ == ReduceKind::argmax) {
      const bool better = x > total_ || (x != x && total_ == total_);
      if (better) total_ = x, best_ = index;
      return;
    }
    if (order_ == Order::strands16) {
      Real& strand = strands_[index % 16];
      strand = combine(strand, x);
    } else if (order_ == Order::groups32) {
      if (index / 32 != group_) flush(), group_ = index / 32;
      partial_ = combine(partial_, x), open_ = true;
    } else {
      total_ = combine(total_, x);
    }
  }

  Real result() {
    if (order_ == Order::groups32) flush();
    if (order_ != Order::strands16) return total_;
    for (int apart : {2, 1, 4, 8}) {
      std::vector<Real> next(16);
      for (int l = 0; l < 16; ++l) next[l] = combine(strands_[l], strands_[l ^ apart]);
      strands_ = next;
    }
    return strands_[0];
  }
  int64_t index() const { return best_; }

 private:
  Real first() const {
    constexpr Real inf = std::numeric_limits<Real>::infinity();
    return kind_ == ReduceKind::sum ? 0 : kind_ == ReduceKind::product ? 1 : kind_ == ReduceKind::min ? inf : -inf;
  }
  Real combine(Real a, Real b) const {
    switch (kind_) {
      case ReduceKind::sum: return a + b;
      case ReduceKind::product: return a * b;
      case ReduceKind::min: return a < b || a != a ? a : b;
      default: return a > b || a != a ? a : b;
    }
  }
  // A group's sum begins at +0, so adding it to a total that begins at +0 changes no bit of the first one.
  void flush() {
    if (open_) total_ = combine(total_, partial_);
    partial_ = first(), open_ = false;
  }

  ReduceKind kind_;
  Order order_;
  Real total_, partial_;
  std::vector<Real> strands_;
  int64_t group_ = 0, best_ = 0;
  bool open_ = false;
};

}  // namespace keratin
