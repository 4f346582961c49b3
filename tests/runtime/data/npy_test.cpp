// NumPy's files: every version, order and type that we promise, and refusals of all else before memory is taken.
#include <bit>
#include <cmath>

#include "runtime/data/array_file.h"
#include "runtime/files/zip.h"
#include "tests/runtime/helpers.h"

namespace keratin {
namespace {

using testing_help::Folder;
using testing_help::refusal;
using testing_help::refuses;

std::string header_text(const std::string& descr, bool fortran, const std::string& shape) {
  return "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }";
}
// As NumPy writes it: padded so that the elements begin on 64 bytes.
std::string npy(std::string header, const std::string& elements, int version = 1) {
  const size_t length_bytes = version == 1 ? 2 : 4, start = 8 + length_bytes;
  header.resize((start + header.size() + 1 + 63) / 64 * 64 - start - 1, ' ');
  header += '\n';
  std::string out = std::string("\x93NUMPY") + static_cast<char>(version) + '\0';
  for (size_t b = 0; b < length_bytes; ++b) out += static_cast<char>(header.size() >> 8 * b);
  return out + header + elements;
}
template <class T>
std::string bytes(std::initializer_list<T> values, bool big_endian = false) {
  std::string out;
  for (T value : values) {
    std::string one(reinterpret_cast<const char*>(&value), sizeof value);
    out += big_endian ? std::string(one.rbegin(), one.rend()) : one;
  }
  return out;
}
Tensor read(const std::string& descr, const std::string& elements, const std::string& shape = "(3,)", bool fortran = false, int version = 1) {
  return read_npy(npy(header_text(descr, fortran, shape), elements, version), "a.npy");
}
auto reading(const std::string& whole) {
  return [whole] { read_npy(whole, "a.npy"); };
}
auto reading(const std::string& header, const std::string& elements) { return reading(npy(header, elements)); }
std::vector<float> floats(const Tensor& t) { return {t.floats().begin(), t.floats().end()}; }
std::vector<int> ints(const Tensor& t) { return {t.ints().begin(), t.ints().end()}; }

TEST(Npy, FloatsOfEveryWidthAndByteOrder) {
  const std::vector<float> want = {1.5f, -2, 0.25f};
  EXPECT_EQ(floats(read("<f4", bytes<float>({1.5f, -2, 0.25f}))), want);
  EXPECT_EQ(floats(read(">f4", bytes<float>({1.5f, -2, 0.25f}, true))), want);
  EXPECT_EQ(floats(read("<f8", bytes<double>({1.5, -2, 0.25}))), want);
  EXPECT_EQ(floats(read(">f8", bytes<double>({1.5, -2, 0.25}, true))), want);
  EXPECT_EQ(floats(read("<f2", bytes<uint16_t>({0x3e00, 0xc000, 0x3400}))), want);
  EXPECT_EQ(floats(read(">f2", bytes<uint16_t>({0x3e00, 0xc000, 0x3400}, true))), want);
  const Tensor odd = read("<f2", bytes<uint16_t>({0x0001, 0x7c00, 0xfe00}));  // the smallest, infinity, NaN
  EXPECT_EQ(odd.floats()[0], 0x1p-24f);
  EXPECT_EQ(odd.floats()[1], HUGE_VALF);
  EXPECT_TRUE(std::isnan(odd.floats()[2]));
}
TEST(Npy, WholeNumbersOfEveryWidthAndByteOrder) {
  const std::vector<int> want = {1, -2, 100};
  EXPECT_EQ(ints(read("|i1", bytes<int8_t>({1, -2, 100}))), want);
  EXPECT_EQ(ints(read("<i2", bytes<int16_t>({1, -2, 100}))), want);
  EXPECT_EQ(ints(read(">i2", bytes<int16_t>({1, -2, 100}, true))), want);
  EXPECT_EQ(ints(read("<i4", bytes<int32_t>({1, -2, 100}))), want);
  EXPECT_EQ(ints(read(">i4", bytes<int32_t>({1, -2, 100}, true))), want);
  EXPECT_EQ(ints(read("<i8", bytes<int64_t>({1, -2, 100}))), want);
  EXPECT_EQ(ints(read(">i8", bytes<int64_t>({1, -2, 100}, true))), want);
  EXPECT_EQ(ints(read("<u2", bytes<uint16_t>({1, 65535, 100}))), (std::vector<int>{1, 65535, 100}));
  EXPECT_EQ(ints(read("<u4", bytes<uint32_t>({1, 2147483647, 100}))), (std::vector<int>{1, 2147483647, 100}));
  EXPECT_EQ(ints(read("<u8", bytes<uint64_t>({1, 2147483647, 100}))), (std::vector<int>{1, 2147483647, 100}));
  EXPECT_EQ(ints(read("|b1", bytes<uint8_t>({1, 0, 1}))), (std::vector<int>{1, 0, 1}));
  const Tensor pixels = read("|u1", bytes<uint8_t>({0, 128, 255}));  // pictures stay bytes
  EXPECT_EQ(pixels.element, Element::u8);
  EXPECT_EQ(pixels.as<uint8_t>()[2], 255);
}
TEST(Npy, WhatDoesNotFit32BitsIsRefusedByIndex) {
  EXPECT_TRUE(refuses([] { read("<i8", bytes<int64_t>({0, 0, int64_t(1) << 31})); }, "K3102", "a.npy: error[K3102]: `a.npy` is not a readable NPY file: element 2 does not fit 32 bits"));
  EXPECT_TRUE(refuses([] { read("<u4", bytes<uint32_t>({0, 3000000000, 0})); }, "K3102", "element 1 does not fit 32 bits"));
  EXPECT_TRUE(refuses([] { read("<u8", bytes<uint64_t>({~uint64_t(0), 0, 0})); }, "K3102", "element 0 does not fit 32 bits")) << "and is not -1";
  EXPECT_TRUE(refuses([] { read("<f8", bytes<double>({0, 1e300, 0})); }, "K3102", "element 1 does not fit a 32-bit float"));
  EXPECT_EQ(read("<f8", bytes<double>({HUGE_VAL, 0, 0})).floats()[0], HUGE_VALF) << "infinity is infinity; check_finite speaks of it";
}
TEST(Npy, FortranOrderIsTurned) {
  EXPECT_EQ(floats(read("<f4", bytes<float>({1, 4, 2, 5, 3, 6}), "(2, 3)", true)), (std::vector<float>{1, 2, 3, 4, 5, 6}));
  // (2, 2, 3) with element (i, j, k) = 100 i + 10 j + k: the first index runs fastest.
  const Tensor cube = read("<i4", bytes<int32_t>({0, 100, 10, 110, 1, 101, 11, 111, 2, 102, 12, 112}), "(2, 2, 3)", true);
  EXPECT_EQ(ints(cube), (std::vector<int>{0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112}));
  EXPECT_EQ(cube.shape, (Shape{2, 2, 3}));
}
TEST(Npy, AllThreeVersions) {
  for (int version : {1, 2, 3}) EXPECT_EQ(ints(read("<i4", bytes<int32_t>({7, 8, 9}), "(3,)", false, version)), (std::vector<int>{7, 8, 9}));
  for (int version : {0, 4, 255}) EXPECT_TRUE(refuses([=] { read("<i4", bytes<int32_t>({7, 8, 9}), "(3,)", false, version); }, "K3102", "version " + std::to_string(version) + " is not known"));
}
TEST(Npy, ShapesOfEveryRank) {
  EXPECT_EQ(read("<f4", bytes<float>({7}), "()").shape, Shape{});
  EXPECT_EQ(read("<f4", "", "(0,)").shape, Shape{0});
  EXPECT_EQ(read("<f4", "", "(5, 0, 3)").shape, (Shape{5, 0, 3}));
  EXPECT_EQ(read("<f4", bytes<float>({7}), "(1, 1, 1, 1, 1, 1, 1, 1)").shape, Shape(8, 1));
}

TEST(Npy, EveryTruncationAndEveryExtraByteIsRefused) {
  for (int version : {1, 2}) {
    const std::string whole = npy(header_text("<f4", false, "(3,)"), bytes<float>({1, 2, 3}), version);
    for (size_t n = 0; n < whole.size(); ++n) ASSERT_EQ(refusal(reading(whole.substr(0, n))).code, "K3102") << n << " bytes";
    EXPECT_TRUE(refuses(reading(whole + "x"), "K3102", "shape (3,) of `<f4` does not fill its 13 bytes"));
  }
}
TEST(Npy, HeaderTricksAreRefused) {
  const std::string three = bytes<float>({1, 2, 3});
  const struct { std::string header; const char* words; } rows[] = {
      {header_text("|O", false, "(3,)"), "its element type `|O` is not one of"},                    // pickled objects
      {header_text("<U4", false, "(3,)"), "its element type `<U4`"},
      {header_text("<f3", false, "(3,)"), "its element type `<f3`"},
      {header_text("<i16", false, "(3,)"), "its element type `<i16`"},
      {header_text("<c8", false, "(3,)"), "its element type `<c8`"},
      {header_text("f4", false, "(3,)"), "its element type `f4`"},
      {header_text("", false, "(3,)"), "its element type ``"},
      {"{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,), }", "structured and object types are not read"},
      {header_text("<f4", false, "(-3,)"), "an extent that is no whole number from 0 on"},
      {header_text("<f4", false, "(3.0,)"), "expected `)`"},
      {header_text("<f4", false, "(True,)"), "an extent that is no whole number"},
      {header_text("<f4", false, "3"), "expected `(`"},
      {header_text("<f4", false, "(1, 1, 1, 1, 1, 1, 1, 1, 3)"), "a shape of more than 8 extents"},
      {header_text("<f4", false, "(3,"), "an unknown key"},
      {"{'descr': '<f4', 'fortran_order': False}", "a header without descr, fortran_order or shape"},
      {"{'descr': '<f4', 'fortran_order': 1, 'shape': (3,)}", "fortran_order is neither True nor False"},
      {"{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'more': 1}", "an unknown key `more`"},
      {header_text("<f4", false, "(3,)") + "; import os", "a header without"},
      {"", "expected `{`"},
      {"{'descr': '" + std::string(100, '<') + "'", "an endless word"},
  };
  for (const auto& row : rows) {
    const Diagnostic d = refusal(reading(row.header, three));
    EXPECT_EQ(d.code, "K3102") << row.header;
    EXPECT_TRUE(std::string(row.words) == "an unknown key" || d.message.find(row.words) != std::string::npos) << row.header << ": " << d.message;
  }
}
// Sizes are checked against the file before memory is taken: these would be up to 2^68 bytes.
TEST(Npy, ShapesThatOverflowOrLieAreRefused) {
  for (const char* shape : {"(4,)", "(2,)", "(2147483648,)", "(4294967296, 4294967296)", "(65536, 65536, 65536, 65536)", "(2147483647, 2147483647, 2147483647)", "(999999999999,)", "(9999999999999999999999,)",
                            "(0, 2147483647, 2147483647, 2147483647)"})
    EXPECT_EQ(refusal(reading(header_text("<f4", false, shape), bytes<float>({1, 2, 3}))).code, "K3102") << shape;
}

TEST(Npy, WhatIsWrittenIsReadBack) {
  for (Shape shape : {Shape{}, Shape{3}, Shape{2, 3}, Shape{0, 4}, Shape{1, 2, 3}})
    for (Element element : {Element::f32, Element::i32, Element::u8}) {
      Tensor t(element, shape);
      for (size_t i = 0; i < t.bytes.size(); ++i) t.bytes[i] = static_cast<std::byte>(i * 37);
      const std::string file = npy_bytes(t);
      EXPECT_EQ((file.size() - t.bytes.size()) % 64, 0u) << "elements begin on 64 bytes, so that NumPy may map them";
      const Tensor back = read_npy(file, "");
      EXPECT_EQ(back.element, element);
      EXPECT_EQ(back.shape, shape);
      EXPECT_EQ(back.bytes, t.bytes);
    }
  EXPECT_NE(npy_bytes(Tensor(Element::f32, {3})).find("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }"), std::string::npos);
  EXPECT_NE(npy_bytes(Tensor(Element::i32, {2, 3})).find("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }"), std::string::npos);
}

TEST(Npz, WithOneArrayIsAnArray) {
  Folder folder;
  const std::string one = npy_bytes(tensor({2}, {1, 2}));
  EXPECT_EQ(floats(read_array(folder.put("a.npz", zip_bytes({{"x.npy", one}})))), (std::vector<float>{1, 2}));
  EXPECT_TRUE(refuses([&] { read_array(folder.put("b.npz", zip_bytes({{"x.npy", one}, {"y.npy", one}}))); }, "K3101", "holds 2 arrays: `x.npy`, `y.npy`"));
  EXPECT_TRUE(refuses([&] { read_array(folder.put("c.npz", zip_bytes({}))); }, "K3101", "holds 0 arrays"));
  EXPECT_TRUE(refuses([&] { read_array(folder.put("d.npz", zip_bytes({{"x.npy", "no array"}}))); }, "K3102", "d.npz:x.npy"));
  EXPECT_TRUE(refuses([&] { read_array(folder.put("e.npz", "PK\x03\x04")); }, "K3111", "e.npz"));
}

TEST(ReadArray, TellsFormatsByTheirContent) {
  Folder folder;
  EXPECT_EQ(floats(read_array(folder.put("named.csv", npy_bytes(tensor({2}, {1, 2}))))), (std::vector<float>{1, 2}));
  EXPECT_TRUE(refuses([&] { read_array(folder.put("a.dat", "1,2\n")); }, "K3101", "give a .npy, .npz, .csv or IDX file"));
  for (const char* name : {"empty.npy", "empty.csv", "empty.gz"}) EXPECT_TRUE(refuses([&] { read_array(folder.put(name, "")); }, "K3107", "is empty"));
  EXPECT_TRUE(refuses([&] { read_array(folder / "none.npy"); }, "K5002", "No such file or directory"));
  EXPECT_TRUE(refuses([&] { read_array(folder.path()); }, "K5002", "it is a folder"));
  EXPECT_TRUE(refuses([&] { write_npy(folder / "none/a.npy", tensor({1}, {1})); }, "K5001", "No such file or directory"));
}

}  // namespace
}  // namespace keratin
