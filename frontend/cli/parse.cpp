// Verbs and options. Names are a contract: others are added, none is renamed.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "frontend/cli/completion.h"
#include "frontend/cli/later.h"
#include "frontend/cli/options.h"
#include "frontend/cli/report.h"
#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

// A word of a list; another one is refused with the nearest.
CLI::Validator one_of(std::vector<std::string> words) {
  const std::string all = fmt::format("{}", fmt::join(words, "|"));
  return CLI::Validator(
      [words](std::string& seen) {
        if (std::count(words.begin(), words.end(), seen)) return std::string();
        const std::string near = nearest(seen, words);
        return fmt::format("`{}` is none of {}{}", seen, fmt::join(words, ", "), near.empty() ? "" : "; did you mean `" + near + "`?");
      },
      all);
}

void everywhere(CLI::App& app, Options& o) {
  const char* group = "Everywhere";
  app.add_option("--threads", o.threads, "threads to compute with; results do not depend on it")->group(group);
  app.add_option("--device", o.device, "cpu, or cuda[:N]")->capture_default_str()->group(group);
  app.add_option("--cpu-features", o.cpu, "native, x86-64-v4, x86-64-v3 or x86-64-v2")->capture_default_str()->group(group);
  app.add_option("--optimize", o.optimize, "of code: quickly made, best, or the first until the second is there")->check(one_of({"fast", "full", "auto"}))->capture_default_str()->group(group);
  app.add_option("--max-memory", o.max_memory, "bytes that the model may plan")->group(group);
  app.add_option("--timings", o.timings, "write the seconds of each stage as JSON")->group(group);
  app.add_option("--color", o.color, "of messages and progress; auto: on a terminal")->check(one_of({"auto", "always", "never"}))->capture_default_str()->group(group);
  app.add_option("--diagnostics", o.diagnostics, "text, or one JSON object a line")->check(one_of({"text", "json"}))->capture_default_str()->group(group);
  app.add_flag("-q,--quiet", o.quiet, "errors only")->group(group);
}
void model(CLI::App& app, Options& o) {
  app.add_option("MODEL", o.model, "a C++ description file (.cpp) or a dumped graph (.graph)");
  app.add_option("--batch-size", o.batch_size, "rows in a batch, 32 if not given");
  app.add_option("--seed", o.seed, "of first weights, dropout and shuffles; without it each run has its own");
  const char* group = "Instead of what the model compiled";
  app.add_option("--loss", o.loss)->group(group);
  app.add_option("--optimizer", o.optimizer)->group(group);
  app.add_option("--learning-rate", o.learning_rate)->group(group);
  app.add_option("--metrics", o.metrics, "several are separated by commas")->delimiter(',')->allow_extra_args(false)->group(group);
}
void inputs(CLI::App& app, Options& o) {
  app.add_option("--x", o.x, "inputs: .npy, .npz, .csv or IDX, gzip is fine")->allow_extra_args(false);
  app.add_option("--data", o.data, "instead of files a data set by name: digits, iris, fashion-mnist");
  app.add_option("--weights", o.weights, "start from these weights (.npz)");
  app.add_option("--verbose", o.verbose, "progress: none, a bar, a line an epoch; auto: a bar on a terminal")->check(one_of({"0", "1", "2", "auto"}))->capture_default_str();
}
void targets(CLI::App& app, Options& o) {
  app.add_option("--y", o.y, "targets, likewise")->allow_extra_args(false);
  app.add_flag("--one-hot", o.one_hot, "whole-number targets become one-hot rows");
  app.add_option("--sample-weight", o.sample_weight, "how much each row counts in the loss, likewise: one number a row, or one a position");
}

void train(CLI::App& app, Options& o) {
  model(app, o), inputs(app, o), targets(app, o);
  app.add_option("--class-weight", o.class_weight, "how much the rows of each class count (.json): {\"0\": 1.0, \"1\": 5}; other classes count 1");
  app.add_option("--epochs", o.epochs, "how often all rows are seen")->capture_default_str();
  app.add_option("--validation-split", o.validation_split, "the last part of the rows, below 1, is kept to validate");
  app.add_option("--validation-x", o.validation_x, "inputs to validate with"), app.add_option("--validation-y", o.validation_y, "their targets");
  app.add_flag("--no-shuffle", o.no_shuffle, "rows in their order, every epoch");
  app.add_option("--save", o.save, "write the trained weights (.npz)");
  app.add_option("--history", o.history, "write loss and metrics of every epoch (.json or .csv)");
  app.add_option("--log", o.log, "the same, a line as soon as an epoch is done (.csv)");
  app.add_option("--checkpoint", o.checkpoint, "keep in this folder all that --resume needs, after every epoch and after Ctrl-C");
  app.add_flag("--resume", o.resume, "go on from the checkpoint, with the same bits as if training had never stopped");
  app.add_option("--early-stop", o.early_stop, "METRIC[:patience=N][:min_delta=X][:mode=min|max][:baseline=X][:start_from_epoch=N][:restore]: stop when it no longer improves; restore: with the best weights");
  app.add_option("--reduce-lr-on-plateau", o.reduce_lr, "METRIC[:factor=X][:patience=N][:min_delta=X][:mode=min|max][:cooldown=N][:min_lr=X]: lower the learning rate then");
}
void evaluate(CLI::App& app, Options& o) {
  model(app, o), inputs(app, o), targets(app, o);
  app.add_option("--json", o.json, "write them as one flat JSON object");
}
void predict(CLI::App& app, Options& o) {
  model(app, o), inputs(app, o);
  app.add_option("-o,--output", o.output, "the .npy file to write");
}
void summary(CLI::App& app, Options& o) {
  model(app, o);
  app.add_option("--json", o.json, "write it as JSON");
}
void dump(CLI::App& app, Options& o) {
  model(app, o);
  app.add_option("--stage", o.stage, "what to print")->check(one_of({"graph", "group", "kernels", "source", "object", "asm", "plan", "table"}))->capture_default_str();
  app.add_option("--print-after", o.print_after, "print what this pass made");
  app.add_flag("--print-after-all", o.print_after_all, "print what every pass made");
  app.add_flag("--print-passes", o.print_passes, "the passes in their order");
  app.add_option("--stop-after", o.stop_after, "run no pass behind this one");
  app.add_option("--dump-to", o.dump_to, "write every stage to a numbered file of this folder");
  app.add_option("--target", o.target, "whose code")->check(one_of({"cpu", "cuda"}))->capture_default_str();
  app.add_option("--mode", o.mode, "which step of the program")->check(one_of({"train", "evaluate", "predict"}))->capture_default_str();
  app.add_option("--json", o.json, "write the table of kernels as JSON");
}
void verify(CLI::App& app, Options& o) {
  model(app, o);
  app.add_option("--against", o.against, "compiled code, or CUDA text in the emulator, with the interpreter")->check(one_of({"cpu-scalar", "cuda-emulated"}))->capture_default_str();
}
void nothing(CLI::App&, Options&) {}
void explain(CLI::App& app, Options& o) { app.add_option("NAME", o.name, "K3106, Dense, adam, layers …"); }
void cache(CLI::App& app, Options& o) { app.add_flag("--show", o.show, "where it is and how large"), app.add_flag("--clear", o.clear, "remove all of it"); }

struct Verb {
  const char *name, *text;
  void (*declare)(CLI::App&, Options&);
  int (*run)(const Options&);
  const char* example;  // of its positional argument, where one is needed
};
const Verb verbs[] = {
    {"train", "trains a model", train, run_train, "keratin train MODEL --x FILE --y FILE"},
    {"evaluate", "loss and metrics of a model on data", evaluate, run_evaluate, "keratin evaluate MODEL --x FILE --y FILE"},
    {"predict", "outputs of a model for inputs", predict, run_predict, "keratin predict MODEL --x FILE -o FILE"},
    {"summary", "the layers of a model, as Keras shows them, and the memory it plans", summary, run_summary, "keratin summary MODEL"},
    {"dump", "what the compiler makes of a model, stage by stage", dump, run_dump, "keratin dump MODEL --stage table"},
    {"verify", "compares compiled code with the interpreter, bit for bit", verify, run_verify, "keratin verify MODEL"},
    {"doctor", "what this machine has, and what each lack costs", nothing, run_doctor, nullptr},
    {"explain", "a diagnostic's code, or a layer, loss, metric or optimizer by name", explain, run_explain, "keratin explain K3106"},
    {"cache", "the compiled code kept on disk", cache, run_cache, nullptr},
};

[[noreturn]] void misuse(const std::string& message, const std::string& help) { fail("K1001", message, {}, help); }

// CLI11's own words, without capitals and dots.
std::string plain(std::string text) {
  if (text.size() > 1 && std::isupper(static_cast<unsigned char>(text[0])) && !std::isupper(static_cast<unsigned char>(text[1]))) text[0] = static_cast<char>(std::tolower(text[0]));
  while (text.ends_with('.') || text.ends_with('\n')) text.pop_back();
  return text;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    if (!option->get_group().empty())
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

// Whatever nobody asked for: an option with the nearest name, a word too many.
void check_leftovers(const CLI::App& verb) {
  const std::string see = "see `keratin " + verb.get_name() + " --help`";
  for (const std::string& word : verb.remaining()) {
    if (!word.starts_with('-') || word == "-") continue;
    const std::string name = word.substr(0, word.find('=')), near = nearest(name, option_names(verb));
    misuse("`keratin " + verb.get_name() + "` has no option `" + name + "`", near.empty() ? see : "did you mean `" + near + "`?");
  }
  if (!verb.remaining().empty()) misuse("`" + verb.remaining()[0] + "` is one word too many", see);
}

void check_ranges(const Options& o) {
  if (o.epochs < 1) fail("K1008", fmt::format("--epochs is {}, it is at least 1", o.epochs));
  if (o.batch_size && *o.batch_size < 1) fail("K1006", fmt::format("--batch-size is {}, it is at least 1", *o.batch_size));
  if (o.threads && (*o.threads < 1 || *o.threads > 1024)) misuse(fmt::format("--threads is {}, it is from 1 to 1024", *o.threads), "");
  if (o.seed && *o.seed < 0) misuse(fmt::format("--seed is {}, it is at least 0", *o.seed), "");
  if (o.max_memory && *o.max_memory < 1) misuse(fmt::format("--max-memory is {}, it is at least 1", *o.max_memory), "");
  if (!(o.validation_split >= 0 && o.validation_split < 1)) fail("K1005", fmt::format("--validation-split is {}, it lies in [0, 1)", o.validation_split));
}

struct CommandLine {
  CLI::App app{"Keras models hardened into native code.\n\n  keratin train frontend/examples/digits.cpp --data digits --epochs 30\n  keratin dump frontend/examples/seed.cpp --stage source\n", "keratin"};
  Options options;
  std::vector<std::string> names;

  CommandLine() {
    app.set_version_flag("--version", "keratin " KERATIN_VERSION);
    for (const Verb& verb : verbs) {
      CLI::App* sub = app.add_subcommand(verb.name, verb.text);
      sub->allow_extras();
      verb.declare(*sub, options), everywhere(*sub, options);
      names.push_back(verb.name);
    }
    app.add_subcommand("help", "this page, or that of a verb")->add_option("VERB", options.name);
    app.add_subcommand("completion", "what a shell needs to complete this command's words: bash or zsh")->add_option("SHELL", options.name);
    names.insert(names.end(), {"help", "completion"});
  }

  Parsed parse(int argc, char** argv) {
    if (argc < 2) return say(plain(app.help())), Parsed{options, [](const Options&) { return 2; }};
    const std::string first = argv[1];
    if (const char* why = later_verb(first)) fail("K4003", "`keratin " + first + "` is not in this version", {}, why);
    if (!first.starts_with('-') && !std::count(names.begin(), names.end(), first)) {
      const std::string near = nearest(first, names);
      misuse("there is no verb `" + first + "`", near.empty() ? "`keratin help` lists the verbs" : "did you mean `" + near + "`?");
    }
    if (first == "help") return help(argc > 2 ? argv[2] : "");  // before CLI11 takes the verb for one to run
    try {
      app.parse(argc, argv);
    } catch (const CLI::CallForVersion& e) {
      return print(std::string(e.what()) + "\n"), Parsed{};
    } catch (const CLI::Success&) {
      return help(app.get_subcommands().empty() ? "" : app.get_subcommands()[0]->get_name());
    } catch (const CLI::ParseError& e) {
      misuse(plain(e.what()), std::string("see `keratin ") + (first.starts_with('-') ? "" : first + " ") + "--help`");
    }
    return action();
  }
  Parsed help(const std::string& verb) {
    if (verb.empty()) return print(app.help()), Parsed{};
    const std::string near = nearest(verb, names);
    if (!std::count(names.begin(), names.end(), verb)) misuse("there is no verb `" + verb + "`", near.empty() ? "`keratin help` lists the verbs" : "did you mean `" + near + "`?");
    return print(app.get_subcommand(verb)->help()), Parsed{};
  }
  Parsed action() {
    if (app.got_subcommand("completion")) return print(completion(options.name, words())), Parsed{};
    for (const Verb& verb : verbs) {
      if (!app.got_subcommand(verb.name)) continue;
      const CLI::App& sub = *app.get_subcommand(verb.name);
      check_leftovers(sub);
      check_ranges(options);
      const bool complete = !verb.example || !options.model.empty() || !options.name.empty() || options.print_passes;
      if (!complete) misuse(fmt::format("`keratin {}` needs to know of what", verb.name), fmt::format("give it, as in `{}`", verb.example));
      return {options, verb.run};
    }
    return help("");
  }
  std::vector<VerbWords> words() const {
    std::vector<VerbWords> out;
    for (const std::string& name : names) out.push_back({name, option_names(*app.get_subcommand(name))});
    return out;
  }
};

}  // namespace

Parsed parse_command_line(int argc, char** argv) { return CommandLine().parse(argc, argv); }

}  // namespace keratin
