// Zip archives: what we write is read back, what others write is read, and all that is damaged or hostile is refused.
#include "runtime/files/zip.h"

#include <zlib.h>

#include "tests/runtime/helpers.h"

namespace keratin {
namespace {

using testing_help::refusal;
using testing_help::refuses;

// An archive as other programs write it; every field can be made to lie.
struct Part {
  std::string name, bytes;
  bool deflated = false;
  uint32_t flags = 0, method = deflated ? 8 : 0;
  int64_t size = -1, packed = -1, crc = -1, local = -1;  // as the directory has them; -1: the truth
  std::string local_name = name, extra = {};              // of the local header
  bool local_sizes = true;                               // or all ones, as numpy writes with a zip64 field
};
void put(std::string& to, uint64_t value, int bytes) {
  for (int b = 0; b < bytes; ++b) to += static_cast<char>(value >> 8 * b);
}
std::string deflated(const std::string& bytes) {
  std::string out(bytes.size() + bytes.size() / 100 + 1000, '\0');
  z_stream z{};
  deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())), z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data()), z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}
std::string archive(const std::vector<Part>& parts, const std::string& comment = "") {
  std::string out, directory;
  for (const Part& p : parts) {
    const std::string content = p.deflated ? deflated(p.bytes) : p.bytes;
    const uint32_t crc = static_cast<uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(p.bytes.data()), p.bytes.size()));
    auto or_true = [](int64_t given, uint64_t truth) { return given < 0 ? truth : static_cast<uint64_t>(given); };
    put(directory, 0x02014b50, 4), put(directory, 20, 2), put(directory, 20, 2), put(directory, p.flags, 2), put(directory, p.method, 2), put(directory, 0x21 << 16, 4);
    put(directory, or_true(p.crc, crc), 4), put(directory, or_true(p.packed, content.size()), 4), put(directory, or_true(p.size, p.bytes.size()), 4);
    put(directory, p.name.size(), 2), put(directory, 0, 8), put(directory, 0, 4), put(directory, or_true(p.local, out.size()), 4);
    directory += p.name;
    put(out, 0x04034b50, 4), put(out, 20, 2), put(out, p.flags, 2), put(out, p.method, 2), put(out, 0x21 << 16, 4), put(out, crc, 4);
    put(out, p.local_sizes ? content.size() : UINT32_MAX, 4), put(out, p.local_sizes ? p.bytes.size() : UINT32_MAX, 4);
    put(out, p.local_name.size(), 2), put(out, p.extra.size(), 2);
    out += p.local_name + p.extra + content;
  }
  const size_t start = out.size();
  out += directory;
  put(out, 0x06054b50, 4), put(out, 0, 4), put(out, parts.size(), 2), put(out, parts.size(), 2), put(out, directory.size(), 4), put(out, start, 4);
  put(out, comment.size(), 2);
  return out + comment;
}
auto reading(const std::string& bytes) {
  return [bytes] { read_zip(bytes, "w.npz"); };
}
std::string text(const std::vector<ZipMember>& members) {
  std::string out;
  for (const ZipMember& m : members) out += m.name + "=" + m.bytes + ";";
  return out;
}

TEST(Zip, WhatIsWrittenIsReadBack) {
  const std::vector<ZipMember> members = {{"dense/kernel.npy", std::string("\0\1\2", 3)}, {"empty", ""}, {"long", std::string(100000, 'x')}};
  const std::string bytes = zip_bytes(members);
  EXPECT_EQ(text(read_zip(bytes, "")), text(members));
  EXPECT_EQ(zip_bytes(members), bytes) << "equal members give equal bytes";
  EXPECT_TRUE(read_zip(zip_bytes({}), "").empty());
}
TEST(Zip, ArchivesOfOthersAreRead) {
  const std::string numbers(5000, '7');
  EXPECT_EQ(text(read_zip(archive({{"a", "one"}, {"b", numbers, true}}, "a comment"), "")), "a=one;b=" + numbers + ";");
  // numpy.savez writes a zip64 field into each member's own header, for members that turn out small.
  std::string field;
  put(field, 1, 2), put(field, 16, 2), put(field, 3, 8), put(field, 3, 8);
  EXPECT_EQ(text(read_zip(archive({{.name = "x.npy", .bytes = "abc", .extra = field, .local_sizes = false}}), "")), "x.npy=abc;");
}

TEST(Zip, EveryTruncationIsRefused) {
  const std::string whole = archive({{"a", "one"}, {"b", std::string(500, 'x'), true}});
  for (size_t n = 0; n < whole.size(); ++n) ASSERT_EQ(refusal(reading(whole.substr(0, n))).code, "K3111") << n << " bytes";
}
// No flipped byte may pass unseen, except in fields that we do not use: versions, dates, attributes, times.
TEST(Zip, NoDamageCrashesOrChangesContent) {
  const std::string whole = archive({{"a", "one"}, {"b", std::string(300, 'x'), true}});
  const std::string right = text(read_zip(whole, ""));
  for (size_t at = 0; at < whole.size(); ++at)
    for (int flip : {1, 0x80, 0xff}) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ flip);
      try {
        ASSERT_EQ(text(read_zip(bytes, "")), right) << "byte " << at;
      } catch (const Error& e) {
        ASSERT_EQ(e.diagnostics()[0].code, "K3111");
      }
    }
}

TEST(Zip, RefusalsSayWhatIsWrong) {
  const struct { std::string bytes; const char* words; } rows[] = {
      {"", "it has no directory"},
      {std::string(100, 'P'), "it has no directory"},
      {archive({{"a", "x"}, {"a", "y"}}), "it holds `a` twice"},
      {archive({{.name = "a", .bytes = "x", .flags = 1}}), "`a` is encrypted"},
      {archive({{.name = "a", .bytes = "x", .method = 12}}), "`a` is packed in a way that is not read (method 12)"},
      {archive({{.name = "a", .bytes = "x", .crc = 7}}), "`a` does not match its checksum"},
      {archive({{.name = "a", .bytes = "xyz", .deflated = true, .crc = 7}}), "`a` does not match its checksum"},
      {archive({{.name = "a", .bytes = "x", .size = UINT32_MAX}}), "`a` is larger than 4 GiB"},
      {archive({{.name = "a", .bytes = "x", .packed = UINT32_MAX}}), "`a` is larger than 4 GiB"},
      {archive({{.name = "a", .bytes = "xyz", .size = 2}}), "`a` announces 2 bytes, which its 3 do not hold"},
      {archive({{.name = "a", .bytes = "xyz", .packed = 500}}), "`a` ends outside the archive"},
      {archive({{.name = "a", .bytes = "xyz", .local = 1}}), "`a` does not begin where the directory says"},
      {archive({{.name = "a", .bytes = "xyz", .local = 0x7fffffff}}), "`a` does not begin where the directory says"},
      {archive({{.name = "a", .bytes = "xyz", .local_name = "b"}}), "`a` has another name in its own header"},
      {archive({{.name = "a", .bytes = std::string(900, 'x'), .deflated = true, .size = 899}}), "`a` does not unpack to its announced size"},
      {archive({{.name = "a", .bytes = std::string(900, 'x'), .deflated = true, .size = 901}}), "`a` does not unpack to its announced size"},
      {archive({{.name = "a", .bytes = "not deflated", .method = 8}}), "`a` does not unpack to its announced size"},
      {"before" + archive({{"a", "x"}}), "its directory does not end where the archive does"},
  };
  for (const auto& row : rows) EXPECT_TRUE(refuses(reading(row.bytes), "K3111", row.words));
  EXPECT_TRUE(refuses(reading(""), "K3111", "w.npz")) << "the file is named";
}

// A member that announces gigabytes it cannot hold, and many members over the same bytes: both are seen in the directory,
// before anything is unpacked.
TEST(Zip, BombsAreRefusedUnopened) {
  EXPECT_TRUE(refuses(reading(archive({{.name = "a", .bytes = std::string(100000, 'x'), .deflated = true, .size = 4000000000}})), "K3111", "announces 4000000000 bytes, which its"));
  const std::string zeros(4 << 20, '\0');
  std::vector<Part> parts{{"a", zeros, true}};
  for (int i = 0; i < 1000; ++i) parts.push_back({.name = "a" + std::to_string(i), .deflated = true, .size = 4 << 20, .packed = 4000, .local = 0, .local_name = ""});
  EXPECT_TRUE(refuses(reading(archive(parts)), "K3111", "")) << "their own headers have another name";
  // The same name needs the same header, so overlapping members must nest: one member's content holds the next one's header.
  const std::string inner = archive({{"b", "secret"}});
  Part outer{"a", inner.substr(0, 30 + 1 + 6)};
  std::vector<Part> nested{outer, {.name = "b", .bytes = "secret", .local = 31}};
  EXPECT_TRUE(refuses(reading(archive(nested)), "K3111", "its members overlap"));
}
TEST(Zip, LargerKindsAreRefusedByName) {
  std::string bytes = archive({{"a", "x"}});
  for (size_t i = bytes.size() - 14; i < bytes.size() - 10; ++i) bytes[i] = '\xff';
  EXPECT_TRUE(refuses(reading(bytes), "K3111", "zip64"));
}

TEST(Zip, WhatDoesNotFitIsNotWritten) {
  EXPECT_TRUE(refuses([] { zip_bytes(std::vector<ZipMember>(65535)); }, "K5003", "65535 members"));
  EXPECT_NO_THROW(zip_bytes(std::vector<ZipMember>(65534)));
  EXPECT_TRUE(refuses([] { zip_bytes({{std::string(65536, 'n'), ""}}); }, "K5003", "65536 bytes"));
}

}  // namespace
}  // namespace keratin
