# bug(NAME SOURCE TESTS FILTER
#     WHAT
#     TEXT
#     INSTEAD)   # for a header, the unit that is compiled with it stands behind; [=[ ]=] quotes a text with ]]

# ---- types
bug(infer_transpose compiler/ir/infer.cpp compiler/ir Evaluate.EveryExample
    "a transpose gives its extents to the wrong axes"
    [[out.shape[i] = x[0].shape[from];]]
    [[out.shape[from] = x[0].shape[i];]])
bug(infer_batch_guard compiler/ir/infer.cpp compiler/ir Infer.SaysWhatItRefuses
    "a part of the batch may be sliced out"
    [[expect(o.begin[i] == 0 && o.extent[i] == out.shape[i] && o.step[i] == 1, "the whole batch");]]
    [[;]])

# ---- the interpreter and its orders
bug(evaluate_absent_rows compiler/ir/evaluate.cpp compiler/ir Evaluate.ShortBatchLeavesOutRowsThatAreNotThere
    "rows that are not in a short batch take part"
    [[return type.batch_axis >= 0 && index[type.batch_axis] >= rows]]
    [[return type.batch_axis > 0 && index[type.batch_axis] >= rows]])
bug(evaluate_pad compiler/ir/evaluate.cpp compiler/ir Evaluate.EveryExample
    "what lies between padded elements repeats the one before"
    [[if (at < 0 || at % step || at / step >= shape[i]) return false;]]
    [[if (at < 0 || at / step >= shape[i]) return false;]])
bug(evaluate_nan compiler/ir/evaluate_scalar.cpp compiler/ir Scalar.EveryRowInDoubleAndFloat
    "the larger of NaN and a number is the number"
    [[return a > b || a != a ? a : b;]]
    [[return a > b ? a : b;]])
bug(evaluate_prelude runtime/support/math.h compiler/emulator Emulated.EveryActivation
    "the interpreter's tanh has another coefficient than the generated text's"
    [[splat(-0.0537434965f)]]
    [[splat(-0.0537534965f)]]
    compiler/ir/evaluate_scalar.cpp)
bug(order_of_chain compiler/ir/evaluate.cpp compiler/ir Order.ContractIsOneChainOfFmas
    "a product is rounded before it is added"
    [[sum = std::fma(left.numbers[a + i], right.numbers[b + j], sum);]]
    [[sum = sum + left.numbers[a + i] * right.numbers[b + j];]])
bug(order_of_strands compiler/ir/fold.h compiler/ir Order.Strands16FoldsItsLanesTwoOneFourEightApart
    "strands are folded one lane apart first"
    [[for (int apart : {2, 1, 4, 8})]]
    [[for (int apart : {1, 2, 4, 8})]]
    compiler/ir/evaluate.cpp)
bug(order_of_groups compiler/ir/fold.h compiler/ir Order.Groups32AddsBlocksOf32AndThenTheirSums
    "a sum over the batch goes by groups of 16"
    [[if (index / 32 != group_) flush(), group_ = index / 32;]]
    [[if (index / 16 != group_) flush(), group_ = index / 16;]]
    compiler/ir/evaluate.cpp)

# ---- passes
bug(derivative_of_tanh compiler/passes/derivatives.cpp compiler/passes Gradient.OfEveryFunction
    "a sign in the derivative of tanh"
    [[dy * (1.0 - y * y)]]
    [[dy * (1.0 + y * y)]])
bug(derivative_at_ties compiler/passes/derivatives.cpp compiler/passes Gradient.AtTies
    "of equals the second takes the gradient of a maximum"
    [[Expr first = x[0] >= y;]]
    [[Expr first = x[0] > x[1];]])
bug(gradient_of_transpose compiler/passes/differentiate.cpp compiler/passes Gradient.OfEveryOp
    "a transpose is not turned back"
    [=[inverse[op.permutation[i]] = static_cast<int64_t>(i);]=]
    [[inverse[i] = op.permutation[i];]])
bug(gradient_of_slice compiler/passes/differentiate.cpp compiler/passes Gradient.OfEveryOp
    "the gradient of a slice taken backwards stays backwards"
    [[if (op.step[d] < 0) begin[d] = extent[d] - 1, turned[d] = -1;]]
    [[;]])
bug(gradient_sum compiler/passes/differentiate.cpp compiler/passes Gradient.OfEveryFunction
    "the last contribution stands for the sum of all"
    [[total = total + it->second[i];]]
    [[total = it->second[i];]])
bug(gradient_of_loop compiler/passes/differentiate_loop.cpp compiler/passes Gradient.OfEveryOp
    "the gradient's loop walks forwards"
    [[begin[0] = x.shape()[0] - 1, step[0] = -1;]]
    [[;]])
bug(simplify_quotient compiler/passes/simplify.cpp compiler/passes Passes.KeepTheMeaningOfRandomSteps
    "1 / x is x"
    [[case Scalar::divide: if (b == 1.0) return x[0]; break;]]
    [[case Scalar::divide: if (a == 1.0) return x[1]; break;]])
bug(simplify_negate compiler/passes/simplify.cpp compiler/passes Pages.KeepTheirMeaning
    "-(-x) is -x"
    [[inner->kind == Scalar::negate) return at(x[0]).operands[0];]]
    [[inner->kind == Scalar::negate) return x[0];]])
bug(simplify_convolution compiler/passes/simplify.cpp compiler/passes Pages.KeepTheirMeaning
    "the kernel of a convolution's gradient is not turned around"
    [[begin[d] = extent[d] - 1, step[d] = -1;]]
    [[;]])
bug(merge_products compiler/passes/simplify.cpp compiler/passes Pages.SayWhatEachPassDoes
    "products are merged although somebody else reads the first"
    [[users[a.index] != 1 || users[b.index] != 1]]
    [[users[b.index] != 1]])
bug(split_reductions compiler/passes/split_reductions.cpp compiler/passes Pages.KeepTheirMeaning
    "a maximum over rows and columns is one of sums"
    [[Reduce{reduce->kind, {reduce->axes.back()}}]]
    [[Reduce{ReduceKind::sum, {reduce->axes.back()}}]])
bug(remove_unused_inputs compiler/passes/remove_unused.cpp compiler/passes Pages.SayWhatEachPassDoes
    "inputs that nobody reads go, although the program's tables name them"
    [[Graph out = without_unused(graph, used_values(graph, true));]]
    [[Graph out = without_unused(graph, used_values(graph, false));]])
bug(remove_unused_results compiler/passes/remove_unused.cpp compiler/passes Pages.*
    "results of a trimmed loop keep their old numbers"
    [[result->index = result_of[v.operands[0].index][result->index];]]
    [[;]])
bug(choose_order compiler/passes/choose_order.cpp compiler/passes Passes.ChooseTheSameOrdersForEveryBatch
    "the order of a sum depends on the size of the batch"
    [[type.batch_axis)) return Order::groups32;]]
    [[type.batch_axis) && type.shape[type.batch_axis] > 32) return Order::groups32;]])

# ---- kernels
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
    [[;]])
bug(hazard_read_before_write compiler/kernel/hazards.cpp compiler/kernel VerifyKernel.EveryRuleRefusesAKernel
    "shared memory may be overwritten while it is read"
    [[if (b.read || b.staged || (stage && b.stored))]]
    [[if (b.staged || (stage && b.stored))]])

# ---- lowering
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
    [[;]])
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
bug(schedule_warps compiler/lower/schedule.cpp compiler/emulator Emulated.OddPrimeAndSingleSizes
    "rows that warps do not share evenly are shared all the same"
    [[if (out.warps == 1 && s.rows % warps == 0 && s.rows / warps >= 8)]]
    [[if (out.warps == 1 && s.rows / warps >= 8)]])
bug(tile_height compiler/lower/schedule.cpp compiler/emulator Emulated.OddPrimeAndSingleSizes
    "the lower tiles begin too early"
    [[pieces.push_back({high_tiles * (low + 1), tiles - high_tiles, static_cast<int>(low)});]]
    [[pieces.push_back({high_tiles * low, tiles - high_tiles, static_cast<int>(low)});]])
bug(tile_last_columns compiler/lower/tile.cpp compiler/emulator Emulated.OddPrimeAndSingleSizes
    "the columns behind the last whole panel are left out"
    [[run(whole, 1, rest);]]
    [[;]])
bug(tile_tail_bound compiler/lower/tile.cpp compiler/emulator Emulated.OddPrimeAndSingleSizes
    "every block of the depth counts the rows of a short batch from the first"
    [[mt.bound = {k0, d.factor};]]
    [[mt.bound = {Index(0), d.factor};]])
bug(tile_barrier compiler/lower/tile.cpp compiler/emulator Emulated.TrainingStepOfTheFirstNetwork
    "a block is multiplied before all threads have staged it"
    [[if (late) b.add(kernel::Barrier{});

    kernel::MultiplyTile]]
    [[kernel::MultiplyTile]])
bug(rows_end compiler/lower/rows.cpp compiler/emulator Emulated.AttentionStep
    "lanes behind a row's end are added, too"
    [[if (columns % s.lanes) add(Index(columns / s.lanes * s.lanes), true);]]
    [[if (columns % s.lanes) add(Index(columns / s.lanes * s.lanes), false);]])
bug(lane_rows_tree compiler/lower/lane_rows.cpp frontend Models.ThinRowsOfALargeBatch
    "rows that lanes own are folded in another order"
    [[apart[] = {2, 1, 4, 8};]]
    [[apart[] = {1, 2, 4, 8};]])
bug(serial_partial_sums compiler/lower/serial.cpp compiler/emulator Emulated.OddPrimeAndSingleSizes
    "a group of 32 rows goes on with the sum of the one before"
    [[fill(part, first[static_cast<int>(op.kind)]);]]
    [[;]])
bug(place_in_panels compiler/lower/elements.cpp compiler/emulator Emulated.OddPrimeAndSingleSizes
    "panels of a weight lie a panel's width apart"
    [[return across * layout.rows + inside]]
    [[return across + inside]])
bug(plan_lives compiler/lower/plan_memory.cpp compiler/emulator Emulated.AttentionStep
    "an array ends in the launch in which its place is taken"
    [[o.first <= slot.last;]]
    [[o.first < slot.last;]])
bug(plan_loops compiler/lower/plan_memory.cpp compiler/emulator Emulated.LstmStep
    "what a loop's trips share lives for a launch only"
    [[else self(self, item.body, begin, end);]]
    [[else self(self, item.body, -1, -1);]])
bug(loop_turns compiler/lower/lower.cpp compiler/emulator Emulated.LstmStep
    "a trip writes over the carried value that it reads"
    [[to.trip_shift = 1;]]
    [[to.trip_shift = 0;]])

# ---- generated text
bug(emit_tail_bound compiler/emit/emit.cpp compiler/emit Golden.EveryKernelInBothLanguages
    "a serial loop runs on behind the batch"
    [[early_end ? " && " + say.inside(loop.bound, v) : "",]]
    [["",]])
bug(emit_infinity compiler/emit/phrases.cpp compiler/emit Emit.NumbersThatNoLanguageSpellsAreBitPatterns
    "infinity is printed as a number"
    [[if (x == x && x - x == 0) return]]
    [[if (x == x) return]])
bug(emit_prelude compiler/emit/needed.cpp compiler/emulator Emulated.TrainingStepOfTheFirstNetwork
    "functions that only the prelude calls are left out"
    [[wanted.merge(words_of(units[i].text));]]
    [[;]])
bug(emit_cuda_warp compiler/emit/cuda.cpp compiler/emulator Emulated.TrainingStepOfTheFirstNetwork
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

# ---- compiled code
bug(cache_key_processor compiler/jit/cache.cpp compiler/jit Cache.KeyIsTextTierAndProcessor
    "code of one processor is taken for another"
    [[all += f + ",";]]
    [[;]])
bug(cache_key_text compiler/jit/cache.cpp compiler/jit Cache.KeyIsTextTierAndProcessor
    "code of one text is taken for another"
    [[all += "\n" + sha256(unit);]]
    [[all += "\n";]])
bug(cache_damage compiler/jit/cache.cpp compiler/jit Cache.DamageIsAMiss
    "a damaged entry is loaded"
    [[if (payload.empty() || sha256(key + payload) != bytes.substr(0, 64))]]
    [[if (payload.empty())]])

# ---- running
bug(session_layout runtime/training/session.cpp runtime/training Session.LayoutsAreInvisibleOutside
    "arrays are read as if their rows lay end to end"
    [[to[i] = array[static_cast<size_t>(layout.at(i / layout.columns, i % layout.columns))];]]
    [[to[i] = array[static_cast<size_t>(i)];]])
bug(session_write runtime/training/session.cpp runtime/training Session.LayoutsAreInvisibleOutside
    "arrays are written as if their rows lay end to end"
    [[array[static_cast<size_t>(state.layout.at(i / state.layout.columns, i % state.layout.columns))] = from[i];]]
    [[array[static_cast<size_t>(i)] = from[i];]])
bug(session_tail runtime/training/session.cpp compiler/lower Compiled.ConvolutionStep
    "a short batch runs the code of a whole one"
    [[const bool tail = rows < program_.batch;]]
    [[const bool tail = false;]])
bug(launch_rounding runtime/device/cpu.cpp runtime/training Session.ALaunchAloneRoundsAsWeDo
    "a step rounds as its caller does"
    [[OurRounding rounding;]]
    [[;]])
bug(rounding_restored runtime/threads/pool.cpp runtime/threads OurRounding.ComesAndGoes
    "the caller's rounding does not come back"
    [[OurRounding::~OurRounding() { _mm_setcsr(before_); }]]
    [[OurRounding::~OurRounding() {}]])
bug(pool_chunk_twice runtime/threads/pool.cpp runtime/threads *Threads.RunEachChunkOnce*
    "a chunk runs twice"
    [[task_(call_, scratch, chunk, chunk + 1);]]
    [[task_(call_, scratch, chunk, chunk + 2);]])
bug(batches_read_behind runtime/data/batches.cpp runtime/data Batches.TheCallersMemoryServesWhereItFits
    "the last batch is read in place although vectors reach behind it"
    [[ && first * row + wanted_[i].size <= rows_ * row;]]
    [[;]])
bug(batches_last runtime/data/batches.cpp runtime/data Batches.SizesAroundABatch
    "the last batch is as long as the others"
    [[std::min(batch_, rows_ - first)]]
    [[batch_]])
bug(batches_order runtime/data/batches.cpp runtime/data Batches.AnOrderIsFollowedEveryRowOnce
    "every batch takes the first rows of the shuffled order"
    [[order_[first + r];]]
    [[order_[r];]])
bug(fit_validation_rows runtime/training/fit.cpp runtime/training Fit.AValidationSplitTakesTheLastRowsAndNeverShufflesThem
    "validation takes the first rows"
    [[tail->push_back(rows_of((*from)[i], train, n));]]
    [[tail->push_back(rows_of((*from)[i], 0, n - train));]])
bug(fit_metrics runtime/training/fit.cpp runtime/training Fit.TheMetricsOfAnEpochAreItsOwn
    "an epoch's metrics go on from those of the one before"
    [[    session_.reset_metrics();
    call(]]
    [[    call(]])
bug(fit_shuffle runtime/training/fit.cpp runtime/training Fit.ShuffledEpochsSeeEveryRowOnceInOrdersOfTheirOwn
    "every epoch has the order of the first"
    [[model_.seed, static_cast<uint32_t>(ordered_))]]
    [[model_.seed, 0)]])
bug(initial_streams runtime/random/initialize.cpp runtime/random InitialValues.EqualSeedsGiveEqualBitsAndStreamsDiffer
    "all weights of a model come from one stream"
    [[initial.seed >= 0 ? 0 : initial.ordinal, 1);]]
    [[0, 1);]])

# ---- files
bug(npy_size runtime/data/npy.cpp runtime/data Npy.EveryTruncationAndEveryExtraByteIsRefused
    "bytes behind an array are passed over"
    [[from.bytes != bytes.size() - start - length)]]
    [[from.bytes > bytes.size() - start - length)]])
bug(csv_ragged runtime/data/csv.cpp runtime/data Csv.MistakesHaveTheirPlace
    "cells behind the first row's width are passed over"
    [[row.size() != rows[0].size())]]
    [[row.size() < rows[0].size())]])
bug(zip_overlap runtime/files/zip.cpp runtime/files Zip.*
    "members of an archive may overlap"
    [[if (spans[i].first < spans[i - 1].second) bad("its members overlap");]]
    [[;]])
bug(atomic_save runtime/files/atomic_file.cpp runtime/files AtomicFile.AWriteThatFailsHalfWayLeavesTheOldFileAndNothingElse
    "half a file takes the old one's place"
    [[&& write_all(fd, bytes) && fsync(fd) == 0;]]
    [[&& (write_all(fd, bytes), true);]])

bug(lower_scatter_zero compiler/lower/serial.cpp frontend Layers.CompiledEqualsInterpretedForLargeArrays
    "a table's gradient goes on from the last step's"
    [[b.add(kernel::Store{place(Index(r)), 0.0f});]]
    [[(void)r;]])

# ---- formulas
bug(loss_clipped frontend/losses/families.h frontend Crossentropies.ClipProbabilities
    "probabilities of 1 are not moved"
    [[clip(p, epsilon, static_cast<double>(1.0f - 1e-7f))]]
    [[clip(p, epsilon, 1)]]
    frontend/losses/crossentropies.cpp)
bug(loss_of_logits frontend/losses/losses.cpp frontend Crossentropies.Binary
    "a sign in the crossentropy of logits"
    [[- z * t + log1p(exp(]]
    [[+ z * t + log1p(exp(]])
bug(loss_ignored_class frontend/losses/crossentropies.cpp frontend Crossentropies.IgnoreAClass
    "the mask keeps what the class lets out"
    [[*c.mask & *counts : *counts;]]
    [[*c.mask & *counts : !*counts;]])
bug(loss_hinge_labels frontend/losses/hinges.cpp frontend Losses.HingesTake0ForMinus1WhereAllTargetsAre0Or1
    "0 means -1 for any targets"
    [[select(all(binary, axes), 2.0 * t - 1.0, t)]]
    [[select(all(binary, axes), 2.0 * t - 1.0, 2.0 * t - 1.0)]])
bug(loss_tversky frontend/losses/similarities.cpp frontend Losses.OfRegions
    "what is missed has the weight of what is found wrongly"
    [[missed * config.number("alpha")]]
    [[missed * config.number("beta")]])
bug(loss_circle_rows frontend/losses/similarities.cpp frontend Losses.CircleComparesRowsWithEachOther
    "rows that are not in a short batch are far from all others"
    [[far = there & !same]]
    [[far = !same]])
bug(loss_ctc_repeats frontend/losses/ctc.cpp frontend Losses.CtcCountsAllWaysToSayTheLabels
    "a label that is said twice needs no blank between"
    [[to_float((label != before(label, 1, 0)) & (label != 0.0))]]
    [[to_float(label != 0.0)]])
bug(reduction_of_masks frontend/losses/reduction.cpp frontend Reduction.MasksCount
    "a masked mean is divided by all positions"
    [[Expr factor = by_size ?]]
    [[Expr factor = false ?]])
bug(reduction_of_weights frontend/losses/reduction.cpp frontend Reduction.WeightsMultiply
    "a mean is divided by what the weights add up to"
    [[if (by_size || !w) return mean(]]
    [[if (!w) return mean(]])
bug(activation_elu frontend/activations/smooth.cpp frontend Activations.Values
    "elu is e^x of what is not positive"
    [[expm1(minimum(x, 0.0))]]
    [[exp(minimum(x, 0.0))]])
bug(activation_kink frontend/activations/piecewise.cpp frontend Activations.SlopesAtKinksAreTensorFlows
    "relu6 has a slope at 6"
    [[minimum(number_like(x, 6), relu(x))]]
    [[minimum(relu(x), 6.0)]])
bug(activation_overflow frontend/activations/smooth.cpp frontend Activations.SlopesOfLargeNumbersAreFinite
    "the cube in gelu overflows"
    [[clip(x, -16, 16)]]
    [[x * 1.0]])
bug(regularizer_half frontend/regularizers/regularizer.cpp frontend Regularizers.Values
    "l2 is half the sum of squares"
    [[sum_of_all(square(x)) * config.number("l2")]]
    [[sum_of_all(square(x)) * (0.5 * config.number("l2"))]])
bug(constraint_axis frontend/constraints/constraint.cpp frontend Constraints.Values
    "lengths are taken along all axes"
    [[sum(square(w), axes_of(config, w), true)]]
    [[sum(square(w), w.rank() == 2 ? Axes{0, 1} : axes_of(config, w), true)]])
bug(schedule_cycle frontend/schedules/schedule.cpp frontend Schedules.Values
    "a cycle ends one update early"
    [[return -floor(-x);]]
    [[return floor(x) + 1.0;]])
bug(schedule_restart frontend/schedules/schedule.cpp frontend Schedules.RestartsDoNotMissTheirStep
    "the rounding of a logarithm decides where a period begins"
    [[passed >= begin(period + 1.0)]]
    [[passed < 0.0]])
bug(initial_fans frontend/initializers/initializers.cpp frontend Initializers.FansFollowTheShape
    "he spreads by what goes out"
    [[scaled(c, s, 2, "fan_in", "uniform")]]
    [[scaled(c, s, 2, "fan_out", "uniform")]])
bug(initial_seed frontend/initializers/initializers.cpp frontend Initializers.ASeedIsTheWeightsOwn
    "an initializer's own seed is passed over"
    [[if (whole.has("seed")) out.seed]]
    [[if (whole.has("sead")) out.seed]])
bug(metric_threshold frontend/metrics/accuracy.cpp frontend Metrics.AccuraciesCountRowsThatAgree
    "one half counts as a hit"
    [[to_float(output > config.number("threshold"))]]
    [[to_float(output >= config.number("threshold"))]])
bug(metric_ties frontend/metrics/accuracy.cpp frontend Metrics.AllThatTieWithTheBestKAreAmongThem
    "scores that tie with the true class's are better"
    [[to_float(scores > own)]]
    [[to_float(scores >= own)]])
bug(metric_weights frontend/metrics/context.cpp frontend Metrics.MeansAreOverAllRowsHoweverTheyWereBatched
    "a weighted mean is divided by the rows"
    [[w ? sum_of_rows(*w) : c.model.rows()]]
    [[c.model.rows()]])
bug(metric_mask frontend/metrics/context.cpp frontend Metrics.WeightsAndMasksOfPositionsCountPositions
    "a mask counts only where there are weights"
    [[const bool weighted = c.weights || of_output;]]
    [[const bool weighted = c.weights.has_value();]])
bug(metric_top_k frontend/metrics/confusion.cpp frontend Metrics.TopKKeepsExactlyK
    "of equal outputs the last is kept"
    [[iota(*x.builder, square, 1) < iota(*x.builder, square, 0)]]
    [[iota(*x.builder, square, 0) < iota(*x.builder, square, 1)]])
bug(metric_bucket frontend/metrics/thresholds.cpp frontend Metrics.AreasUnderCurves
    "an output of 0 is not above the threshold below 0"
    [[if (!thresholds.margins) return scaled > bucket;]]
    [[if (true) return scaled > bucket;]])
bug(metric_davis_goadrich frontend/metrics/curves.cpp frontend Metrics.AreasUnderCurves
    "precision between thresholds follows a straight line"
    [[slope * (found + intercept * log(ratio))]]
    [[slope * found]])
bug(metric_union frontend/metrics/union.cpp frontend Metrics.IntersectionsOverUnions
    "what is right counts twice in the union"
    [[sum(matrix, {0}) + sum(matrix, {1}) - right]]
    [[sum(matrix, {0}) + sum(matrix, {1})]])
bug(optimizer_nesterov frontend/optimizers/sgd.cpp frontend OptimizerRules.SgdAndItsMomentum
    "nesterov's step takes the old velocity"
    [[w + (momentum * velocity - rate * g)]]
    [[w + (momentum * u.slot("momentum") - rate * g)]])
bug(optimizer_epsilon frontend/optimizers/rmsprop.cpp frontend OptimizerRules.RmspropAndAdagradHaveEpsilonInsideTheRoot
    "rmsprop's epsilon is left out"
    [[sqrt(denominator + epsilon)]]
    [[sqrt(denominator)]])
bug(optimizer_bias_correction frontend/optimizers/adam.cpp frontend OptimizerRules.AdamHasEpsilonOutsideTheRootAndCorrectsBothBiases
    "adam forgets to correct the bias of its mean"
    [[rate * sqrt(1.0 - power(u, beta_2)) / (1.0 - power(u, beta_1))]]
    [[rate * sqrt(1.0 - power(u, beta_2))]])
bug(optimizer_counts_steps frontend/optimizers/update.cpp frontend OptimizerOptions.GradientsAreAccumulatedOverSteps
    "with accumulation, optimizers count steps instead of updates"
    [[step_ = to_float(next_update_)]]
    [[step_ = to_float(next_)]])
bug(optimizer_first_average frontend/optimizers/update.cpp frontend OptimizerOptions.AveragesBeginWithTheFirstWeights
    "the first average holds on to zeros"
    [[select(updates_ == constant(m_.b, 0, Element::i32), constant(m_.b, 0), constant(m_.b, config_.number("ema_momentum")))]]
    [[constant(m_.b, config_.number("ema_momentum"))]])
bug(optimizer_decay_of_all frontend/optimizers/update.cpp frontend OptimizerOptions.WeightsDecayBeforeTheStep
    "weights that are spared decay all the same"
    [[decay == 0 || is_spared(t.info)]]
    [[decay == 0 || (is_spared(t.info), false)]])
bug(optimizer_slot_order frontend/optimizers/update.cpp frontend OptimizerStates.AreInTheOrderOfKerasFiles
    "slots stay in the order in which rules ask for them"
    [[found != m_.states->end()]]
    [[false]])
bug(layer_dropout_scale frontend/layers/dropout.cpp frontend Layers.DropoutKeepsTheMeanInTrainingAndDoesNothingElsewhere
    "what dropout keeps is not scaled"
    [[x * (1 / (1 - rate))]]
    [[x * 1.0]])
bug(layer_moving_mean frontend/layers/batch_normalization.cpp frontend Layers.BatchNormalizationByTheBatchInTraining
    "the batch has momentum's share of the moving mean"
    [[moving.mean * momentum + m.mean * (1 - momentum)]]
    [[moving.mean * (1 - momentum) + m.mean * momentum]])
bug(layer_frozen_statistics frontend/layers/batch_normalization.cpp frontend Layers.BatchNormalizationByMovingStatisticsElsewhereAndWhereFrozen
    "a frozen layer goes on by the batch"
    [[if (c.training() && c.trainable)]]
    [[if (c.training())]])
bug(layer_masked_steps frontend/layers/batch_normalization.cpp frontend Layers.BatchNormalizationOfWhatTheMaskLeaves
    "the variance counts masked steps"
    [[sum(select(here, squared_distance(x, along(m, x, {channels})), zero), rest)]]
    [[sum(squared_distance(x, along(m, x, {channels})), rest)]])
bug(layer_statistics_used_twice frontend/layers/context.cpp frontend Layers.StatisticsOfALayerThatIsUsedTwiceGoOnFromItsFirstUse
    "a layer's second use forgets what its first one saw"
    [[return model.current(info.name);]]
    [[return {&model.b, *model.b.graph.input(info.name)};]])
bug(layer_groups frontend/layers/group_normalization.cpp frontend Layers.GroupNormalizationOfPictures
    "a group has the mean of a channel"
    [[Expr means = sum(grouped, {2}) / terms;]]
    [[Expr means = sum(grouped, {2}) / terms * static_cast<double>(groups);]])
bug(layer_softmax_mask frontend/layers/softmax.cpp frontend Layers.SoftmaxLeavesOutWhatTheMaskHides
    "what the mask hides has a share of the sum"
    [[x = select(*mask, x, constant(c.model.b, -1e9));]]
    [[x = select(*mask, x, constant(c.model.b, 0));]])
bug(layer_alpha_dropout frontend/layers/dropout.cpp frontend Layers.AlphaDropoutKeepsMeanAndDeviation
    "the mean is moved the wrong way"
    [[b = -a * dropped_value * rate;]]
    [[b = a * dropped_value * rate;]])
bug(layer_own_seed frontend/layers/context.cpp frontend Layers.EachLayerHasRandomNumbersOfItsOwnUnlessASeedSaysWhich
    "a layer with a seed depends on its place"
    [[return {0, constant(model.b]]
    [[return {ordinal, constant(model.b]])
bug(layer_adapt frontend/layers/normalization.cpp frontend Layers.StatisticsOfDataAreThoseOfTheirCount
    "the variance is a mean of squares"
    [[(x - out.mean[place]) * (x - out.mean[place])]]
    [[x * x]])
bug(layer_pooled_steps frontend/layers/global_pooling.cpp frontend Layers.GlobalAveragePoolingOfStepsThatCount
    "masked steps are part of the mean"
    [[select(along(mask, x, {0, axes[0]}), x, constant(c.model.b, 0))]]
    [[x]])
bug(table_rows_of_padding compiler/ir/table_rows.cpp compiler/ir TableRows.NotOfComputedNumbersNorOfState
    "an id that padding adds is not looked at"
    [[return pad->value == 0;]]
    [[return true;]])
bug(group_scales_of_channels compiler/lower/group.cpp frontend Layers.BatchNormalizationBehindDenseIsPartOfItsKernel
    "a channel's scale is computed again for every row"
    [[|| (repeated[v.index] && costs(v))]]
    [[]])
