// Keratin: describe a model in Keras' words, and train it with native code made for it alone.
//
// These headers include next to nothing, so reading a description costs next to nothing. Settings are Keras' names and
// defaults, as designated initializers; what is required is a plain argument.
#pragma once

#include "keratin/object.h"
#include "keratin/definitions.h"
#include "keratin/formula.h"

#ifndef KERATIN_DESCRIPTION
#include "frontend/running.h"
#endif

namespace keratin {

struct CompileSettings {
  Object optimizer = "rmsprop";
  Object loss = {};
  Objects metrics = {};           // without sample weights
  Objects weighted_metrics = {};
};

class Sequential
#ifndef KERATIN_DESCRIPTION
    : public Running  // fit, evaluate, predict, summary …
#endif
{
#ifdef KERATIN_DESCRIPTION
  void* model_;
#endif

 public:
  void add(const Layer& layer, const char* file = __builtin_FILE(), int line = __builtin_LINE()) { keratin_calls.add(model_, layer.handle(), file, line); }
  void compile(const CompileSettings& s, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    Object settings("compile");
    settings.set("optimizer", s.optimizer).set("loss", s.loss);
    for (int i = 0; i < s.metrics.count; ++i) settings.set("metrics", s.metrics.items[i]);
    for (int i = 0; i < s.weighted_metrics.count; ++i) settings.set("weighted_metrics", s.weighted_metrics.items[i]);
    keratin_calls.compile(model_, settings.handle(), file, line);
  }
};

}  // namespace keratin
