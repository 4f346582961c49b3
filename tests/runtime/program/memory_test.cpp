// Compiled programs keep to the bytes that they plan. Every arena ends at a page that cannot be touched, so one byte too
// much, read or written, ends the test; and what is allocated is what was announced.
#include <atomic>

#include <sys/mman.h>

#include "frontend/model.h"
#include "runtime/random/initialize.h"
#include "runtime/threads/pool.h"
#include "runtime/training/fit.h"
#include "tests/runtime/helpers.h"

namespace keratin::guarded {

constexpr size_t page = 4096, all = size_t(1) << 32;
inline char* const begin = static_cast<char*>(mmap(nullptr, all, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
inline std::atomic<size_t> used{0}, asked{0};
inline std::atomic<bool> on{false};

}  // namespace keratin::guarded

// The C library's own, for this test program: while guarding is on, memory comes from pages of its own, none twice.
extern "C" {
void __libc_free(void*);
void* __libc_memalign(size_t, size_t);
void* aligned_alloc(size_t alignment, size_t size) {
  using namespace keratin::guarded;
  if (!on || alignment != 64) return __libc_memalign(alignment, size);
  asked += size;
  const size_t pages = (size + page - 1) / page * page, at = used.fetch_add(pages + page);
  if (at + pages + page > all || mprotect(begin + at, pages, PROT_READ | PROT_WRITE) != 0) return nullptr;
  return begin + at + pages - size;
}
void free(void* p) {
  using namespace keratin::guarded;
  if (p >= begin && p < begin + all) return;
  __libc_free(p);
}
}

namespace keratin {
namespace {

using testing_help::refuses;

struct Sizes {
  int64_t inputs, hidden, outputs, batch;
};
class Memory : public testing::TestWithParam<Sizes> {};
INSTANTIATE_TEST_SUITE_P(Sizes, Memory, testing::Values(Sizes{1, 1, 2, 1}, Sizes{16, 16, 16, 16}, Sizes{17, 65, 10, 33}, Sizes{37, 129, 3, 50}));

BuiltModel model(const Sizes& s, const std::string& loss, const std::string& optimizer) {
  const auto layer = [](std::string name, std::vector<std::pair<std::string, ConfigValue>> settings) { return Config{std::move(name), std::move(settings)}; };
  Description d;
  d.layers = {layer("InputLayer", {{"shape", Shape{s.inputs}}}), layer("Dense", {{"units", static_cast<double>(s.hidden)}, {"activation", std::string("relu")}}),
              layer("Dropout", {{"rate", 0.3}}), layer("Dense", {{"units", static_cast<double>(s.outputs)}, {"activation", std::string("softmax")}})};
  d.compile = Config{"compile", {{"loss", std::vector<Config>{{loss}}}, {"optimizer", std::vector<Config>{{optimizer}}}, {"metrics", std::vector<Config>{{"accuracy"}}}}};
  return build_model(d, s.batch);
}
Tensor normal(int64_t rows, int64_t columns) { return tensor({rows, columns}, initial_values({InitialKind::normal, 0, 1}, {rows, columns}, 1)); }

TEST_P(Memory, PlannedBytesAreUsedExactly) {
  const Sizes s = GetParam();
  for (const auto& [optimizer, threads] : {std::pair{"sgd", 1}, {"adam", 3}}) {
    guarded::asked = 0, guarded::on = true;
    Session session(make_program(model(s, "categorical_crossentropy", optimizer), {.batch = s.batch, .threads = threads, .tier = Tier::fast}), threads);
    guarded::on = false;
    struct LikeTheDevice { virtual ~LikeTheDevice() = default; Pool pool; };  // it lies on lines of its own, as the arenas do
    EXPECT_EQ(static_cast<int64_t>(guarded::asked - sizeof(LikeTheDevice)), session.bytes());
    session.reset(1);
    const int64_t rows = 2 * s.batch + (s.batch + 1) / 2;  // two batches and a short one
    const Tensor x = normal(rows, s.inputs);
    Tensor y(Element::f32, {rows, s.outputs});
    for (int64_t r = 0; r < rows; ++r) y.floats()[r * s.outputs + r % s.outputs] = 1;
    const FitArrays data{{x.view()}, {y.view()}};
    for (bool on : {false, true}) {  // once to compile, then with batches staged in guarded memory, too
      guarded::on = on;
      fit(session, data, {.epochs = 2, .verbose = 0});
      evaluate(session, data, 0);
      predict(session, data.x, "y");
      guarded::on = false;
    }
  }
}

// A class that the output does not have would be read past its row.
TEST(Labels, OutsideTheClassesAreRefused) {
  const Sizes s{3, 4, 5, 4};
  Session session(make_program(model(s, "sparse_categorical_crossentropy", "sgd"), {.batch = 4, .tier = Tier::fast}), 1);
  session.reset(1);
  const Tensor x = normal(8, 3);
  Tensor y(Element::i32, {8});
  const FitArrays data{{x.view()}, {y.view()}};
  EXPECT_NO_THROW(fit(session, data, {.verbose = 0}));
  for (int label : {5, -1}) {
    y.ints()[6] = label;
    const std::string words = "label " + std::to_string(label) + " at index 6 is not one of 5 classes";
    EXPECT_TRUE(refuses([&] { fit(session, data, {.verbose = 0}); }, "K3202", words));
    EXPECT_TRUE(refuses([&] { evaluate(session, data, 0); }, "K3202", words));
    EXPECT_TRUE(refuses([&] { train_on_batch(session, data); }, "K3202", words));
  }
  const Tensor halves = tensor({8}, std::vector<float>(8, 0.5f));
  EXPECT_TRUE(refuses([&] { fit(session, {{x.view()}, {halves.view()}}, {.verbose = 0}); }, "K3206", "`y` holds 0.5 at index 0"));
}

}  // namespace
}  // namespace keratin
