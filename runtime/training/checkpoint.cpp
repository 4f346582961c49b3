#include "runtime/training/checkpoint.h"

#include <charconv>

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"
#include "runtime/base/finite.h"
#include "runtime/data/array_file.h"
#include "runtime/files/atomic_file.h"
#include "runtime/files/zip.h"

namespace keratin {
namespace {

// The lines of training.txt.
template <class Checkpoint, class Visit>
void each_field(Checkpoint& c, Visit visit) {
  visit("epoch", c.place.epoch), visit("step", c.place.step), visit("pass", c.place.pass), visit("batch", c.place.batch);
  visit("batch_size", c.batch_size), visit("rows", c.rows), visit("shuffle", c.shuffle), visit("seed", c.seed);
}
constexpr const char* format_line = "keratin training 1\n";

template <class Numbers>
std::string lines_of(const Numbers& numbers) {
  std::string text;
  for (auto x : numbers) text += fmt::format("{}\n", x);  // the shortest digits that give a double again
  return text;
}

// Reads one number and the line's end behind it; false: there is something else.
template <class Number>
bool take_line(std::string_view& text, Number& x) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (error != std::errc() || end == text.data() + text.size() || *end != '\n') return false;
  text.remove_prefix(static_cast<size_t>(end - text.data()) + 1);
  return true;
}

class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path) {}

  Checkpoint read() {
    const std::vector<ZipMember> members = read_zip(read_whole(path_), path_);
    if (members.empty() || members[0].name != "training.txt") bad("it does not begin with `training.txt`");
    for (const ZipMember& m : members) read(m);
    const History& h = out_.history;
    for (const auto& [name, values] : h.history)
      if (values.size() > h.epoch.size()) bad("the history of `" + name.substr(0, 80) + "` is longer than there are epochs");
    const TrainingPlace& p = out_.place;
    const bool fits = p.epoch >= 0 && p.step >= 0 && p.pass >= 0 && p.pass <= p.epoch && p.batch >= 0 && out_.batch_size > 0 && out_.rows > 0 && p.batch <= (out_.rows - 1) / out_.batch_size + 1;
    if (!fits) bad("its numbers do not fit each other");
    return std::move(out_);
  }

 private:
  [[noreturn]] void bad(const std::string& why) { fail("K3121", "`" + path_ + "` is no checkpoint: " + why, {.file = path_}, "it is written by --checkpoint or BackupAndRestore; give the folder of one"); }

  void read(const ZipMember& m) {
    const size_t slash = m.name.find('/'), dot = m.name.rfind('.');
    const std::string kind = m.name.substr(0, slash);
    if (m.name == "training.txt") return read_fields(m.bytes);
    if (slash == m.name.npos || dot == m.name.npos || dot < slash) bad("it holds `" + m.name.substr(0, 80) + "`");
    const std::string name = m.name.substr(slash + 1, dot - slash - 1), ending = m.name.substr(dot);
    if (kind == "states" && ending == ".npy") out_.states.emplace(name, read_npy(m.bytes, path_ + ":" + m.name));
    else if (kind == "callbacks" && ending == ".npy") out_.carried.arrays.emplace(name, read_npy(m.bytes, path_ + ":" + m.name));
    else if (kind == "callbacks" && ending == ".txt") out_.carried.numbers[name] = only(numbers<double>(m));
    else if (m.name == "history/epoch.txt") out_.history.epoch = numbers<int64_t>(m);
    else if (kind == "history" && ending == ".txt") out_.history.history[name] = numbers<double>(m);
    else bad("it holds `" + m.name.substr(0, 80) + "`");
  }
  void read_fields(std::string_view text) {
    if (!text.starts_with(format_line)) bad("`training.txt` is not of this version");
    text.remove_prefix(std::string_view(format_line).size());
    each_field(out_, [&](std::string_view name, auto& x) {
      uint64_t wide = 0;
      int64_t number = 0;
      const bool whole = std::is_same_v<decltype(x), uint64_t&>;
      const bool named = text.starts_with(std::string(name) + " ");
      if (named) text.remove_prefix(name.size() + 1);
      if (!named || !(whole ? take_line(text, wide) : take_line(text, number))) bad("`training.txt` has no line `" + std::string(name) + "` where it belongs");
      x = whole ? static_cast<std::remove_reference_t<decltype(x)>>(wide) : static_cast<std::remove_reference_t<decltype(x)>>(number);
    });
    if (!text.empty()) bad("`training.txt` goes on behind its end");
  }
  template <class Number>
  std::vector<Number> numbers(const ZipMember& m) {
    std::vector<Number> out;
    for (std::string_view text = m.bytes; !text.empty();)
      if (!take_line(text, out.emplace_back())) bad(fmt::format("line {} of `{}` is no number", out.size(), m.name.substr(0, 80)));
    return out;
  }
  double only(const std::vector<double>& numbers) {
    if (numbers.size() != 1) bad("a callback's number is not one");
    return numbers[0];
  }

  std::string path_;
  Checkpoint out_;
};

// The first state that differs, in the program's order.
std::string difference(const Checkpoint& c, const Program& program) {
  for (const StateInfo& s : program.states) {
    auto it = c.states.find(s.name);
    if (it == c.states.end()) return "it has no state `" + s.name + "`";
    if (it->second.shape != s.shape) return fmt::format("its `{}` has shape {}, the model's has {}", s.name, to_string(it->second.shape), to_string(s.shape));
    if (it->second.element != s.element) return "its `" + s.name + "` holds numbers of another kind";
  }
  for (const auto& [name, value] : c.states)
    if (!program.state(name)) return "the model has no state `" + name.substr(0, 80) + "`";
  return "";
}

}  // namespace

void write_checkpoint(const std::string& path, TrainingModel& model) {
  const Checkpoint now{model.place, model.history.params.batch_size, model.history.params.samples, model.shuffle, model.seed};
  std::string text = format_line;
  each_field(now, [&](const char* name, auto x) { text += fmt::format("{} {}\n", name, +x); });
  std::vector<ZipMember> members = {{"training.txt", text}, {"history/epoch.txt", lines_of(model.history.epoch)}};
  for (const auto& [name, values] : model.history.history) members.push_back({"history/" + name + ".txt", lines_of(values)});
  const Carried carried = model.carried();
  for (const auto& [name, x] : carried.numbers) members.push_back({"callbacks/" + name + ".txt", lines_of(std::vector{x})});
  for (const auto& [name, array] : carried.arrays) members.push_back({"callbacks/" + name + ".npy", npy_bytes(array)});
  for (const StateInfo& s : model.session.program().states) members.push_back({"states/" + s.name + ".npy", npy_bytes(model.session.read(s.name))});
  write_atomically(path, zip_bytes(members));
}

Checkpoint read_checkpoint(const std::string& path) { return Reader(path).read(); }

void resume(const Checkpoint& c, TrainingModel& model, const std::string& path) {
  auto refuse = [&](const std::string& why, const std::string& help) { fail("K3122", "`" + path + "` is the checkpoint of another training: " + why, {.file = path}, help); };
  const Program& program = model.session.program();
  if (const std::string differs = difference(c, program); !differs.empty()) refuse(differs, "train the same model, or begin anew in another folder");
  const auto& here = model.history.params;
  if (c.batch_size != here.batch_size) refuse(fmt::format("its batches have {} rows, these have {}", c.batch_size, here.batch_size), "give the same batch size");
  if (c.rows != here.samples) refuse(fmt::format("it has {} rows to train on, here are {}", c.rows, here.samples), "give the same data, and the same part to validate");
  if (c.shuffle != model.shuffle) refuse(c.shuffle ? "it shuffles its rows" : "it takes its rows in their order", "shuffle, or not, as before");
  for (const StateInfo& s : program.states) {
    const Tensor& value = c.states.at(s.name);
    if (s.element != Element::f32 || s.role == Role::metric) continue;
    if (const int64_t at = first_not_finite(value.floats().data(), value.size()); at < value.size()) fail("K7002", "`" + s.name + "` holds " + not_finite_name(value.floats()[at]) + " in the file", {.file = path});
  }
  for (const auto& [name, value] : c.states) model.session.write(name, value);
  const auto params = model.history.params;
  model.history = c.history, model.history.params = params;
  model.place = c.place, model.seed = c.seed, model.resumed = c.carried;
}

}  // namespace keratin
