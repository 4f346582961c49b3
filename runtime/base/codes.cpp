// Every code that a diagnostic may carry; `keratin explain CODE` prints the row.
#include "runtime/base/diagnostic.h"

namespace keratin {

const std::vector<CodeInfo>& code_table() {
  static const std::vector<CodeInfo> table = {
      {"K2901", "a graph's text cannot be read", "A .graph file is one value a line, as `keratin dump` writes it. The message says what was expected at which line and column."},
      {"K2902", "a kernel's text cannot be read", "A .kernel file is one statement a line, as `keratin dump` writes it. The message says what was expected at which line and column."},
      {"K3301", "an index is outside its table", "An embedding or gather met an index that its table has no row for. Count the classes or words again, or look for a wrong label."},
  };
  return table;
}

}  // namespace keratin
