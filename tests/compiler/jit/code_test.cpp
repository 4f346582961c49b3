// Text to callable code: what it may need from outside, what happens when it is wrong, and that it leaves nothing behind.
#include <elf.h>
#include <xmmintrin.h>

#include <cmath>
#include <cstring>
#include <set>

#include "runtime/threads/pool.h"
#include "tests/compiler/jit/small.h"
#include "tests/compiler/models.h"

namespace keratin::testing {
namespace {

std::string refusal(const CompileRequest& request) {
  try {
    compile_text(request);
  } catch (const InternalError& e) {
    return e.what();
  }
  return "";
}

TEST(Code, RefusedTextIsOurFaultAndIsKept) {
  const std::string text = "extern \"C\" int f() {\n  return nothing;\n}\n", said = refusal(request_of({text}));
  EXPECT_NE(said.find("keratin.cpp:2:10"), said.npos) << said;
  EXPECT_NE(said.find("undeclared identifier 'nothing'"), said.npos) << said;
  const size_t begin = said.find("kept as ") + 8;
  const std::filesystem::path kept = said.substr(begin, said.find(": ", begin) - begin);
  ASSERT_TRUE(std::filesystem::exists(kept)) << kept;
  std::ostringstream bytes;
  bytes << std::ifstream(kept).rdbuf();
  EXPECT_EQ(bytes.str(), text);
  std::filesystem::remove(kept);
}
TEST(Code, TheFaultyUnitIsFoundAmongSeveral) {
  const std::string said = refusal(request_of({line_text(), "extern \"C\" int g() { return 1 }\n", "extern \"C\" int h() { return 1; }\n"}));
  EXPECT_NE(said.find("expected ';'"), said.npos) << said;
  const size_t begin = said.find("kept as ") + 8;
  std::filesystem::remove(said.substr(begin, said.find(": ", begin) - begin));
}
// Files of this machine and inline assembly are out of reach of generated text.
TEST(Code, ReachesNoFileAndNoAssembly) {
  for (const char* text : {"#include <stddef.h>\n", "#include \"/etc/passwd\"\n", "void f() { asm(\"nop\"); }\n", "asm(\".incbin \\\"/etc/passwd\\\"\");\n"}) {
    const std::string said = refusal(request_of({text}));
    EXPECT_NE(said.find("refuses generated text"), said.npos) << text << said;
    const size_t begin = said.find("kept as ") + 8;
    if (begin > 8) std::filesystem::remove(said.substr(begin, said.find(": ", begin) - begin));
  }
}
TEST(Code, CallsOnlyWhatItIsGiven) {
  const std::string text = "extern \"C\" float given(float);\nextern \"C\" float f(float x) { return given(x) + 1.0f; }\n";
  CompileRequest request = request_of({text});
  EXPECT_EQ(compile_text(request)->find("f"), nullptr) << "a symbol of nobody";
  request.symbols = {{"given", reinterpret_cast<void*>(+[](float x) { return 10 * x; })}};
  EXPECT_EQ(call(*compile_text(request), 4), 41);
  EXPECT_EQ(compile_text(request_of({"extern \"C\" int puts(const char*);\nextern \"C\" float f(float x) { return puts(\"\"), x; }\n"}))->find("f"), nullptr) << "nor what this process has";
}

// ---- symbols of objects

std::set<std::string> symbols_of(const std::string& object, bool undefined) {
  auto at = [&]<class T>(T& to, size_t offset) { std::memcpy(&to, object.data() + offset, sizeof to); };
  Elf64_Ehdr head;
  at(head, 0);
  std::set<std::string> found;
  for (int i = 0; i < head.e_shnum; ++i) {
    Elf64_Shdr table, names;
    at(table, head.e_shoff + i * sizeof table);
    if (table.sh_type != SHT_SYMTAB) continue;
    at(names, head.e_shoff + table.sh_link * sizeof names);
    for (size_t s = 1; s < table.sh_size / sizeof(Elf64_Sym); ++s) {
      Elf64_Sym symbol;
      at(symbol, table.sh_offset + s * sizeof symbol);
      if (ELF64_ST_BIND(symbol.st_info) != STB_LOCAL && (symbol.st_shndx == SHN_UNDEF) == undefined) found.insert(object.data() + names.sh_offset + symbol.st_name);
    }
  }
  return found;
}
// An object of generated code defines its entry point, and needs nothing but what optimisers write on their own.
TEST(Code, NeedsNothingFromOutside) {
  const std::set<std::string> allowed = {"memcpy", "memset", "memmove", "memcmp"};
  for (auto models : {first_network, other_layers, convolutions, recurrences, attentions})
    for (const auto& [name, model] : models()) {
      const Compilation compilation = compile(model.graphs, model.states, {.target = target_of(host_cpu()), .passes_run = model.passes_run});
      const std::string object = compile_to_object(request_of({compilation.source("train", false)}));
      EXPECT_EQ(symbols_of(object, false), std::set<std::string>{"keratin_train"}) << name;
      for (const std::string& symbol : symbols_of(object, true)) EXPECT_TRUE(allowed.count(symbol)) << name << " needs " << symbol;
    }
}

// ---- several units

const std::vector<std::string> two_units = {
    "extern \"C\" __attribute__((visibility(\"hidden\"))) float part(float x);\nextern \"C\" float f(float x) { return part(x) + 1.0f; }\n",
    "extern \"C\" __attribute__((visibility(\"hidden\"))) float part(float x) { return 2.0f * x; }\n"};

TEST(Code, UnitsFindEachOther) {
  for (Tier tier : {Tier::fast, Tier::full}) EXPECT_EQ(call(*compile_text(request_of(two_units, tier)), 3), 7);
}
TEST_F(WithCache, UnitsFindEachOtherWhenTheyComeBack) {
  const CompileRequest request = request_of(two_units, Tier::full, true);
  for (bool hit : {false, true}) {
    CompileTimes times;
    const std::shared_ptr<Code> code = compile_text(request, &times);
    EXPECT_EQ(times.cache_hit, hit);
    EXPECT_EQ(call(*code, 3), 7);
    EXPECT_EQ(hit ? code->find("part") : nullptr, nullptr) << "hidden";
  }
}
TEST(Code, AStepOfManyUnitsEqualsTheSameStepAsOne) {
  const BuiltModel model = mlp(8, 20, 80, 10, {"adam"});
  const Compilation compilation = compile(model.graphs, model.states, {.target = target_of(host_cpu()), .passes_run = model.passes_run});
  const std::vector<std::string> units = compilation.units("train", false);
  EXPECT_GE(units.size(), 2u);
  EXPECT_NE(compile_text(request_of(units))->find("keratin_train"), nullptr);
  EXPECT_NE(compile_text(request_of({compilation.source("train", false)}))->find("keratin_train"), nullptr);
  const VerifyReport report = verify_model(model, {.batch = 8, .threads = 2, .tier = Tier::fast, .cached = false}, 1);
  EXPECT_EQ(report.first_difference, "");
}

// ---- bits

// Each tier, processor level and source of code equals the interpreter, so they equal each other.
TEST_F(WithCache, TiersLevelsAndTheCacheGiveTheSameBits) {
  for (const char* level : {"x86-64-v4", "x86-64-v3"})
    for (Tier tier : {Tier::fast, Tier::full})
      for (bool hit : {false, true}) {
        bool was_hit = !hit;
        RunOptions options{.batch = 8, .tier = tier, .cache_hit = &was_hit};
        try {
          options.cpu = cpu_named(level);
        } catch (const Error&) {
          continue;  // this machine lacks the level
        }
        EXPECT_EQ(verify_model(mlp(8, 20, 12, 3), options, 1).first_difference, "") << level;
        EXPECT_EQ(was_hit, hit) << level;
      }
}

// The caller's rounding and flushing of small numbers neither reaches our code nor is lost.
TEST(Code, RoundsAsWeSayWhateverTheCallerDoes) {
  const BuiltModel model = mlp(8, 20, 12, 3);
  std::vector<float> x(8 * 20), y(8 * 3);
  for (size_t i = 0; i < x.size(); ++i) x[i] = std::sin(static_cast<float>(i)) * (i % 3 ? 1e-39f : 1.0f);  // some are subnormal
  for (size_t i = 0; i < y.size(); ++i) y[i] = i % 3 == 0;
  const void* data[] = {x.data(), y.data()};
  constexpr unsigned ours = 0x1F80, odd = ours | 0x8040 | 0x6000, flags = 0x3F;  // flush to zero, denormals are zero, towards zero
  std::vector<std::vector<Tensor>> states;
  for (unsigned caller : {ours, odd}) {
    Session session(make_program(model, {.batch = 8, .threads = 2}), 2);
    session.reset(1);
    const unsigned before = _mm_getcsr();
    _mm_setcsr(caller);
    session.run("train", data, 8);
    const unsigned after = _mm_getcsr();
    _mm_setcsr(before);
    EXPECT_EQ(after & ~flags, caller) << "the caller's own is back";
    states.emplace_back();
    for (const StateInfo& state : session.program().states) states.back().push_back(session.read(state.name));
  }
  for (size_t i = 0; i < states[0].size(); ++i) EXPECT_TRUE(states[0][i].bytes == states[1][i].bytes) << i;
}

// ---- what stays behind

struct Footprint {
  long mappings = 0, files = 0, pages = 0;
  bool written_and_run = false;  // memory that may be both
};
Footprint footprint() {
  Footprint out;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line); ++out.mappings) out.written_and_run = out.written_and_run || line.find(" rwx") != line.npos;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) out.files += !entry.path().empty();
  long all = 0;
  std::ifstream("/proc/self/statm") >> all >> out.pages;
  return out;
}
TEST_F(WithCache, ManyProgramsLeaveNothingBehind) {
  auto compile_some = [&](int from, int count) {
    for (int i = from; i < from + count; ++i)
      for (bool cached : {false, true, true}) EXPECT_EQ(call(*compile_text(request_of({line_text(std::to_string(i) + ".0f")}, Tier::fast, cached)), 1), i + 1);
  };
  compile_some(0, 8);  // libraries and their own stores are there from now on
  const Footprint before = footprint();
  compile_some(8, 40);
  const Footprint after = footprint();
  EXPECT_EQ(after.files, before.files);
  EXPECT_LE(after.mappings, before.mappings + 8);
  EXPECT_LE(after.pages - before.pages, 40 * 64) << "a program leaves less than 256 KiB";
  EXPECT_FALSE(after.written_and_run) << "not even the stack";
}
TEST(Code, LivesAsLongAsItIsHeld) {
  std::vector<std::shared_ptr<Code>> kept;
  for (int i = 0; i < 20; ++i) kept.push_back(compile_text(request_of({line_text(std::to_string(i) + ".0f")})));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(call(*kept[i], 1), i + 1);
  EXPECT_FALSE(footprint().written_and_run);
}

}  // namespace
}  // namespace keratin::testing
