// The first network of the overview: 100 numbers, 64 hidden units, 10 classes.
#include <keratin/keratin.h>
using namespace keratin;

void build(Sequential& model) {
  model.add(Dense(64, {.input_dim = 100}));
  model.add(Activation("relu"));
  model.add(Dense(10));
  model.add(Activation("softmax"));
  model.compile({.optimizer = "sgd", .loss = "categorical_crossentropy", .metrics = {"accuracy"}});
}
