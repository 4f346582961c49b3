// Follows every buffer that threads of a block share from barrier to barrier.
#include "compiler/kernel/hazards.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "compiler/kernel/words.h"
#include "runtime/base/diagnostic.h"

namespace keratin::kernel {

namespace {

struct Since {  // the last barrier
  bool stored = false, staged = false, read = false;
};

struct Hazards {
  const Kernel& k;
  std::map<Name, Since> since = {};
  std::vector<Name> warp_variables = {};
  int divergent = 0;      // loops around that some threads may leave or pass by
  bool in_warps = false;  // in a loop whose turns are warps of their own
  bool has_barrier = false, stores_scratch = false;  // of that loop

  [[noreturn]] void fail(const Statement& s, std::string_view why) {
    internal_failure(__FILE__, __LINE__, fmt::format("kernel {}: {}: `{}`", k.name, why, statement_text(k, s)));
  }
  Use use(Name buffer) const {
    for (const Buffer& b : k.buffers)
      if (b.name == buffer) return b.use;
    return Use::input;
  }
  bool uniform(const Index& index) const {
    if (index.factor(lane) != 0) return false;
    return std::none_of(warp_variables.begin(), warp_variables.end(), [&](Name w) { return index.factor(w) != 0; });
  }

  void read(const Statement& s, Name buffer) {
    Since& b = since[buffer];
    if (b.staged || (b.stored && use(buffer) == Use::scratch)) fail(s, "no barrier between writing shared memory and reading it");
    b.read = true;
  }
  void write(const Statement& s, Name buffer, bool stage) {
    if (!stage && use(buffer) != Use::scratch) return;  // a lane's own element
    Since& b = since[buffer];
    if (b.read || b.staged || (stage && b.stored)) fail(s, "no barrier between the last use of shared memory and writing it again");
    (stage ? b.staged : b.stored) = true;
    stores_scratch |= !stage;
  }

  void body(const Body& b) {
    for (const Statement& s : b) statement(s);
  }
  void statement(const Statement& s) {
    if (auto* loop = std::get_if<For>(&s.node())) return for_loop(s, *loop);
    if (auto* f = std::get_if<ForTile>(&s.node())) return body(f->body);
    auto* stage = std::get_if<Stage>(&s.node());
    if (std::holds_alternative<Barrier>(s.node()) || stage) {
      if (divergent) fail(s, "not all threads of the block come here");
      if (stage && !(uniform(stage->to.at) && uniform(stage->from.at))) fail(s, "a stage is the work of all warps together");
      if (!stage) since.clear(), has_barrier = true;
    }
    for_each_place(s, [&](const Place& p, bool is_store) {
      if (std::holds_alternative<Prefetch>(s.node())) return;
      if (is_store) write(s, p.buffer, stage != nullptr);
      else read(s, p.buffer);
    });
  }
  void for_loop(const Statement& s, const For& loop) {
    const bool warps = loop.run == Run::warps && k.schedule.warps > 1;
    if (loop.run == Run::chunks) since.clear();  // a block has one chunk
    if (warps) warp_variables.push_back(loop.variable), in_warps = true, has_barrier = stores_scratch = false;
    const bool some = warps ? loop.count < k.schedule.warps || loop.bound.factor : loop.bound.factor && !uniform(loop.bound.before);
    divergent += some;
    body(loop.body);
    if (loop.count > 1 && loop.run != Run::chunks && !warps) body(loop.body);  // one turn's end meets the next one's start
    divergent -= some;
    if (!warps) return;
    warp_variables.pop_back(), in_warps = false;
    // Evaluated warp by warp: a value that crosses warps inside the loop would come too late.
    if (has_barrier && stores_scratch) fail(s, "warps exchange values inside one loop: end the loop at the barrier");
  }
};

}  // namespace

void verify_barriers(const Kernel& kernel) {
  if (block_threads(kernel) > 16) Hazards{kernel}.body(kernel.body);
}

}  // namespace keratin::kernel
