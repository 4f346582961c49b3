// Text to object, in process: Clang's front end over files in memory, our own short list of passes, LLVM's code generator.
#include <chrono>
#include <mutex>

#include <clang/Basic/DiagnosticOptions.h>
#include <clang/Basic/TargetInfo.h>
#include <clang/CodeGen/CodeGenAction.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/CompilerInvocation.h>
#include <clang/Frontend/TextDiagnosticBuffer.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>

#include "compiler/jit/clang/library.h"

namespace keratin {
namespace {

constexpr const char* triple = "x86_64-unknown-linux-gnu";
// Generated text is explicit about its vectors and unrolled loops: what remains to be done is to inline the prelude, keep
// tiles in registers and move addresses out of loops. LLVM's own O2 pipeline takes twice the time of `full` for code that is
// no faster. Helpers become values before they are inlined: there are fewer of them then. (Instcombine must not abort where
// it finds no fixed point.)
constexpr const char* fast_passes =
    "function(sroa,early-cse),always-inline,globaldce,function(simplifycfg,instcombine<no-verify-fixpoint>,loop-mssa(loop-rotate,licm),loop-unroll-full,sroa,early-cse<memssa>,instcombine<no-verify-fixpoint>,simplifycfg)";
constexpr const char* full_passes =
    "function(sroa,early-cse),always-inline,globaldce,function(simplifycfg,instcombine<no-verify-fixpoint>,loop-mssa(loop-rotate,licm),loop-unroll-full,sroa,early-cse<memssa>,instcombine<no-verify-fixpoint>,gvn,loop-mssa(licm),dse,instcombine<no-verify-fixpoint>,simplifycfg)";

class Timer {
 public:
  explicit Timer(double* seconds) : seconds_(seconds), start_(std::chrono::steady_clock::now()) {}
  ~Timer() {
    if (seconds_) *seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  double* seconds_;
  std::chrono::steady_clock::time_point start_;
};

// Clang's complaints as diagnostics with the place in the user's text.
class Collector : public clang::DiagnosticConsumer {
 public:
  explicit Collector(std::vector<Diagnostic>* to) : to_(to) {}
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& d) override {
    DiagnosticConsumer::HandleDiagnostic(level, d);
    // Notes belong to the error before them: why a candidate does not fit, or what else was meant.
    const bool note = level == clang::DiagnosticsEngine::Note && follows_error_;
    if (level != clang::DiagnosticsEngine::Note) follows_error_ = level >= clang::DiagnosticsEngine::Error;
    if (!follows_error_) return;
    llvm::SmallString<200> text;
    d.FormatDiagnostic(text);
    Diagnostic out{"K2801", text.str().str(), {}, "", note ? Severity::note : Severity::error};
    if (d.hasSourceManager() && d.getLocation().isValid()) {
      const clang::SourceManager& sources = d.getSourceManager();
      const clang::PresumedLoc at = sources.getPresumedLoc(d.getLocation());
      if (at.isValid()) out.place = {at.getFilename(), static_cast<int>(at.getLine()), static_cast<int>(at.getColumn())};
      out.message += source_line(sources, d.getLocation(), out.place.column);
    }
    to_->push_back(std::move(out));
  }

 private:
  static std::string source_line(const clang::SourceManager& sources, clang::SourceLocation location, int column) {
    const auto [file, offset] = sources.getDecomposedExpansionLoc(location);
    const llvm::StringRef text = sources.getBufferData(file);
    size_t begin = text.rfind('\n', offset ? offset - 1 : 0), end = text.find('\n', offset);
    begin = begin == llvm::StringRef::npos ? 0 : begin + 1;
    return "\n   | " + text.slice(begin, end).str() + "\n   | " + std::string(column > 0 ? column - 1 : 0, ' ') + "^";
  }
  std::vector<Diagnostic>* to_;
  bool follows_error_ = false;
};

std::vector<std::string> arguments(const ClangJob& job) {
  std::vector<std::string> a = {"-triple", triple, "-emit-llvm-only", "-x", "c++", "-std=c++20", "-mrelocation-model", "pic", "-pic-level", "2",
                                "-mframe-pointer=none", "-ffp-contract=off", "-target-cpu", "x86-64", "-disable-llvm-passes",
                                "-fno-gnu-inline-asm", "-disable-lifetime-markers", "-O2", "-vectorize-loops", "-vectorize-slp", "-Wno-psabi", "-main-file-name", job.name};
  if (job.cpu.vector_bits == 512) a.push_back("-mprefer-vector-width=512");
  if (job.strict) for (const char* flag : {"-nobuiltininc", "-nostdsysteminc", "-ffreestanding", "-fno-rtti"}) a.push_back(flag);
  else for (const char* flag : {"-I/keratin", "-internal-isystem", "/usr/include/c++/12", "-internal-isystem", "/usr/include/x86_64-linux-gnu/c++/12", "-internal-isystem", "/usr/lib/llvm-19/lib/clang/19/include", "-internal-externc-isystem", "/usr/include/x86_64-linux-gnu", "-internal-externc-isystem", "/usr/include", "-fgnuc-version=4.2.1", "-fexceptions", "-fcxx-exceptions", "-funwind-tables=2"}) a.push_back(flag);
  for (const std::string& f : job.cpu.features) a.push_back("-target-feature"), a.push_back(f);
  a.push_back(job.name);
  return a;
}

std::unique_ptr<llvm::Module> front_end(llvm::LLVMContext& context, const ClangJob& job, std::vector<Diagnostic>* problems) {
  using namespace clang;
  const std::vector<std::string> words = arguments(job);
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  files->addFile(job.name, 0, llvm::MemoryBuffer::getMemBuffer(job.text, job.name));
  for (const auto& [name, text] : job.headers) files->addFile("/keratin/" + name, 0, llvm::MemoryBuffer::getMemBuffer(text, name));
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> seen = files;
  if (!job.strict) {  // the name is absolute, so that memory hides the file
    auto both = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(llvm::vfs::getRealFileSystem());
    both->pushOverlay(files);
    seen = both;
  }
  auto invocation = std::make_shared<CompilerInvocation>();
  Collector collector(problems);
  llvm::IntrusiveRefCntPtr<DiagnosticOptions> options(new DiagnosticOptions());
  DiagnosticsEngine early(new DiagnosticIDs(), options, &collector, false);
  if (!CompilerInvocation::CreateFromArgs(*invocation, argv, early)) return nullptr;
  CompilerInstance instance;
  instance.setInvocation(invocation);
  instance.getDiagnosticOpts().ShowCarets = false;  // no closing line "1 error generated."
  instance.createDiagnostics(&collector, false);
  instance.createFileManager(seen);
  EmitLLVMOnlyAction action(&context);
  if (!instance.ExecuteAction(action)) return nullptr;
  return action.takeModule();
}

bool optimize(llvm::Module& module, llvm::TargetMachine& machine, Optimize how) {
  using namespace llvm;
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager calls;
  ModuleAnalysisManager modules;
  PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(calls);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, calls, modules);
  ModulePassManager passes;
  if (how == Optimize::none) {
    passes = builder.buildO0DefaultPipeline(OptimizationLevel::O0);
  } else if (llvm::Error e = builder.parsePassPipeline(passes, how == Optimize::full ? full_passes : fast_passes)) {
    consumeError(std::move(e));
    return false;
  }
  passes.run(module, modules);
  return true;
}

bool compile(const ClangJob& job, std::string* out, std::vector<Diagnostic>* problems, CompileTimes* times) {
  using namespace llvm;
  static std::once_flag once;
  std::call_once(once, [] { InitializeNativeTarget(), InitializeNativeTargetAsmPrinter(), InitializeNativeTargetAsmParser(); });
  LLVMContext context;
  std::unique_ptr<Module> module;
  {
    Timer timer(times ? &times->front_end : nullptr);
    module = front_end(context, job, problems);
  }
  if (!module) return false;
  std::string error, features;
  const Target* target = TargetRegistry::lookupTarget(triple, error);
  if (!target) return problems->push_back({"K8001", "LLVM has no back end for this processor: " + error}), false;
  for (const std::string& f : job.cpu.features) features += (features.empty() ? "" : ",") + f;
  TargetOptions options;
  options.UseInitArray = true;
  options.EmulatedTLS = true;
  const auto level = job.optimize == Optimize::none ? CodeGenOptLevel::None : CodeGenOptLevel::Default;
  std::unique_ptr<TargetMachine> machine(target->createTargetMachine(triple, "x86-64", features, options, Reloc::PIC_, CodeModel::Small, level, true));
  module->setDataLayout(machine->createDataLayout());
  {
    Timer timer(times ? &times->optimize : nullptr);
    if (!optimize(*module, *machine, job.optimize)) return problems->push_back({"K9001", "the list of passes is not LLVM's"}), false;
  }
  Timer timer(times ? &times->generate : nullptr);
  SmallVector<char, 0> bytes;
  raw_svector_ostream stream(bytes);
  legacy::PassManager generate;
  if (machine->addPassesToEmitFile(generate, stream, nullptr, job.assembly ? CodeGenFileType::AssemblyFile : CodeGenFileType::ObjectFile))
    return problems->push_back({"K8001", "LLVM writes no objects for this processor"}), false;
  generate.run(*module);
  out->assign(bytes.begin(), bytes.end());
  return true;
}

}  // namespace

bool link_shared(const std::vector<std::string>& objects, std::string* shared, std::string* problem);
std::shared_ptr<Code> load(const std::vector<std::string>& objects, const std::vector<std::pair<std::string, void*>>& symbols, std::string* problem);
bool read_formula(const FormulaText& text, FormulaSyntax* out, FormulaProblem* problem);

extern "C" __attribute__((visibility("default"))) const ClangLibrary* keratin_clang_library() {
  static constexpr ClangLibrary library = {compile, link_shared, load, read_formula};
  return &library;
}

}  // namespace keratin
