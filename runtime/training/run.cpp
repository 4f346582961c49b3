#include "runtime/training/run.h"

#include <cmath>

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"
#include "runtime/data/dataset.h"
#include "runtime/threads/pool.h"

namespace keratin {

Batches checked_batches(Session& session, const std::string& step, const FitArrays& data, int64_t batch) {
  std::vector<ArrayView> arrays = data.x;
  arrays.insert(arrays.end(), data.y.begin(), data.y.end());
  const std::vector<DataInfo>& wanted = session.program().step(step)->data;
  const bool weighted = !wanted.empty() && wanted.back().name == "sample_weight";
  check(weighted || !data.weights, "the program takes sample weights where there are some");
  if (weighted) arrays.push_back(data.weights ? *data.weights : ArrayView{Element::f32, {data.rows()}});  // without weights rows count 1, as in validation
  check(arrays.size() == wanted.size(), "an array for each input of the step");
  for (size_t i = 0; i < arrays.size(); ++i) {
    const DataInfo& w = wanted[i];
    Shape expected = w.shape;
    if (arrays[i].row_size() != count(expected) / expected[0]) {
      expected[0] = -1;
      fail("K3204", fmt::format("`{}` has shape {}, the model expects {}", w.name, to_string(arrays[i].shape), to_string(expected)));
    }
  }
  for (size_t i = 1; i < arrays.size(); ++i) check_rows(arrays[0], arrays[i]);
  if (!arrays.empty()) check_rows(arrays[0], {});
  for (size_t i = 0; i < arrays.size(); ++i) {
    if (!arrays[i].data) continue;
    if (wanted[i].element == Element::f32 && wanted[i].classes) check_indices(arrays[i], wanted[i].classes, wanted[i].name);
    else if (wanted[i].element == Element::i32) check_labels(arrays[i], wanted[i].classes, wanted[i].name, wanted[i].ignored);
    else if (step != "predict") check_finite(arrays[i], wanted[i].name);  // a prediction of NaN is NaN, in its own row alone
  }
  return Batches(arrays, wanted, batch ? batch : session.program().batch);
}

int run_batch(Session& session, const std::string& step, Batches& batches, int64_t k) {
  OurRounding rounding;  // conversions round, too
  int rows = 0;
  const void* const* pointers = batches.get(k, &rows);
  session.run(step, pointers, rows);
  return rows;
}

void refuse_broken_epoch(Session& session, Batches& batches, const std::string& first_state, const TrainingPlace& first, int64_t last, float loss) {
  const std::string broken_now = session.broken_state();
  std::string text = std::isfinite(loss) ? "the weights are not finite" : fmt::format("the loss is {}", std::isnan(loss) ? "NaN" : "infinite");
  text += fmt::format(" in epoch {}, step {}", first.epoch + 1, last + 1);
  session.restore(first_state);
  std::string broken = session.broken_state();
  if (!broken.empty()) text += "; before the epoch began, " + broken;
  for (int64_t k = first.step; k <= last && broken.empty(); ++k) {
    run_batch(session, "train", batches, first.batch + k - first.step);
    const bool finite_loss = std::isfinite(session.result_number("train", "loss"));
    broken = session.broken_state();
    if (!finite_loss) text += "; the weights that this step began with are finite" + (broken.empty() ? "" : ", after it " + broken);
    else if (!broken.empty()) text += fmt::format("; after the update of step {}, {}", k + 1, broken);
    if (!finite_loss) break;
  }
  // Callbacks may have changed what runs: then the second run shows nothing.
  if (broken.empty() && !broken_now.empty() && std::isfinite(session.result_number("train", "loss"))) text += "; " + broken_now;
  session.restore(first_state);
  fail("K7001", text, {}, "lower the learning rate, or scale the data");
}

}  // namespace keratin
