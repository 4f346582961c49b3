// Pictures of clothes, 28x28: keratin train frontend/examples/fashion_mlp.cpp --data fashion-mnist --epochs 3 --batch-size 128
#include <keratin/keratin.h>
using namespace keratin;

void build(Sequential& model) {
  model.add(Input({28, 28}));
  model.add(Flatten());
  model.add(Dense(128, {.activation = "relu"}));
  model.add(Dense(10, {.activation = "softmax"}));
  model.compile({.optimizer = "adam", .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
}
