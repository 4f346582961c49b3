// Connectionist temporal classification: how likely a sequence of labels is, whatever the steps that say them. The sum over
// all ways is a recurrence over the steps, along the labels with a blank (class 0) before, between and after them.
#include <fmt/format.h>

#include "frontend/activations/activation.h"
#include "frontend/losses/families.h"

namespace keratin {
namespace {

constexpr double impossible = -1e30;  // the logarithm of 0, with which one can still count

Expr log_sum_exp(const std::vector<Expr>& ways) {
  Expr most = ways[0];
  for (const Expr& way : ways) most = maximum(most, way);
  most = stop_gradient(most);
  Expr total = exp(ways[0] - most);
  for (size_t i = 1; i < ways.size(); ++i) total = total + exp(ways[i] - most);
  return log(total) + most;
}
// What stands `places` before, along axis 1.
Expr before(Expr x, int64_t places, double first) { return slice_axis(pad(x, {0, places}, {0, 0}, {}, first), 1, 0, x.shape()[1]); }
// (batch, …, n) at the odd places of (batch, …, 2 n + 1), 0 at the others.
Expr between_blanks(Expr x) {
  Axes ends(static_cast<size_t>(x.rank()), 0);
  ends.back() = 1;
  return pad(x, ends, ends, ends);
}

// One step: a place is reached from itself, from the one before, and past a blank between two labels that differ.
std::shared_ptr<const Graph> step_of(const Type& places, int64_t batch) {
  Builder b("ctc", batch);
  Expr ways = input(b, "ways", Role::carried, places), said = input(b, "said", Role::sequence, places), past_blank = input(b, "past_blank", Role::capture, places);
  output(b, "ways", said + log_sum_exp({ways, before(ways, 1, impossible), before(ways, 2, impossible) + past_blank}));
  return std::make_shared<const Graph>(std::move(b.graph));
}

// Targets are the labels of a row, 0 behind the last one; there are as many places for them as steps.
Expr ctc(const Config& config, Compared& c) {
  if (c.output.rank() != 3) refuse(config, "K2236", fmt::format("the output has shape {}, it is (batch, steps, classes)", to_string(c.output.type())));
  Builder& b = *c.output.builder;
  const int64_t steps = c.output.shape()[1], classes = c.output.shape()[2], labels = steps;
  Expr label = to_int(c.target), log_p = log_softmax(c.output);
  const Type by_class{Element::i32, {label.shape()[0], labels, classes}, 0}, by_place{Element::i32, {label.shape()[0], 2 * labels + 1}, 0};
  Expr chosen = to_float(iota(b, by_class, 2) == broadcast(label, by_class, {0, 1}));
  Expr said = between_blanks(contract("btc,blc->btl", {log_p, chosen}));  // (batch, steps, places)
  Expr blank = broadcast_to(slice_axis(log_p, 2, 0, 1), said.type());
  Type odd = said.type();
  odd.element = Element::i32;
  said = select(map(Scalar::remainder, {iota(b, odd, 2), constant(b, 2, Element::i32)}) == 1.0, said, blank);

  Expr place = iota(b, by_place, 1), differs = to_float((label != before(label, 1, 0)) & (label != 0.0));
  Expr past_blank = select(between_blanks(differs) > 0.5, number_like(said, 0), number_like(said, impossible));
  Expr ways = select(place == 0.0, number_like(said, 0), number_like(said, impossible));
  ways = loop(step_of(ways.type(), b.graph.batch), steps, {ways}, {transpose(said, {1, 0, 2})}, {past_blank})[0];

  Expr last = to_int(sum(to_float(label != 0.0), {1}, true) * 2.0);  // the blank behind the last label
  Expr at_end = (place == last) | (place == last - 1.0), most = stop_gradient(max(select(at_end, ways, number_like(ways, 2 * impossible)), {1}, true));
  Expr total = sum(select(at_end, exp(select(at_end, ways - most, number_like(ways, 0))), number_like(ways, 0)), {1});
  return -(log(total) + reshape(most, total.shape()));
}

}  // namespace

LossRow ctc_loss() {
  return loss_of({.class_name = "CTC",
                  .aliases = {"ctc"},
                  .about = "of sequences of labels from outputs at more steps; targets are whole numbers from 1, 0 behind the last of a row, one place for each step",
                  .formula = "-log(sum of the probabilities of all ways to say the labels)",
                  .shapes = "(batch, steps, classes) → (batch)"},
                 ctc, true);
}

}  // namespace keratin
