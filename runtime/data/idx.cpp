// IDX, the format of MNIST and its heirs, and gzip around it.
#include <algorithm>
#include <bit>
#include <cmath>

#include <zlib.h>

#include "runtime/base/checked.h"
#include "runtime/base/diagnostic.h"
#include "runtime/data/array_file.h"
#include "runtime/files/atomic_file.h"
#include "runtime/files/zip.h"

namespace keratin {
namespace {

// Gzip files may follow each other in one file; their contents join.
bool another(const z_stream& z) { return z.avail_in >= 2 && z.next_in[0] == 0x1f && z.next_in[1] == 0x8b; }

}  // namespace

std::string gunzip(std::string_view bytes, const std::string& path) {
  constexpr size_t most = size_t(4) << 30;
  auto bad = [&](const char* what) { fail("K3104", "`" + path + "` is not a readable gzip file: " + what, {.file = path}); };
  z_stream z{};
  if (inflateInit2(&z, 15 + 16) != Z_OK) bad("zlib does not start");
  // The last four bytes give the length modulo 2^32: a first guess that saves growing.
  size_t guess = 1 << 16;
  if (bytes.size() >= 4)
    for (int b = 0, shift = 0; b < 4; ++b, shift += 8) guess = b ? guess | size_t(static_cast<unsigned char>(bytes[bytes.size() - 4 + b])) << shift : static_cast<unsigned char>(bytes[bytes.size() - 4]);
  std::string out(std::clamp<size_t>(guess + 64, 1 << 12, std::min(most, bytes.size() * 1100 + (1 << 12))), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(std::min<size_t>(bytes.size(), UINT32_MAX));
  size_t got = 0;
  int state = Z_OK;
  while (state == Z_OK || (state == Z_STREAM_END && another(z))) {
    if (state == Z_STREAM_END) inflateReset(&z);
    if (got == out.size()) {
      if (out.size() >= most) break;
      out.resize(std::min(most, out.size() * 2));
    }
    z.next_out = reinterpret_cast<Bytef*>(out.data() + got);
    z.avail_out = static_cast<uInt>(std::min<size_t>(out.size() - got, 1 << 30));
    const size_t room = z.avail_out;
    state = inflate(&z, Z_NO_FLUSH);
    got += room - z.avail_out;
    if (state == Z_BUF_ERROR) break;
  }
  const bool more = std::any_of(z.next_in, z.next_in + z.avail_in, [](Bytef b) { return b != 0; });  // zeros are padding
  inflateEnd(&z);
  if (state == Z_STREAM_END && more) bad("there are bytes after its end");
  if (state != Z_STREAM_END) bad(got >= most ? "it holds more than 4 GiB" : "it is damaged or cut short");
  out.resize(got);
  return out;
}

Tensor read_idx(std::string_view bytes, const std::string& path) {
  auto bad = [&](const std::string& what) { fail("K3103", "`" + path + "` is not a readable IDX file: " + what, {.file = path}); };
  auto byte = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
  auto word = [&](size_t i) { return uint32_t(byte(i)) << 24 | uint32_t(byte(i + 1)) << 16 | uint32_t(byte(i + 2)) << 8 | byte(i + 3); };
  if (bytes.size() < 4 || byte(0) || byte(1)) bad("it does not begin with its magic number");
  const int kind = byte(2), rank = byte(3);
  const int size = kind == 0x08 || kind == 0x09 ? 1 : kind == 0x0b ? 2 : kind == 0x0c || kind == 0x0d ? 4 : kind == 0x0e ? 8 : 0;
  if (!size || rank < 1 || rank > 8) bad("type " + std::to_string(kind) + " or rank " + std::to_string(rank) + " is not known");
  if (bytes.size() < 4 + 4 * static_cast<size_t>(rank)) bad("it ends inside its header");
  Shape shape;
  for (int d = 0; d < rank; ++d) shape.push_back(word(4 + 4 * d));
  const size_t start = 4 + 4 * static_cast<size_t>(rank);
  const std::optional<int64_t> n = checked_count(shape, size);
  if (!n || static_cast<uint64_t>(*n) * size != bytes.size() - start)
    bad("shape " + to_string(shape) + " does not fill its " + std::to_string(bytes.size() - start) + " bytes");
  Tensor out(kind == 0x08 ? Element::u8 : size >= 4 && kind != 0x0c ? Element::f32 : Element::i32, shape);
  if (kind == 0x08) {
    std::copy_n(bytes.data() + start, *n, reinterpret_cast<char*>(out.bytes.data()));
    return out;
  }
  for (int64_t i = 0; i < *n; ++i) {
    const size_t at = start + static_cast<size_t>(i) * size;
    if (kind == 0x09) out.ints()[i] = static_cast<int8_t>(byte(at));
    else if (kind == 0x0b) out.ints()[i] = static_cast<int16_t>(byte(at) << 8 | byte(at + 1));
    else if (kind == 0x0c) out.ints()[i] = static_cast<int32_t>(word(at));
    else if (kind == 0x0d) out.floats()[i] = std::bit_cast<float>(word(at));
    else {
      const double x = std::bit_cast<double>(uint64_t(word(at)) << 32 | word(at + 4));
      out.floats()[i] = static_cast<float>(x);
      if (std::isinf(out.floats()[i]) && !std::isinf(x)) bad("element " + std::to_string(i) + " does not fit a 32-bit float");
    }
  }
  return out;
}

static Tensor only_array(const std::vector<ZipMember>& members, const std::string& path) {
  std::string names;
  for (const ZipMember& m : members) names += (names.empty() ? "`" : ", `") + m.name.substr(0, 40) + "`";
  if (members.size() != 1) fail("K3101", "`" + path + "` holds " + std::to_string(members.size()) + " arrays" + (names.empty() ? "" : ": " + names.substr(0, 400)), {.file = path}, "give an archive with one array, or a .npy file");
  return read_npy(members[0].bytes, path + ":" + members[0].name);
}

Tensor read_array(const std::string& path) {
  std::string bytes = read_whole(path);
  if (bytes.empty()) fail("K3107", "`" + path + "` is empty", {.file = path});
  if (bytes.size() >= 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b') bytes = gunzip(bytes, path);
  if (bytes.starts_with("\x93NUMPY")) return read_npy(bytes, path);
  if (bytes.starts_with("PK")) return only_array(read_zip(bytes, path), path);
  if (bytes.size() >= 4 && !bytes[0] && !bytes[1]) return read_idx(bytes, path);
  if (path.ends_with(".csv") || path.ends_with(".csv.gz") || path.ends_with(".txt")) {
    const Table table = read_csv(bytes, path);
    return tensor(table.columns == 1 ? Shape{table.rows} : Shape{table.rows, table.columns}, table.values);
  }
  fail("K3101", "`" + path + "` is no array file that is known", {.file = path}, "give a .npy, .npz, .csv or IDX file (gzip is fine)");
}

}  // namespace keratin
