// The rows of the table of optimizers, each from its family's file.
#pragma once

#include "frontend/optimizers/optimizer.h"

namespace keratin {

OptimizerRow sgd();
OptimizerRow lion();

OptimizerRow rmsprop();
OptimizerRow adagrad();
OptimizerRow adadelta();

OptimizerRow adam();
OptimizerRow adamw();
OptimizerRow adamax();
OptimizerRow nadam();
OptimizerRow lamb();

OptimizerRow adafactor();
OptimizerRow ftrl();
OptimizerRow muon();
const OptimizerRow& custom_optimizer_row();  // of a config with a formula

// Adam's step, which muon takes for what is no matrix.
Expr adam_step(WeightUpdate& u, Expr rate, double beta_1, double beta_2);

}  // namespace keratin
