// 784-512-512-10 with Adam: the third network of the table in bench/README.md.
#include <keratin/keratin.h>
using namespace keratin;

void build(Sequential& model) {
  model.add(Dense(512, {.activation = "relu", .input_dim = 784}));
  model.add(Dense(512, {.activation = "relu"}));
  model.add(Dense(10, {.activation = "softmax"}));
  model.compile({.optimizer = "adam", .loss = "categorical_crossentropy"});
}
