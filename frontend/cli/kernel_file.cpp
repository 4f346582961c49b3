#include "frontend/cli/kernel_file.h"

#include <algorithm>

#include "runtime/base/diagnostic.h"
#include "runtime/files/atomic_file.h"

namespace keratin {

std::vector<kernel::Kernel> read_kernels(const std::string& path) {
  std::string text = read_whole(path);
  if (text.empty() || text.back() != '\n') text += '\n';
  std::vector<kernel::Kernel> kernels;
  for (size_t begin = 0; begin < text.size();) {
    const size_t blank = text.find("\n\n", begin), end = blank == text.npos ? text.size() : blank + 1;
    const int line = static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(begin), '\n'));
    try {
      kernels.push_back(kernel::parse_kernel(std::string_view(text).substr(begin, end - begin), path));
      kernel::verify(kernels.back());
    } catch (const Error& e) {  // its lines count from the kernel's first
      std::vector<Diagnostic> moved = e.diagnostics();
      for (Diagnostic& d : moved) d.place.line += line;
      throw Error(moved);
    } catch (const InternalError& e) {
      fail("K2902", e.what(), {.file = path, .line = line + 1});
    }
    begin = end;
    while (begin < text.size() && text[begin] == '\n') ++begin;
  }
  if (kernels.empty()) fail("K2902", "there is no kernel", {.file = path}, "give a file that `keratin dump MODEL --stage kernels` wrote");
  return kernels;
}

}  // namespace keratin
