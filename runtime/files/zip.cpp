#include "runtime/files/zip.h"

#include <algorithm>
#include <set>

#include <zlib.h>

#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

constexpr uint32_t local_mark = 0x04034b50, central_mark = 0x02014b50, end_mark = 0x06054b50;
constexpr size_t local_size = 30, central_size = 46, end_size = 22;
constexpr uint64_t most_bytes = uint64_t(4) << 30;

uint32_t checksum(std::string_view bytes) { return static_cast<uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size())); }

// A member as the directory describes it; its header and content are bytes first … last - 1 of the archive.
struct Entry {
  std::string name;
  uint32_t method = 0, crc = 0;
  size_t size = 0, first = 0, last = 0;
  std::string_view content = {};
};

class ZipReader {
 public:
  ZipReader(std::string_view archive, const std::string& path) : archive_(archive), path_(path) {}

  // All of the directory is checked before anything is unpacked, so a small archive cannot make us work for long.
  std::vector<ZipMember> read() {
    std::vector<ZipMember> out;
    for (const Entry& e : directory()) {
      ZipMember m{e.name, e.method == 0 ? std::string(e.content) : inflated(e)};
      if (checksum(m.bytes) != e.crc) bad(shown(e.name) + " does not match its checksum");
      out.push_back(std::move(m));
    }
    return out;
  }

 private:
  [[noreturn]] void bad(const std::string& what) const { fail("K3111", "`" + path_ + "` is not a readable zip archive: " + what, {.file = path_}); }
  static std::string shown(const std::string& name) { return "`" + name.substr(0, 80) + "`"; }
  uint32_t number(size_t at, int bytes) const {
    uint32_t n = 0;
    for (int b = bytes - 1; b >= 0; --b) n = n << 8 | static_cast<unsigned char>(archive_[at + b]);
    return n;
  }
  // The end record stands last, before a comment whose length it tells.
  size_t find_end() const {
    for (size_t back = end_size; back <= std::min<size_t>(archive_.size(), end_size + 65535); ++back) {
      const size_t at = archive_.size() - back;
      if (number(at, 4) == end_mark && number(at + 20, 2) == back - end_size) return at;
    }
    bad("it has no directory");
  }
  std::vector<Entry> directory() const {
    const size_t end = find_end();
    const size_t members = number(end + 10, 2), size = number(end + 12, 4), start = number(end + 16, 4);
    if (members == UINT16_MAX || size == UINT32_MAX || start == UINT32_MAX) bad("it is of the larger kind, zip64");
    if (number(end + 4, 2) || number(end + 8, 2) != members) bad("it is one of several disks");
    if (start > end || size != end - start) bad("its directory does not end where the archive does");
    std::vector<Entry> out;
    std::set<std::string> names;
    uint64_t total = 0;
    size_t at = start;
    for (size_t i = 0; i < members; ++i) {
      if (at + central_size > end || number(at, 4) != central_mark) bad("its directory is damaged");
      const size_t name_size = number(at + 28, 2), next = at + central_size + name_size + number(at + 30, 2) + number(at + 32, 2);
      if (next > end) bad("its directory is damaged");
      const std::string name(archive_.substr(at + central_size, name_size));
      if (!names.insert(name).second) bad("it holds " + shown(name) + " twice");
      out.push_back(entry(at, name, start));
      if ((total += out.back().size) > most_bytes) bad("it announces more than 4 GiB");
      at = next;
    }
    if (at != end) bad("its directory holds more than it announces");
    std::vector<std::pair<size_t, size_t>> spans;
    for (const Entry& e : out) spans.push_back({e.first, e.last});
    std::sort(spans.begin(), spans.end());
    for (size_t i = 1; i < spans.size(); ++i)
      if (spans[i].first < spans[i - 1].second) bad("its members overlap");
    return out;
  }
  Entry entry(size_t at, const std::string& name, size_t end) const {
    const uint32_t flags = number(at + 8, 2);
    Entry e{.name = name, .method = number(at + 10, 2), .crc = number(at + 16, 4), .size = number(at + 24, 4), .first = number(at + 42, 4)};
    const size_t packed = number(at + 20, 4);
    if (flags & 1) bad(shown(name) + " is encrypted");
    if (packed == UINT32_MAX || e.size == UINT32_MAX) bad(shown(name) + " is larger than 4 GiB");
    if (e.method != 0 && e.method != 8) bad(shown(name) + " is packed in a way that is not read (method " + std::to_string(e.method) + ")");
    if (e.first + local_size > end || number(e.first, 4) != local_mark) bad(shown(name) + " does not begin where the directory says");
    const size_t name_size = number(e.first + 26, 2), start = e.first + local_size + name_size + number(e.first + 28, 2);
    e.last = start + packed;
    if (e.last > end) bad(shown(name) + " ends outside the archive");
    if (archive_.substr(e.first + local_size, name_size) != name) bad(shown(name) + " has another name in its own header");
    // Deflate's best ratio is 1032.
    if (e.method == 0 ? packed != e.size : e.size > packed * 1032 + 64) bad(shown(name) + " announces " + std::to_string(e.size) + " bytes, which its " + std::to_string(packed) + " do not hold");
    e.content = archive_.substr(start, packed);
    return e;
  }
  std::string inflated(const Entry& e) const {
    std::string out(e.size + 1, '\0');  // one more, to notice a member that goes on
    z_stream z{};
    if (inflateInit2(&z, -15) != Z_OK) bad("zlib does not start");
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(e.content.data()));
    z.avail_in = static_cast<uInt>(e.content.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    const int state = inflate(&z, Z_FINISH);
    const size_t got = z.total_out;
    inflateEnd(&z);
    if (state != Z_STREAM_END || got != e.size) bad(shown(e.name) + " does not unpack to its announced size");
    out.resize(e.size);
    return out;
  }

  std::string_view archive_;
  const std::string& path_;
};

void put(std::string& to, uint64_t value, int bytes) {
  for (int b = 0; b < bytes; ++b) to += static_cast<char>(value >> 8 * b);
}
// What the two headers of a member share: version, flags, method, date, checksum, sizes, name's length.
void put_common(std::string& to, const ZipMember& m) {
  constexpr uint32_t date_1980_01_01 = 0x21;
  put(to, 20, 2), put(to, 0, 2), put(to, 0, 2), put(to, date_1980_01_01 << 16, 4), put(to, checksum(m.bytes), 4);
  put(to, m.bytes.size(), 4), put(to, m.bytes.size(), 4), put(to, m.name.size(), 2), put(to, 0, 2);
}

}  // namespace

std::vector<ZipMember> read_zip(std::string_view archive, const std::string& path) { return ZipReader(archive, path).read(); }

std::string zip_bytes(const std::vector<ZipMember>& members) {
  uint64_t total = end_size;
  for (const ZipMember& m : members) {
    if (m.name.size() > UINT16_MAX) fail("K5003", "a member's name has " + std::to_string(m.name.size()) + " bytes, 65,535 are the most");
    total += local_size + central_size + 2 * m.name.size() + m.bytes.size();
  }
  if (members.size() >= UINT16_MAX) fail("K5003", "an archive of " + std::to_string(members.size()) + " members cannot be written, 65,534 are the most");
  if (total >= UINT32_MAX) fail("K5003", "an archive of " + std::to_string(total) + " bytes cannot be written, 4 GiB are the most");
  std::string out, directory;
  out.reserve(total);
  for (const ZipMember& m : members) {
    put(directory, central_mark, 4), put(directory, 20, 2);
    put_common(directory, m);
    put(directory, 0, 2), put(directory, 0, 2), put(directory, 0, 2), put(directory, 0, 4), put(directory, out.size(), 4);
    directory += m.name;
    put(out, local_mark, 4);
    put_common(out, m);
    out += m.name + m.bytes;
  }
  const size_t start = out.size();
  out += directory;
  put(out, end_mark, 4), put(out, 0, 2), put(out, 0, 2), put(out, members.size(), 2), put(out, members.size(), 2);
  put(out, directory.size(), 4), put(out, start, 4), put(out, 0, 2);
  return out;
}

}  // namespace keratin
