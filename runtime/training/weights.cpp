#include "runtime/training/weights.h"

#include "runtime/base/diagnostic.h"
#include "runtime/base/finite.h"
#include "runtime/data/array_file.h"
#include "runtime/files/atomic_file.h"
#include "runtime/files/zip.h"

namespace keratin {
namespace {

const char* words(Element element) { return element == Element::f32 ? "real numbers" : "whole numbers"; }
bool belongs(const StateInfo& s) { return s.role == Role::weight || s.role == Role::statistic; }

}  // namespace

void save_weights(const Session& session, const std::string& path) {
  if (const std::string broken = session.broken_state(); !broken.empty())
    fail("K7002", broken + ", so nothing is saved to `" + path + "`", {}, "an earlier file stays as it is");
  std::vector<ZipMember> members;
  for (const StateInfo& s : session.program().states)
    if (belongs(s)) members.push_back({s.name + ".npy", npy_bytes(session.read(s.name))});
  write_atomically(path, zip_bytes(members));
}

void load_weights(Session& session, const std::string& path) {
  std::map<std::string, Tensor> found;
  for (const ZipMember& m : read_zip(read_whole(path), path)) {
    const std::string name = m.name.ends_with(".npy") ? m.name.substr(0, m.name.size() - 4) : m.name;
    if (!found.emplace(name, read_npy(m.bytes, path + ":" + m.name)).second) fail("K3112", "`" + path + "` has two weights `" + name.substr(0, 80) + "`", {.file = path});
  }
  std::vector<Diagnostic> problems;
  std::map<std::string, Tensor> fitting;
  for (const StateInfo& s : session.program().states) {
    if (!belongs(s)) continue;
    auto it = found.find(s.name);
    if (it == found.end()) {
      problems.push_back({"K3112", "`" + path + "` has no weight `" + s.name + "` of shape " + to_string(s.shape), {.file = path, .layer = s.layer}, "are these the weights of another model?"});
      continue;
    }
    const Tensor& given = it->second;
    if (given.shape != s.shape)
      problems.push_back({"K3204", "`" + s.name + "` has shape " + to_string(given.shape) + " in the file, the model needs " + to_string(s.shape), {.file = path, .layer = s.layer}});
    else if (given.element != s.element)
      problems.push_back({"K3204", "`" + s.name + "` holds " + words(given.element) + " in the file, the model needs " + words(s.element), {.file = path, .layer = s.layer}, "save it as float32"});
    else if (const int64_t at = s.element == Element::f32 ? first_not_finite(given.floats().data(), given.size()) : given.size(); at < given.size())
      problems.push_back({"K7002", "`" + s.name + "` holds " + not_finite_name(given.floats()[at]) + " in the file", {.file = path, .layer = s.layer}});
    fitting.insert(found.extract(it));
  }
  for (const auto& [name, value] : found) problems.push_back({"K3112", "the model has no weight `" + name.substr(0, 80) + "`", {.file = path}});
  if (!problems.empty()) throw Error(problems);
  for (const auto& [name, value] : fitting) session.write(name, value);
}

}  // namespace keratin
