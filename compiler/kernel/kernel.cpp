// Indices, names and sizes of kernels.
#include "compiler/kernel/kernel.h"

#include <algorithm>

#include "compiler/kernel/words.h"
#include "runtime/base/diagnostic.h"

namespace keratin::kernel {

// ---- indices

long Index::factor(Name variable) const {
  for (const Term& term : terms)
    if (term.variable == variable) return term.factor;
  return 0;
}

Index operator+(const Index& a, const Index& b) {
  Index sum = a;
  sum.constant += b.constant;
  for (const Term& term : b.terms) {
    auto same = std::find_if(sum.terms.begin(), sum.terms.end(), [&](const Term& t) { return t.variable == term.variable; });
    if (same == sum.terms.end()) sum.terms.push_back(term);
    else same->factor += term.factor;
  }
  std::erase_if(sum.terms, [](const Term& term) { return term.factor == 0; });
  return sum;
}

Index operator*(const Index& a, long factor) {
  if (factor == 0) return 0;
  Index product = a;
  product.constant *= factor;
  for (Term& term : product.terms) term.factor *= factor;
  return product;
}

// ---- names

Name Kernel::make(const std::string& wish) {
  auto taken = [&](const std::string& word) { return is_reserved(word) || std::find(names.begin(), names.end(), word) != names.end(); };
  std::string word = wish;
  for (int copy = 2; taken(word); ++copy) word = wish + std::to_string(copy);
  check(is_free_word(word), "a name in a kernel is a lower-case identifier of ours: " + word);
  names.push_back(word);
  return Name(static_cast<int>(names.size()) - 1);
}

Name Kernel::buffer(const std::string& wish, Use use, long size, Type type) {
  Name name = make(wish);
  buffers.push_back({name, type, use, size});
  return name;
}

// ---- sizes

long chunk_width(const Body& body) {
  long sum = 0;
  for (const Statement& s : body)
    if (auto* loop = std::get_if<For>(&s.node()); loop && loop->run == Run::chunks)
      sum += loop->count * std::max(1l, chunk_width(loop->body));
  return sum;
}

long chunk_count(const Kernel& kernel) { return std::max(1l, chunk_width(kernel.body)); }

long scratch_bytes(const Kernel& kernel) {
  long bytes = 0;
  for (const Buffer& b : kernel.buffers)
    if (b.use == Use::scratch) bytes += padded_bytes(b);
  return bytes;
}

int block_threads(const Kernel& kernel) { return kernel.schedule.lanes * kernel.schedule.warps; }

}  // namespace keratin::kernel
