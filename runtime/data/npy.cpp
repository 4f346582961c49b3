// NumPy's array file: a short Python literal, then the elements. The literal is read by a strict parser of its own.
#include <bit>
#include <cmath>
#include <cstring>

#include "runtime/base/checked.h"
#include "runtime/base/diagnostic.h"
#include "runtime/data/array_file.h"
#include "runtime/files/atomic_file.h"

namespace keratin {
namespace {

struct Header {
  std::string descr;
  bool fortran = false;
  Shape shape;
};

class HeaderParser {
 public:
  HeaderParser(std::string_view text, const std::string& path) : text_(text), path_(path) {}

  Header parse() {
    Header h;
    bool seen[3] = {};
    expect('{');
    while (!take('}')) {
      const std::string key = quoted();
      expect(':');
      if (key == "descr") h.descr = quoted(), seen[0] = true;
      else if (key == "fortran_order") h.fortran = boolean(), seen[1] = true;
      else if (key == "shape") h.shape = tuple(), seen[2] = true;
      else bad("an unknown key `" + key.substr(0, 40) + "`");
      if (!take(',')) { expect('}'); break; }
    }
    skip();
    if (at_ != text_.size() || !seen[0] || !seen[1] || !seen[2]) bad("a header without descr, fortran_order or shape");
    return h;
  }

 private:
  [[noreturn]] void bad(const std::string& what) const { fail("K3102", "`" + path_ + "` is not a readable NPY file: " + what, {.file = path_}); }
  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    return ++at_, true;
  }
  void expect(char c) {
    if (!take(c)) bad(std::string("expected `") + c + "` in its header");
  }
  std::string quoted() {
    if (!take('\'')) bad("expected a quoted word in its header (structured and object types are not read)");
    const size_t end = text_.find('\'', at_);
    if (end == std::string_view::npos || end - at_ > 64) bad("an endless word in its header");
    std::string out(text_.substr(at_, end - at_));
    at_ = end + 1;
    return out;
  }
  bool boolean() {
    skip();
    for (bool value : {true, false}) {
      const std::string_view word = value ? "True" : "False";
      if (text_.substr(at_).starts_with(word)) return at_ += word.size(), value;
    }
    bad("fortran_order is neither True nor False");
  }
  Shape tuple() {
    Shape shape;
    expect('(');
    while (!take(')')) {
      skip();
      int64_t n = 0;
      const size_t first = at_;
      while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' && at_ - first < 12) n = n * 10 + (text_[at_++] - '0');
      if (at_ == first) bad("an extent that is no whole number from 0 on");
      if (shape.size() >= 8) bad("a shape of more than 8 extents");
      shape.push_back(n);
      if (!take(',')) { expect(')'); break; }
    }
    return shape;
  }

  std::string_view text_;
  std::string path_;
  size_t at_ = 0;
};

// Element i of the file as a double or, for whole numbers, an int64; both sorts of byte order.
struct Source {
  char kind;
  int bytes;
  bool swapped;
  const char* data;

  uint64_t raw(int64_t i) const {
    uint64_t x = 0;
    for (int b = 0; b < bytes; ++b) x |= uint64_t(static_cast<unsigned char>(data[i * bytes + (swapped ? bytes - 1 - b : b)])) << (8 * b);
    return x;
  }
  int64_t whole(int64_t i) const {
    const uint64_t x = raw(i);
    if (kind == 'u' && x > INT64_MAX) return INT64_MAX;  // it fits nowhere
    if (kind == 'i' && bytes < 8) return static_cast<int64_t>(x << (64 - 8 * bytes)) >> (64 - 8 * bytes);
    return static_cast<int64_t>(x);
  }
  double real(int64_t i) const {
    const uint64_t x = raw(i);
    if (bytes == 8) return std::bit_cast<double>(x);
    if (bytes == 4) return std::bit_cast<float>(static_cast<uint32_t>(x));
    return static_cast<float>(std::bit_cast<_Float16>(static_cast<uint16_t>(x)));
  }
};

}  // namespace

Tensor read_npy(std::string_view bytes, const std::string& path) {
  auto bad = [&](const std::string& what) { fail("K3102", "`" + path + "` is not a readable NPY file: " + what, {.file = path}); };
  if (bytes.size() < 10 || !bytes.starts_with("\x93NUMPY")) bad("it is shorter than its first ten bytes, or does not begin with them");
  const int version = static_cast<unsigned char>(bytes[6]);
  if (version < 1 || version > 3) bad("version " + std::to_string(version) + " is not known");
  const size_t length_bytes = version == 1 ? 2 : 4, start = 8 + length_bytes;
  if (bytes.size() < start) bad("it ends inside its header");
  size_t length = 0;
  for (size_t b = 0; b < length_bytes; ++b) length |= size_t(static_cast<unsigned char>(bytes[8 + b])) << (8 * b);
  if (length > (1 << 20) || bytes.size() - start < length) bad("it ends inside its header");
  const Header header = HeaderParser(bytes.substr(start, length), path).parse();
  const std::string& d = header.descr;
  Source from{};
  if (d.size() == 3 && std::string_view("<>|=").find(d[0]) != std::string_view::npos) from = {d[1], d[2] - '0', d[0] == '>', bytes.data() + start + length};
  const bool real = from.kind == 'f' && (from.bytes == 2 || from.bytes == 4 || from.bytes == 8);
  const bool whole = (from.kind == 'i' || from.kind == 'u') && (from.bytes == 1 || from.bytes == 2 || from.bytes == 4 || from.bytes == 8);
  const bool boolean = from.kind == 'b' && from.bytes == 1;
  if (!real && !whole && !boolean) bad("its element type `" + d + "` is not one of f2 f4 f8 i1-i8 u1-u8 bool");
  const std::optional<int64_t> n = checked_count(header.shape, from.bytes);
  if (!n || static_cast<uint64_t>(*n) * from.bytes != bytes.size() - start - length)
    bad("shape " + to_string(header.shape) + " of `" + d + "` does not fill its " + std::to_string(bytes.size() - start - length) + " bytes");
  Tensor out(real ? Element::f32 : (from.kind == 'u' && from.bytes == 1) ? Element::u8 : Element::i32, header.shape);
  if (*n == 0) return out;
  if (real && from.bytes == 4 && !from.swapped && !header.fortran) return std::memcpy(out.bytes.data(), from.data, out.bytes.size()), out;
  for (int64_t i = 0; i < *n; ++i) {
    int64_t to = i;
    if (header.fortran) {  // the first index runs fastest
      int64_t rest = i;
      to = 0;
      int64_t stride = *n;
      for (int64_t extent : header.shape) stride /= extent, to += rest % extent * stride, rest /= extent;
    }
    if (real) {
      const double x = from.real(i);
      out.floats()[to] = static_cast<float>(x);
      if (std::isinf(out.floats()[to]) && !std::isinf(x)) bad("element " + std::to_string(i) + " does not fit a 32-bit float");
      continue;
    }
    const int64_t x = from.whole(i);
    if (out.element == Element::u8) out.as<uint8_t>()[to] = static_cast<uint8_t>(x);
    else if (x < INT32_MIN || x > INT32_MAX) bad("element " + std::to_string(i) + " does not fit 32 bits");
    else out.ints()[to] = static_cast<int32_t>(x);
  }
  return out;
}

std::string npy_bytes(const Tensor& array) {
  std::string shape = "(";
  for (size_t i = 0; i < array.shape.size(); ++i) shape += (i ? " " : "") + std::to_string(array.shape[i]) + ",";
  if (array.shape.size() > 1) shape.pop_back();
  const char* descr = array.element == Element::f32 ? "<f4" : array.element == Element::u8 ? "|u1" : "<i4";
  std::string header = std::string("{'descr': '") + descr + "', 'fortran_order': False, 'shape': " + shape + "), }";
  header.resize((10 + header.size() + 1 + 63) / 64 * 64 - 10 - 1, ' ');
  header += '\n';
  std::string out = "\x93NUMPY";
  out += '\x01', out += '\0', out += static_cast<char>(header.size() & 255), out += static_cast<char>(header.size() >> 8);
  out += header;
  out.append(reinterpret_cast<const char*>(array.bytes.data()), array.bytes.size());
  return out;
}
void write_npy(const std::string& path, const Tensor& array) { write_atomically(path, npy_bytes(array)); }

}  // namespace keratin
