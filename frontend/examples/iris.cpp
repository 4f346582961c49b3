// Three kinds of flower from four measures: keratin train frontend/examples/iris.cpp --data iris --epochs 60
#include <keratin/keratin.h>
using namespace keratin;

void build(Sequential& model) {
  model.add(Dense(16, {.activation = "tanh", .input_dim = 4}));
  model.add(Dense(3, {.activation = "softmax"}));
  model.compile({.optimizer = Adam({.learning_rate = 0.01}), .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
}
