// What the texts of a kernel have in common: which words are free to name things, and how numbers are written.
#pragma once

#include <string>
#include <string_view>

#include "compiler/kernel/kernel.h"

namespace keratin::kernel {

// A lower-case identifier that no printer, prelude or language uses: only such words may name parts of a kernel. So a
// local name of generated text never captures another.
bool is_free_word(std::string_view word);
bool is_reserved(std::string_view word);

std::string float_text(float x);  // shortest digits that read back the same: `1.0`, `0.1`, `1e-07`, `inf`, `nan`
std::string statement_text(const Kernel& kernel, const Statement& statement);  // its first line
std::string header_line(const Kernel& kernel);  // `kernel dense lanes 16 rows 6 …`: the first line of its text

// `x * 16 + lane + 3`, leaving out the variables that `skip` accepts.
template <class Skip>
std::string index_text(const Kernel& kernel, const Index& index, Skip skip) {
  std::string text;
  auto add = [&](const std::string& term) { text += (text.empty() ? "" : " + ") + term; };
  for (const Term& term : index.terms) {
    if (skip(term.variable)) continue;
    add(kernel.text(term.variable) + (term.factor == 1 ? "" : " * " + std::to_string(term.factor)));
  }
  if (index.constant != 0 || text.empty()) add(std::to_string(index.constant));
  return text;
}
inline std::string index_text(const Kernel& kernel, const Index& index) {
  return index_text(kernel, index, [](Name) { return false; });
}

// Calls visit(place, is_store) for every place that a statement itself touches.
template <class Visit>
void for_each_place(const Statement& statement, Visit visit) {
  const auto& node = statement.node();
  if (auto* s = std::get_if<Load>(&node)) visit(s->from, false);
  if (auto* s = std::get_if<Store>(&node)) visit(s->to, true);
  if (auto* s = std::get_if<AddRow>(&node)) visit(s->to, true);
  if (auto* s = std::get_if<MultiplyTile>(&node)) visit(s->a, false), visit(s->b, false);
  if (auto* s = std::get_if<Stage>(&node)) visit(s->from, false), visit(s->to, true);
  if (auto* s = std::get_if<Prefetch>(&node)) visit(s->place, false);
}

}  // namespace keratin::kernel
