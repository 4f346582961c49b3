// The `keratin` command: verbs and options; see command-line help. Results go to standard output, all else to standard error.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "frontend/cli/options.h"
#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

void model_options(CLI::App* app, Options& o) {
  app->add_option("MODEL", o.model, "a C++ description file (.cpp)")->required();
  app->add_option("--batch-size", o.batch_size, "rows in a batch")->capture_default_str();
  app->add_option("--cpu-features", o.cpu, "native, x86-64-v4, x86-64-v3 or x86-64-v2")->capture_default_str();
  app->add_option("--optimize", o.optimize, "fast or full")->check(CLI::IsMember({"fast", "full"}))->capture_default_str();
  app->add_option("--threads", o.threads, "threads to compute with; results do not depend on it");
  app->add_option("--seed", o.seed, "of first weights, dropout and shuffles; without it each run has its own");
  app->add_option("--device", o.device, "cpu, or cuda[:N]")->capture_default_str();
  app->add_option("--loss", o.loss, "instead of the model's");
  app->add_option("--optimizer", o.optimizer, "instead of the model's");
  app->add_option("--learning-rate", o.learning_rate, "instead of the optimizer's");
  app->add_option("--metrics", o.metrics, "instead of the model's");
  app->add_option("--max-memory", o.max_memory, "bytes of memory that the model may plan");
}
void data_options(CLI::App* app, Options& o, bool labels) {
  app->add_option("--x", o.x, "inputs: .npy, .csv or IDX, gzip is fine");
  if (labels) app->add_option("--y", o.y, "targets, likewise");
  app->add_option("--data", o.data, "a data set by name: digits, iris, fashion-mnist");
  if (labels) app->add_flag("--one-hot", o.one_hot, "whole-number targets become one-hot rows");
  app->add_option("--weights", o.weights, "start from these weights (.npz)");
  app->add_option("--timings", o.timings, "write the seconds of each stage as JSON");
  app->add_flag("-q,--quiet", o.quiet, "say less");
  app->add_option("--verbose", o.verbose, "0, 1, 2 or auto")->check(CLI::IsMember({"0", "1", "2", "auto"}));
}

int run(int argc, char** argv) {
  CLI::App app{"Keras models hardened into native code.\n\n  keratin train frontend/examples/digits.cpp --data digits --epochs 30\n  keratin dump frontend/examples/seed.cpp --stage source"};
  app.require_subcommand(1);
  Options o;
  auto* train = app.add_subcommand("train", "trains a model");
  model_options(train, o), data_options(train, o, true);
  train->add_option("--epochs", o.epochs, "how often all rows are seen")->capture_default_str();
  train->add_option("--validation-split", o.validation_split, "the last part of the rows is kept to validate");
  train->add_option("--validation-x", o.validation_x), train->add_option("--validation-y", o.validation_y);
  train->add_flag("--no-shuffle", o.no_shuffle, "rows in their order, every epoch");
  train->add_option("--save", o.save, "write the trained weights (.npz)");
  train->add_option("--history", o.history, "write the history (.json or .csv)");
  auto* evaluate = app.add_subcommand("evaluate", "loss and metrics of a model on data");
  model_options(evaluate, o), data_options(evaluate, o, true);
  evaluate->add_option("--json", o.json, "write them as one flat JSON object");
  auto* predict = app.add_subcommand("predict", "outputs of a model for inputs");
  model_options(predict, o), data_options(predict, o, false);
  predict->add_option("-o,--output", o.output, "the .npy file to write")->required();
  auto* summary = app.add_subcommand("summary", "the layers of a model, as Keras shows them, and the memory it plans");
  model_options(summary, o);
  auto* dump = app.add_subcommand("dump", "what the compiler makes of a model, stage by stage");
  model_options(dump, o);
  dump->add_option("--stage", o.stage, "graph, group, kernels, source, object, asm, plan or table")->check(CLI::IsMember({"graph", "group", "kernels", "source", "object", "asm", "plan", "table"}))->capture_default_str();
  dump->add_option("--print-after", o.print_after, "the graph after this pass");
  dump->add_flag("--print-after-all", o.print_after_all, "the graph after every pass");
  dump->add_flag("--print-passes", o.print_passes, "the passes in their order");
  dump->add_option("--stop-after", o.stop_after, "run no pass behind this one");
  dump->add_option("--dump-to", o.dump_to, "write every stage to a numbered file of this folder");
  dump->add_option("--target", o.target, "cpu or cuda")->check(CLI::IsMember({"cpu", "cuda"}))->capture_default_str();
  dump->add_option("--mode", o.mode, "train, evaluate or predict")->check(CLI::IsMember({"train", "evaluate", "predict"}))->capture_default_str();
  dump->add_option("--json", o.json, "with --stage table: write it as JSON");
  auto* verify = app.add_subcommand("verify", "compares compiled code with the interpreter, bit for bit");
  model_options(verify, o);
  verify->add_option("--against", o.against, "cpu-scalar: the interpreter")->check(CLI::IsMember({"cpu-scalar"}))->capture_default_str();
  auto* doctor = app.add_subcommand("doctor", "what this machine has, and what each lack costs");
  auto* explain = app.add_subcommand("explain", "a diagnostic's code, or a layer, loss, metric or optimizer by name");
  explain->add_option("NAME", o.code, "K3106, Dense, adam …")->required();
  auto* cache = app.add_subcommand("cache", "the compiled code kept on disk");
  cache->add_flag("--show", o.show, "where it is and how large"), cache->add_flag("--clear", o.clear, "remove all of it");
  const std::pair<CLI::App*, int (*)(const Options&)> verbs[] = {{train, run_train}, {evaluate, run_evaluate}, {predict, run_predict}, {summary, run_summary}, {dump, run_dump}, {verify, run_verify}, {doctor, run_doctor}, {explain, run_explain}, {cache, run_cache}};
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  for (auto [verb, action] : verbs)
    if (verb->parsed()) return action(o);
  return 2;
}

}  // namespace
}  // namespace keratin

int main(int argc, char** argv) {
  try {
    return keratin::run(argc, argv);
  } catch (const keratin::Error& e) {
    fmt::print(stderr, "{}\n", e.what());
    return e.exit_code();
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "error[K6001]: there is not enough memory\n");
    return 6;
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}\nthis is a bug in keratin: please report it with the model's description\n", e.what());
    return 70;
  }
}
