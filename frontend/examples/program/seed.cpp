// The first network of the overview in a C++ program: random rows, Keras' table, ten epochs.
#include <iostream>
#include <random>

#include <keratin/keratin.h>
using namespace keratin;

int main() {
  std::mt19937 random(1);
  std::vector<float> x(1000 * 100);
  for (float& number : x) number = static_cast<float>(random() >> 8) / (1 << 24);
  Tensor labels(Element::i32, {1000});
  for (int32_t& label : labels.ints()) label = random() % 2;

  Sequential model;
  model.add(Dense(64, {.input_dim = 100}));
  model.add(Activation("relu"));
  model.add(Dense(10));
  model.add(Activation("softmax"));
  model.compile({.optimizer = "sgd", .loss = "categorical_crossentropy", .metrics = {"accuracy"}});
  std::cout << model.summary() << std::flush;
  model.fit(Array(x, {1000, 100}), to_categorical(labels, 10), {.batch_size = 32, .epochs = 10});
}
