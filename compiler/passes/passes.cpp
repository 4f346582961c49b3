#include "compiler/passes/passes.h"

namespace keratin {

// Read this first: what happens to a graph before it becomes kernels.
static constexpr GraphPass table[] = {
    {"differentiate", "expands `gradient` by the chain rule", differentiate},
    {"simplify", "merges equal values and applies algebra; the right side is never more work", simplify},
    {"split-reductions", "a reduction over rows and columns becomes one over rows of one over columns", split_reductions},
    {"remove-unused", "drops values that nothing depends on", remove_unused},
    {"choose-order", "gives every sum the order in which its terms are added, from shapes alone", choose_order},
};

std::span<const GraphPass> graph_passes() { return table; }

}  // namespace keratin
