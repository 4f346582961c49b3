// All callbacks of this version, for programs.
#pragma once

#include "runtime/training/callbacks/backup_and_restore.h"
#include "runtime/training/callbacks/csv_logger.h"
#include "runtime/training/callbacks/early_stopping.h"
#include "runtime/training/callbacks/lambda_callback.h"
#include "runtime/training/callbacks/learning_rate_scheduler.h"
#include "runtime/training/callbacks/model_checkpoint.h"
#include "runtime/training/callbacks/reduce_lr_on_plateau.h"
#include "runtime/training/callbacks/terminate_on_nan.h"
