// Zip archives, as .npz and .keras files are: a strict reader with bounds, a writer whose bytes depend on the content alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keratin {

struct ZipMember {
  std::string name;
  std::string bytes;
};

// Members in the archive's order. Refused with K3111: a damaged directory, members that overlap or repeat, encryption,
// methods other than stored and deflate, a wrong checksum, zip64, more than 65,534 members or 4 GiB, a size that is not as announced.
std::vector<ZipMember> read_zip(std::string_view archive, const std::string& path);

// Members are stored, dated 1980-01-01: equal members give equal bytes. K5003 where they do not fit.
std::string zip_bytes(const std::vector<ZipMember>& members);

}  // namespace keratin
