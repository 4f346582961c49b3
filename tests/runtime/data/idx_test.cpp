// IDX files, plain and in gzip: MNIST's format with every type, and what is wrong with it told before memory is taken.
#include <cmath>

#include <zlib.h>

#include "runtime/data/array_file.h"
#include "tests/runtime/helpers.h"

namespace keratin {
namespace {

using testing_help::Folder;
using testing_help::refusal;
using testing_help::refuses;

std::string word(uint32_t x) { return {static_cast<char>(x >> 24), static_cast<char>(x >> 16), static_cast<char>(x >> 8), static_cast<char>(x)}; }
std::string idx(int type, const std::vector<uint32_t>& extents, const std::string& elements) {
  std::string out = {0, 0, static_cast<char>(type), static_cast<char>(extents.size())};
  for (uint32_t e : extents) out += word(e);
  return out + elements;
}
auto reading(const std::string& whole) {
  return [whole] { read_idx(whole, "train-images-idx3-ubyte"); };
}
std::string gzipped(const std::string& bytes) {
  std::string out(bytes.size() + 1000, '\0');
  z_stream z{};
  deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())), z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data()), z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}
auto unpacking(const std::string& whole) {
  return [whole] { gunzip(whole, "a.gz"); };
}

TEST(Idx, BytesStayBytes) {
  const Tensor t = read_idx(idx(0x08, {2, 2, 3}, "abcdefghijkl"), "");
  EXPECT_EQ(t.element, Element::u8);
  EXPECT_EQ(t.shape, (Shape{2, 2, 3}));
  EXPECT_EQ(t.as<uint8_t>()[11], 'l');
}
TEST(Idx, EveryOtherType) {
  EXPECT_EQ(read_idx(idx(0x09, {1}, "\xfe"), "").ints()[0], -2);
  EXPECT_EQ(read_idx(idx(0x0b, {1}, "\xff\xfe"), "").ints()[0], -2);
  EXPECT_EQ(read_idx(idx(0x0c, {1}, word(0xfffffffe)), "").ints()[0], -2);
  EXPECT_EQ(read_idx(idx(0x0d, {1}, word(0xc0200000)), "").floats()[0], -2.5f);
  EXPECT_EQ(read_idx(idx(0x0e, {1}, word(0xc0040000) + word(0)), "").floats()[0], -2.5f);
  EXPECT_TRUE(refuses([] { read_idx(idx(0x0e, {1}, word(0x7fe00000) + word(0)), "a"); }, "K3103", "element 0 does not fit a 32-bit float"));
}
TEST(Idx, EveryTruncationAndEveryExtraByteIsRefused) {
  const std::string whole = idx(0x08, {2, 3}, "abcdef");
  for (size_t n = 0; n < whole.size(); ++n) ASSERT_EQ(refusal(reading(whole.substr(0, n))).code, "K3103") << n << " bytes";
  EXPECT_TRUE(refuses(reading(whole + "x"), "K3103", "shape (2, 3) does not fill its 7 bytes"));
}
TEST(Idx, RefusalsSayWhatIsWrong) {
  const struct { std::string bytes; const char* words; } rows[] = {
      {std::string("\1\0\x08\1", 4) + word(1) + "a", "it does not begin with its magic number"},
      {idx(0x0a, {1}, "a"), "type 10 or rank 1 is not known"},
      {idx(0x08, {}, "a"), "type 8 or rank 0 is not known"},
      {idx(0x08, std::vector<uint32_t>(9, 1), "a"), "type 8 or rank 9 is not known"},
      {idx(0x08, {60000, 28, 28}, "abc"), "shape (60000, 28, 28) does not fill its 3 bytes"},  // the count is wrong
      {idx(0x08, {~0u}, "abc"), "shape (4294967295,) does not fill its 3 bytes"},
      {idx(0x08, {~0u, ~0u, ~0u, ~0u}, "abc"), "does not fill its 3 bytes"},
      {idx(0x08, {1u << 31, 2}, ""), "does not fill its 0 bytes"},
      {idx(0x08, {0, 1u << 30, 1u << 30, 1u << 30}, ""), "does not fill its 0 bytes"},
      {idx(0x0e, {0x20000000, 0x20000000}, ""), "does not fill its 0 bytes"},
  };
  for (const auto& row : rows) EXPECT_TRUE(refuses(reading(row.bytes), "K3103", row.words));
  EXPECT_TRUE(refuses(reading(""), "K3103", "train-images-idx3-ubyte")) << "the file is named";
  EXPECT_EQ(read_idx(idx(0x08, {0, 28, 28}, ""), "").shape, (Shape{0, 28, 28}));
}

TEST(Gzip, IsUnpacked) {
  Folder folder;
  EXPECT_EQ(read_array(folder.put("a.gz", gzipped(idx(0x08, {3}, "abc")))).as<uint8_t>()[2], 'c');
  EXPECT_EQ(read_array(folder.put("a.csv.gz", gzipped("1\n2\n"))).floats()[1], 2);
  EXPECT_EQ(gunzip(gzipped(""), ""), "");
  const std::string numbers(3000000, '7');
  EXPECT_EQ(gunzip(gzipped(numbers), ""), numbers);
}
TEST(Gzip, MembersJoin) {
  EXPECT_EQ(gunzip(gzipped("1,2\n") + gzipped("") + gzipped("3,4\n"), ""), "1,2\n3,4\n");
  EXPECT_EQ(gunzip(gzipped("1,2\n") + std::string(512, '\0'), ""), "1,2\n") << "zeros pad a file on a tape";
  EXPECT_TRUE(refuses(unpacking(gzipped("1,2\n") + "more"), "K3104", "there are bytes after its end"));
  EXPECT_TRUE(refuses(unpacking(gzipped("1,2\n") + gzipped("3,4\n").substr(0, 15)), "K3104", "damaged or cut short"));
}
TEST(Gzip, EveryTruncationIsRefused) {
  const std::string whole = gzipped("some numbers: 1, 2, 3");
  for (size_t n = 0; n < whole.size(); ++n) ASSERT_EQ(refusal(unpacking(whole.substr(0, n))).code, "K3104") << n << " bytes";
}
// The checksum tells all damage to what is packed. A gzip header has a time and a system, which nobody checks.
TEST(Gzip, NoDamagePassesUnseen) {
  const std::string right(300, 'x'), whole = gzipped(right);
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x11);
    try {
      ASSERT_EQ(gunzip(bytes, ""), right) << "byte " << at;
    } catch (const Error& e) {
      ASSERT_EQ(e.diagnostics()[0].code, "K3104");
    }
  }
}
// The last four bytes announce the size. That they lie costs no memory: it grows with what is really there.
TEST(Gzip, AnAnnouncedSizeIsNotBelieved) {
  std::string bytes = gzipped("small");
  bytes.replace(bytes.size() - 4, 4, "\xff\xff\xff\xff");
  EXPECT_TRUE(refuses(unpacking(bytes), "K3104", "damaged or cut short"));
}

}  // namespace
}  // namespace keratin
