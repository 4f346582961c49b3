# bug(NAME SOURCE TESTS FILTER
#     WHAT
#     TEXT
#     INSTEAD)   # for a header, the unit that is compiled with it stands behind

# ---- compiler/ir: evaluate
bug(evaluate_absent_rows compiler/ir/evaluate.cpp compiler/emulator Emulated.ConvolutionStep
    "rows that are not in a short batch take part"
    [[return type.batch_axis >= 0 && index[type.batch_axis] >= rows]]
    [[return type.batch_axis > 0 && index[type.batch_axis] >= rows]])
bug(evaluate_second_product compiler/ir/evaluate.cpp compiler/emulator Emulated.LstmStep
    "the second product of a chain begins at zero"
    [[Real sum = out.numbers[flat];]]
    [[Real sum = 0;]])
bug(evaluate_chain compiler/ir/evaluate.cpp compiler/emulator Emulated.LstmStep
    "a product is rounded before it is added"
    [[sum = std::fma(left.numbers[a + i], right.numbers[b + j], sum);]]
    [[sum = sum + left.numbers[a + i] * right.numbers[b + j];]])
bug(order_of_strands compiler/ir/fold.h compiler/emulator Emulated.AttentionStep
    "strands are folded one lane apart first"
    [[for (int apart : {2, 1, 4, 8})]]
    [[for (int apart : {1, 2, 4, 8})]]
    compiler/ir/evaluate.cpp)
bug(order_of_groups compiler/ir/fold.h compiler/emulator Emulated.OddPrimeAndSingleSizes
    "a sum over the batch goes by groups of 16"
    [[if (index / 32 != group_) flush(), group_ = index / 32;]]
    [[if (index / 16 != group_) flush(), group_ = index / 16;]]
    compiler/ir/evaluate.cpp)
bug(evaluate_order compiler/ir/evaluate.cpp compiler/emulator Emulated.AttentionStep
    "strands and groups count their terms from one"
    [[fold.add(k, x[0]->numbers[at]);]]
    [[fold.add(k + 1, x[0]->numbers[at]);]])

# ---- compiler/passes
bug(derivative_of_tanh compiler/passes/derivatives.cpp frontend Gradients.OfEveryActivation
    "a sign in the derivative of tanh"
    [[dy * (1.0 - y * y)]]
    [[dy * (1.0 + y * y)]])
bug(derivative_of_subtract compiler/passes/derivatives.cpp frontend Gradients.OfEveryLoss
    "both operands of a difference get the same gradient"
    [[{dy, -dy}]]
    [[{dy, dy}]])
bug(sum_of_contributions compiler/passes/differentiate.cpp frontend Gradients.OfEveryLoss
    "the last contribution stands for the sum of all"
    [[total = total + it->second[i];]]
    [[total = it->second[i];]])

# ---- compiler/kernel
bug(kernel_fold_tree compiler/kernel/evaluate.cpp compiler/kernel EvaluateKernel.GathersAndFoldsByAFixedTree
    "lanes are folded in another order"
    [[for (int apart : {2, 1, 4, 8})]]
    [[for (int apart : {1, 2, 4, 8})]])
bug(kernel_chunks compiler/kernel/evaluate.cpp compiler/kernel EvaluateKernel.ChunksMayRunInAnyOrderAndAlone
    "a chunk loop takes the chunks of the loops behind it, too"
    [[if (mine < 0 || mine >= loop.count * inner) return;]]
    [[if (mine < 0) return;]])
bug(kernel_depth_bound compiler/kernel/evaluate.cpp compiler/kernel EvaluateKernel.TheDepthOfAProductEndsWithTheBatch
    "a product's depth forgets the rows before its block"
    [[ * m.bound.factor - index(m.bound.before))]]
    [[ * m.bound.factor)]])
bug(verify_store_to_input compiler/kernel/verify.cpp compiler/kernel VerifyKernel.EveryRuleRefusesAKernel
    "a rule that no longer refuses: stores to inputs"
    [[must(b.use != Use::input, "a store to an input");]]
    [[]])
bug(verify_chunks compiler/kernel/verify.cpp compiler/kernel VerifyKernel.EveryRuleRefusesAKernel
    "a rule that no longer refuses: chunks that store to one place"
    [[for (Name v : chunk_variables) must(]]
    [[for (Name v : warp_variables) must(]])
bug(hazard_read_before_write compiler/kernel/hazards.cpp compiler/kernel VerifyKernel.EveryRuleRefusesAKernel
    "shared memory may be overwritten while it is read"
    [[if (b.read || b.staged || (stage && b.stored))]]
    [[if (b.staged || (stage && b.stored))]])
bug(hazard_turns compiler/kernel/hazards.cpp compiler/kernel VerifyKernel.EveryRuleRefusesAKernel
    "the end of a loop's turn never meets the next one's start"
    [[if (loop.count > 1 && loop.run != Run::chunks && !warps) body(loop.body);]]
    [[]])

# ---- compiler/lower
bug(group_writes_too_early compiler/lower/group_order.cpp compiler/lower States.AWeightIsReadBeforeItsUpdateWhateverIsComputedFirst
    "a weight is updated before its old value was read for the layer below"
    [[if (r != writer) needs.of[writer].insert(r);]]
    [[;]])
bug(group_stale_read compiler/lower/group_order.cpp compiler/lower States.ANewStateOfOtherElementsOfTheOldOneWaits
    "a state is replaced although its writer reads other elements of the old one"
    [[(!reads_in_place(writer, *old) || read_behind(]]
    [[(read_behind(]])
bug(group_reads_behind compiler/lower/group_order.cpp compiler/lower States.StatesMayChangePlaces
    "a value behind a new state finds it in the old one's place"
    [[(!reads_in_place(writer, *old) || read_behind(writer, g.outputs[o].value, *old))]]
    [[!reads_in_place(writer, *old)]])
bug(group_join compiler/lower/group.cpp compiler/lower Joining.*
    "a value joins a group whose other elements it reads"
    [[if (at[i] != static_cast<int>(i) && !(at[i] == -1 && value.type.shape[i] == 1)) return false;]]
    [[]])
bug(view_of_window compiler/lower/view.cpp compiler/emulator Emulated.ConvolutionStep
    "windows lie side by side whatever their stride"
    [[stride *= op.stride[a];]]
    [[stride *= 1;]])
bug(contraction_strides compiler/lower/contraction.cpp compiler/emulator Emulated.AttentionStep
    "an index moves in the left operand as it does in the right one"
    [[p.a_axes.push_back(*in_a), p.b_axes.push_back(*in_b);]]
    [[p.a_axes.push_back(*in_b), p.b_axes.push_back(*in_b);]])
bug(contraction_merged_depth compiler/lower/contraction.cpp compiler/emulator Emulated.AttentionStep
    "merged axes of a depth forget how much of them a row of the batch is"
    [[around->extent *= axis.extent, around->factor *= axis.extent;]]
    [[around->extent *= axis.extent;]])
bug(tile_height compiler/lower/schedule.cpp compiler/emulator Emulated.OddPrimeAndSingleSizes
    "the lower tiles begin one row too early"
    [[pieces.push_back({high_tiles * (low + 1), tiles - high_tiles, static_cast<int>(low)});]]
    [[pieces.push_back({high_tiles * low, tiles - high_tiles, static_cast<int>(low)});]])
bug(tile_last_columns compiler/lower/tile.cpp compiler/emulator Emulated.OddPrimeAndSingleSizes
    "the columns behind the last whole panel are left out"
    [[run(whole, 1, rest);]]
    [[]])
bug(tile_rows_bound compiler/lower/tile.cpp compiler/emulator Emulated.OddPrimeAndSingleSizes
    "a short batch multiplies one block of the depth too far"
    [[mt.bound = {k0, d.factor};]]
    [[mt.bound = {Index(0), d.factor};]])
bug(tile_barrier compiler/lower/tile.cpp compiler/emulator Emulated.TrainingStepOfTheFirstNetwork
    "a block is multiplied before all threads have staged it"
    [[if (late) b.add(kernel::Barrier{});

    kernel::MultiplyTile]]
    [[kernel::MultiplyTile]])
bug(rows_end compiler/lower/rows.cpp compiler/lower Compiled.AttentionStep
    "lanes behind a row's end are added, too"
    [[if (columns % s.lanes) add(Index(columns / s.lanes * s.lanes), true);]]
    [[if (columns % s.lanes) add(Index(columns / s.lanes * s.lanes), false);]])
bug(serial_partial_sums compiler/lower/serial.cpp frontend Models.OddPrimeAndSingleSizes
    "a group of 32 rows goes on with the sum of the one before"
    [[fill(part, first[static_cast<int>(op.kind)]);]]
    [[]])
bug(place_in_panels compiler/lower/elements.cpp frontend Models.OddPrimeAndSingleSizes
    "panels of a weight lie a row apart"
    [[return across * layout.rows + inside + Index(first * (layout.rows - 1));]]
    [[return across + inside + Index(first * (layout.rows - 1));]])
bug(plan_lives compiler/lower/plan_memory.cpp compiler/lower Compiled.AttentionStep
    "an array ends in the launch in which its place is taken"
    [[o.first <= slot.last;]]
    [[o.first < slot.last;]])
bug(plan_loops compiler/lower/plan_memory.cpp compiler/lower Compiled.LstmStep
    "what a loop's trips share lives for a launch only"
    [[else self(self, item.body, begin, end);]]
    [[else self(self, item.body, -1, -1);]])
bug(loop_turns compiler/lower/lower.cpp compiler/lower Compiled.LstmStep
    "a trip writes over the carried value that it reads"
    [[to.trip_shift = 1;]]
    [[to.trip_shift = 0;]])

# ---- compiler/emit
bug(emit_tail_bound compiler/emit/emit.cpp compiler/emit Golden.EveryKernelInBothLanguages
    "a serial loop runs on behind the batch"
    [[early_end ? " && " + say.inside(loop.bound, v) : "",]]
    [["",]])
bug(emit_operator compiler/emit/phrases.cpp compiler/emit Emit.NumbersThatNoLanguageSpellsAreBitPatterns
    "infinity is printed as a number"
    [[if (x == x && x - x == 0) return]]
    [[if (x == x) return]])
bug(emit_prelude compiler/emit/needed.cpp compiler/emulator Emulated.TrainingStepOfTheFirstNetwork
    "functions that only the prelude calls are left out"
    [[wanted.merge(words_of(units[i].text));]]
    [[]])
bug(emit_cuda_lane compiler/emit/cuda.cpp compiler/emulator Emulated.TrainingStepOfTheFirstNetwork
    "warps of a block are counted by half warps"
    [[.warp = "(int)threadIdx.x / $lanes",]]
    [[.warp = "(int)threadIdx.x / 16",]])
bug(emit_cuda_barrier compiler/emit/cuda.cpp compiler/emulator Emulated.TrainingStepOfTheFirstNetwork
    "barriers are not printed"
    [[.barrier = "__syncthreads();",]]
    [[.barrier = "",]])
bug(program_loop_parts compiler/emit/program_text.cpp compiler/lower Compiled.LstmStep
    "every trip of a loop reads the first one's part"
    [[return text + fmt::format(" + {} * {}l",]]
    [[return text + fmt::format(" + 0 * {} * {}l",]])

# ---- runtime
bug(batches_last runtime/data/batches.cpp frontend Api.PredictsEveryRowWhateverTheBatch
    "a short batch is read in place although vectors reach behind it"
    [[first * row + wanted_[i].size <= rows_ * row;]]
    [[true;]])
bug(fit_validation_rows runtime/training/fit.cpp frontend Api.ValidationTakesTheLastRows
    "validation takes the first rows"
    [[tail->push_back(rows_of((*from)[i], train, n));]]
    [[tail->push_back(rows_of((*from)[i], 0, n - train));]])

# ---- frontend
bug(loss_clipped frontend/losses/losses.cpp frontend Losses.ProbabilitiesAreClipped
    "probabilities of 1 are not moved"
    [[minimum(maximum(p, epsilon), static_cast<double>(1.0f - 1e-7f))]]
    [[minimum(maximum(p, epsilon), 1.0)]])
bug(loss_smoothing frontend/losses/losses.cpp frontend Losses.Crossentropies
    "binary label smoothing moves towards 1"
    [[t = t * (1 - s) + s / 2;]]
    [[t = t * (1 - s) + s;]])
bug(loss_of_logits frontend/losses/losses.cpp frontend Losses.LogitsAndActivationsMeanTheSame
    "a sign in the crossentropy of logits"
    [[- *z * t + log(1.0 + exp(-abs(*z)))]]
    [[+ *z * t + log(1.0 + exp(-abs(*z)))]])
bug(metric_threshold frontend/metrics/metrics.cpp frontend Metrics.AreMeansOverRows
    "one half counts as a hit"
    [[to_float(c.output > 0.5) == c.target]]
    [[to_float(c.output >= constant(*c.output.builder, 0.5)) == c.target]])
bug(metric_resolution frontend/metrics/metrics.cpp frontend Metrics.AreMeansOverRows
    "accuracy of one column compares the places of maxima"
    [[wanted = output.shape.back() == 1 ? "binary_accuracy" : sparse]]
    [[wanted = sparse]])
bug(optimizer_nesterov frontend/optimizers/optimizers.cpp frontend Optimizers.Sgd
    "nesterov's step takes the old velocity"
    [[w + mu * velocity - rate * g]]
    [[w + mu * old - rate * g]])
bug(optimizer_epsilon frontend/optimizers/optimizers.cpp frontend Optimizers.RmspropHasEpsilonInsideTheRoot
    "rmsprop's epsilon is left out"
    [[denominator = velocity + epsilon;]]
    [[denominator = velocity;]])
bug(optimizer_bias_correction frontend/optimizers/optimizers.cpp frontend Optimizers.AdamHasEpsilonOutsideTheRootAndCorrectsItsBias
    "adam forgets to correct the bias of its mean"
    [[rate * sqrt(1.0 - power(b2, step)) / (1.0 - power(b1, step))]]
    [[rate * sqrt(1.0 - power(b2, step))]])
bug(layer_dropout_scale frontend/layers/dropout.cpp frontend Layers.DropoutKeepsTheMeanInTrainingAndDoesNothingElsewhere
    "what dropout keeps is not scaled"
    [[x * (1 / (1 - rate))]]
    [[x * 1.0]])
bug(layer_dropout_inference frontend/layers/dropout.cpp frontend Layers.DropoutKeepsTheMeanInTrainingAndDoesNothingElsewhere
    "dropout drops in evaluation, too"
    [[!c.model.training || rate == 0]]
    [[rate == 0]])
bug(layer_elu frontend/layers/activation.cpp frontend Layers.ActivationsOfNumbers
    "elu is e^x of what is not positive"
    [[exp(minimum(x, 0.0)) - 1.0]]
    [[exp(minimum(x, 0.0))]])
bug(layer_regularizer frontend/layers/layer.cpp frontend Layers.RegularizersAddTheirPenaltyToTheLoss
    "an l1 penalty is the sum itself"
    [[sum(abs(w), all) * l1]]
    [[sum(w, all) * l1]])
bug(initial_fans frontend/initializers/initializers.cpp frontend Initializers.SpreadByFans
    "he spreads by what goes out"
    [[{"he_uniform", "HeUniform", [](const Config&, const Shape& s) { return scaled(2, Mode::in, true, s); }},]]
    [[{"he_uniform", "HeUniform", [](const Config&, const Shape& s) { return scaled(2, Mode::out, true, s); }},]])
