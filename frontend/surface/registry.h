// Everything that goes by a Keras name, from the tables of its rooms.
#pragma once

#include "frontend/config/definition.h"

namespace keratin {

inline constexpr Category every_category[] = {Category::layer, Category::activation, Category::loss, Category::metric, Category::optimizer,
                                              Category::schedule, Category::initializer, Category::regularizer, Category::constraint};

std::vector<const Definition*> definitions(Category category);          // in Keras' order
const std::vector<Setting>& common_settings(Category category);        // what all of a category take besides their own
std::vector<Setting> all_settings(const Definition& definition);       // its own, then the common ones

}  // namespace keratin
