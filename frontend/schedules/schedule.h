// Keras' learning-rate schedules: a rate from the number of updates so far.
#pragma once

#include "compiler/ir/builder.h"
#include "frontend/config/definition.h"

namespace keratin {

struct ScheduleRow : Definition {
  Expr (*rate)(const Config&, Expr step) = nullptr;  // step is a float scalar that counts from 0; config is completed
};
const std::vector<ScheduleRow>& schedule_table();
Expr scheduled_rate(const Config& schedule, Expr step);  // Error K2209

}  // namespace keratin
