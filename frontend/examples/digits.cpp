// Handwritten digits, 8x8: keratin train frontend/examples/digits.cpp --data digits --epochs 30
#include <keratin/keratin.h>
using namespace keratin;

void build(Sequential& model) {
  model.add(Dense(64, {.activation = "relu", .input_dim = 64}));
  model.add(Dense(10, {.activation = "softmax"}));
  model.compile({.optimizer = Adam({.learning_rate = 0.003}), .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
}
