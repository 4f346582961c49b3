// Rows of the table by family; activation.cpp puts them together.
#pragma once

#include "frontend/activations/activation.h"

namespace keratin {

inline ActivationRow activation_of(Definition definition, Expr (*formula)(const Config&, Expr)) {
  definition.category = Category::activation;
  return {std::move(definition), formula};
}
std::vector<ActivationRow> smooth_activations();     // smooth.cpp: exponentials and roots
std::vector<ActivationRow> piecewise_activations();  // piecewise.cpp: straight lines
std::vector<ActivationRow> axis_activations();       // axes.cpp: what compares the numbers along an axis

}  // namespace keratin
