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

class ZipReader {
 public:
  ZipReader(std::string_view archive, const std::string& path) : archive_(archive), path_(path) {}

  std::vector<ZipMember> read() {
    const size_t end = find_end();
    const size_t members = number(end + 10, 2), directory_size = number(end + 12, 4), directory = number(end + 16, 4);
    if (number(end + 4, 2) || number(end + 8, 2) != members) bad("it is one of several disks");
    if (directory > end || directory_size != end - directory) bad("its directory does not end where the archive does");
    std::vector<ZipMember> out;
    std::set<std::string> names;
    std::vector<std::pair<size_t, size_t>> spans;  // first and last byte of each member
    uint64_t total = 0;
    size_t at = directory;
    for (size_t i = 0; i < members; ++i) {
      if (at + central_size > end || number(at, 4) != central_mark) bad("its directory is damaged");
      const size_t name_size = number(at + 28, 2), next = at + central_size + name_size + number(at + 30, 2) + number(at + 32, 2);
      if (next > end) bad("its directory is damaged");
      const std::string name(archive_.substr(at + central_size, name_size));
      if (!names.insert(name).second) bad("it holds `" + name.substr(0, 80) + "` twice");
      total += number(at + 24, 4);
      if (total > most_bytes) bad("it announces more than 4 GiB");
      out.push_back({name, member(at, name, directory, spans)});
      at = next;
    }
    if (at != end) bad("its directory holds more than it announces");
    std::sort(spans.begin(), spans.end());
    for (size_t i = 1; i < spans.size(); ++i)
      if (spans[i].first < spans[i - 1].second) bad("its members overlap");
    return out;
  }

 private:
  [[noreturn]] void bad(const std::string& what) const { fail("K3111", "`" + path_ + "` is not a readable zip archive: " + what, {.file = path_}); }
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
  std::string member(size_t entry, const std::string& name, size_t directory, std::vector<std::pair<size_t, size_t>>& spans) const {
    const uint32_t flags = number(entry + 8, 2), method = number(entry + 10, 2), crc = number(entry + 16, 4);
    const size_t packed = number(entry + 20, 4), size = number(entry + 24, 4), local = number(entry + 42, 4);
    const std::string shown = "`" + name.substr(0, 80) + "`";
    if (flags & 1) bad(shown + " is encrypted");
    if (packed == UINT32_MAX || size == UINT32_MAX) bad(shown + " is larger than 4 GiB");
    if (local + local_size > directory || number(local, 4) != local_mark) bad(shown + " does not begin where the directory says");
    const size_t start = local + local_size + number(local + 26, 2) + number(local + 28, 2);
    if (start + packed > directory) bad(shown + " ends outside the archive");
    if (archive_.substr(local + local_size, number(local + 26, 2)) != name) bad(shown + " has another name in its own header");
    spans.push_back({local, start + packed});
    const std::string_view content = archive_.substr(start, packed);
    std::string out;
    if (method == 0 && packed == size) out = content;
    else if (method == 8) out = inflated(content, size, shown);
    else bad(shown + " is packed in a way that is not read (method " + std::to_string(method) + ")");
    if (checksum(out) != crc) bad(shown + " does not match its checksum");
    return out;
  }
  std::string inflated(std::string_view content, size_t size, const std::string& shown) const {
    if (size > content.size() * 1032 + 64) bad(shown + " announces more bytes than it can hold");  // deflate's best ratio
    std::string out(size + 1, '\0');  // one more, to notice a member that goes on
    z_stream z{};
    if (inflateInit2(&z, -15) != Z_OK) bad("zlib does not start");
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    z.avail_in = static_cast<uInt>(content.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    const int state = inflate(&z, Z_FINISH);
    const size_t got = z.total_out;
    inflateEnd(&z);
    if (state != Z_STREAM_END || got != size) bad(shown + " does not unpack to its announced size");
    out.resize(size);
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
  std::string out, directory;
  for (const ZipMember& m : members) {
    if (out.size() + m.bytes.size() + 1024 > UINT32_MAX) fail("K5003", "an archive of more than 4 GiB cannot be written");
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
