// A room includes only the rooms that it USES in the root CMakeLists.txt, and theirs.
#include <map>
#include <regex>

#include <gtest/gtest.h>

#include "tests/house/files.h"

namespace keratin::testing {
namespace {

struct Room {
  std::set<std::string> uses, links;
};
using Rooms = std::map<std::string, Room>;

std::set<std::string> words(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

// The lines `room(FOLDER [USES rooms…] [LINKS libraries…])`, with what a room uses through others.
Rooms rooms_of(const std::string& cmake) {
  static const std::regex line(R"(\nroom\(([^ )]+)(?: USES ([^)]*?))?(?: LINKS ([^)]*))?\))");
  Rooms rooms;
  for (std::sregex_iterator i(cmake.begin(), cmake.end(), line), end; i != end; ++i) rooms[(*i)[1]] = {words((*i)[2]), words((*i)[3])};
  for (size_t again = 0; again < rooms.size(); ++again)
    for (auto& [folder, room] : rooms)
      for (const std::string& used : std::set<std::string>(room.uses)) {
        room.uses.insert(rooms[used].uses.begin(), rooms[used].uses.end());
        room.links.insert(rooms[used].links.begin(), rooms[used].links.end());
      }
  return rooms;
}

// Folders that are part of the room above them.
const std::map<std::string, std::string> parts = {
    {"compiler/jit/clang", "compiler/jit"},  // the shared object's side of it
    {"frontend/examples", "frontend"},
    {"frontend/examples/program", "frontend"},
};
std::string room_of(const std::string& path) {
  if (path == "frontend/include/keratin/keratin.h") return "frontend";  // what a program includes knows everything
  const std::string folder = folder_of(path);
  return parts.count(folder) ? parts.at(folder) : folder;
}

// Headers of libraries: the room LINKS them, or uses a room that does.
const std::map<std::string, std::string> libraries = {
    {"fmt/", "fmt::fmt"}, {"zlib.h", "ZLIB::ZLIB"}, {"Eigen/", "Eigen3::Eigen"}, {"CLI/", "CLI11::CLI11"}, {"nlohmann/", "nlohmann_json::nlohmann_json"},
};

struct Include {
  std::string file, header;
  bool quoted;
};
std::vector<Include> includes_below(const std::string& folder) {
  static const std::regex line(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
  std::vector<Include> found;
  for (const std::string& file : files_below(folder, {".cpp", ".h", ".in"})) {
    std::ifstream in(std::filesystem::path(KERATIN_SOURCE_DIR) / file);
    std::smatch m;
    for (std::string text; std::getline(in, text);)
      if (std::regex_search(text, m, line)) found.push_back({file, m[2], m[1] == "\""});
  }
  return found;
}
bool begins(const std::string& text, std::initializer_list<const char*> with) {
  return std::any_of(with.begin(), with.end(), [&](const char* w) { return text.starts_with(w); });
}

// What is wrong with one include, or nothing.
std::string problem(const Rooms& rooms, const Include& i) {
  const std::string from = room_of(i.file);
  if (!rooms.count(from)) return "is in no room of CMakeLists.txt";
  const Room& room = rooms.at(from);
  for (const auto& [prefix, library] : libraries)
    if (!i.quoted && i.header.starts_with(prefix) && !room.links.count(library)) return "needs " + library + ", which " + from + " does not link";
  if (!i.quoted) return "";
  if (begins(i.header, {"tests/", "bench/", "generated/"})) return "is included by nobody";
  const std::string header = (i.header.starts_with("keratin/") ? "frontend/include/" : "") + i.header;  // as programs write it
  if (!std::filesystem::exists(std::filesystem::path(KERATIN_SOURCE_DIR) / header)) return "is no path from the root";
  const std::string to = room_of(header);
  return to == from || room.uses.count(to) ? "" : from + " does not use " + to;
}

const std::vector<std::string> product = {"runtime", "compiler", "frontend"};

TEST(Layering, EveryIncludeStandsInARoomBelow) {
  const Rooms rooms = rooms_of(read_text(KERATIN_SOURCE_DIR "/CMakeLists.txt"));
  EXPECT_GE(rooms.size(), 20u);
  size_t includes = 0;
  for (const std::string& tree : product)
    for (const Include& i : includes_below(tree)) {
      ++includes;
      EXPECT_EQ(problem(rooms, i), "") << i.file << " includes " << i.header;
    }
  EXPECT_GE(includes, 300u);
}
TEST(Layering, NoRoomUsesItself) {
  for (const auto& [folder, room] : rooms_of(read_text(KERATIN_SOURCE_DIR "/CMakeLists.txt"))) {
    EXPECT_FALSE(room.uses.count(folder)) << folder << " is part of a circle";
    EXPECT_TRUE(std::filesystem::is_directory(std::filesystem::path(KERATIN_SOURCE_DIR) / folder)) << folder;
    if (!folder.starts_with("runtime")) continue;
    for (const std::string& used : room.uses) EXPECT_TRUE(used.starts_with("runtime")) << folder << " ships without " << used;
  }
}
TEST(Layering, EverySourceIsInARoom) {
  const Rooms rooms = rooms_of(read_text(KERATIN_SOURCE_DIR "/CMakeLists.txt"));
  for (const std::string& tree : product)
    for (const std::string& file : files_below(tree, {".cpp", ".h", ".in"})) EXPECT_TRUE(rooms.count(room_of(file))) << file;
}

// Who changes LLVM's version reads these files, and no other.
TEST(Layering, ClangIsSeenInFewFiles) {
  std::set<std::string> seen;
  for (const char* tree : {"runtime", "compiler", "frontend", "tests", "bench"})
    for (const Include& i : includes_below(tree)) {
      if (begins(i.header, {"clang/", "clang-c/", "llvm/", "llvm-c/", "lld/"})) seen.insert(i.file);
      EXPECT_FALSE(begins(i.header, {"cuda", "nvrtc", "cooperative_groups", "mma.h"})) << i.file << " includes " << i.header;
    }
  EXPECT_EQ(seen, (std::set<std::string>{"compiler/jit/clang/compile.cpp", "compiler/jit/clang/formula.cpp", "compiler/jit/clang/load.cpp", "tests/house/text/syntax.cpp"}));
  EXPECT_LE(seen.size(), 6u);
}
TEST(Layering, TestsAndBenchKeepToThemselves) {
  for (const Include& i : includes_below("bench")) EXPECT_FALSE(i.header.starts_with("tests/")) << i.file;
  for (const Include& i : includes_below("tests")) EXPECT_FALSE(i.header.starts_with("bench/")) << i.file;
}

// The test itself by example.
TEST(Layering, SeesWhatIsWrong) {
  const Rooms rooms = rooms_of("\nroom(runtime/base LINKS fmt::fmt)\nroom(runtime/files USES runtime/base)\nroom(runtime/data USES runtime/files)\n");
  auto said = [&](const char* file, const char* header, bool quoted = true) { return problem(rooms, {file, header, quoted}); };
  EXPECT_EQ(said("runtime/data/csv.cpp", "runtime/base/hash.h"), "");
  EXPECT_EQ(said("runtime/data/csv.cpp", "fmt/format.h", false), "");
  EXPECT_EQ(said("runtime/files/zip.cpp", "runtime/data/dataset.h"), "runtime/files does not use runtime/data");
  EXPECT_EQ(said("runtime/files/zip.cpp", "zlib.h", false), "needs ZLIB::ZLIB, which runtime/files does not link");
  EXPECT_EQ(said("runtime/files/zip.cpp", "zip.h"), "is no path from the root");
  EXPECT_EQ(said("runtime/files/zip.cpp", "tests/house/files.h"), "is included by nobody");
  EXPECT_EQ(said("runtime/new/new.cpp", "runtime/base/hash.h"), "is in no room of CMakeLists.txt");
  EXPECT_TRUE(rooms_of("\nroom(a USES b)\nroom(b USES c)\nroom(c USES a)\n").at("b").uses.count("b"));
}

}  // namespace
}  // namespace keratin::testing
