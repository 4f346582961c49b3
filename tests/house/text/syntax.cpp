#include "tests/house/text/syntax.h"

#include <map>
#include <set>

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Tooling/Tooling.h>

namespace keratin::testing {
namespace {

using namespace clang;

struct Problems {
  std::vector<std::string> found;
  void add(const SourceManager& sources, SourceLocation at, const std::string& what) {
    found.push_back("line " + std::to_string(sources.getExpansionLineNumber(at)) + ": " + what);
  }
};

class Includes : public PPCallbacks {
 public:
  Includes(const SourceManager& sources, Problems& problems) : sources_(sources), problems_(problems) {}
  void InclusionDirective(SourceLocation at, const Token&, StringRef name, bool, CharSourceRange, OptionalFileEntryRef, StringRef, StringRef, const clang::Module*, bool,
                          SrcMgr::CharacteristicKind) override {
    problems_.add(sources_, at, "includes " + name.str());
  }

 private:
  const SourceManager& sources_;
  Problems& problems_;
};

class Complaints : public DiagnosticConsumer {
 public:
  explicit Complaints(Problems& problems) : problems_(problems) {}
  void HandleDiagnostic(DiagnosticsEngine::Level level, const clang::Diagnostic& d) override {
    DiagnosticConsumer::HandleDiagnostic(level, d);
    if (level < DiagnosticsEngine::Warning) return;
    llvm::SmallString<200> text;
    d.FormatDiagnostic(text);
    if (d.hasSourceManager() && d.getLocation().isValid()) problems_.add(d.getSourceManager(), d.getLocation(), text.str().str());
    else problems_.found.push_back(text.str().str());
  }

 private:
  Problems& problems_;
};

class Walk : public RecursiveASTVisitor<Walk> {
 public:
  Walk(ASTContext& context, Problems& problems) : context_(context), problems_(problems) {}
  void run() {
    arguments_only_ = true;  // what parameters may be has to be known before loops over them are judged
    TraverseDecl(context_.getTranslationUnitDecl());
    arguments_only_ = false;
    for (const auto& [parameter, argument] : given_) literal_.insert(parameter);
    for (bool more = true; more;) {  // until nobody hands on what is not literal
      more = false;
      for (const auto& [parameter, argument] : given_) more |= !is_literal(argument) && literal_.erase(parameter);
    }
    TraverseDecl(context_.getTranslationUnitDecl());
  }

  bool VisitDecl(Decl* d) {
    if (arguments_only_ || d->isImplicit()) return true;
    if (isa<TemplateDecl>(d)) problem(d->getLocation(), "a template");
    if (isa<CXXConstructorDecl, CXXDestructorDecl>(d)) problem(d->getLocation(), "a constructor or destructor");
    else if (isa<CXXMethodDecl>(d)) problem(d->getLocation(), "a member function");
    if (isa<FileScopeAsmDecl>(d)) problem(d->getLocation(), "assembly");
    if (auto* record = dyn_cast<CXXRecordDecl>(d); record && record->isCompleteDefinition() && !record->isPOD()) problem(d->getLocation(), "a class that is more than its members");
    if (auto* v = dyn_cast<VarDecl>(d)) variable(v);
    return true;
  }
  bool VisitStmt(Stmt* s) {
    if (auto* call = dyn_cast<CallExpr>(s)) arguments_only_ ? note_arguments(call) : judge(call);
    if (arguments_only_) return true;
    if (auto* loop = dyn_cast<ForStmt>(s)) judge(loop);
    if (isa<WhileStmt, DoStmt, GotoStmt, CXXForRangeStmt>(s)) problem(s->getBeginLoc(), "a loop that is not counted");
    if (isa<CXXThrowExpr, CXXTryStmt>(s)) problem(s->getBeginLoc(), "an exception");
    if (isa<CXXNewExpr, CXXDeleteExpr>(s)) problem(s->getBeginLoc(), "new or delete");
    if (isa<LambdaExpr, CXXTypeidExpr, CXXDynamicCastExpr>(s)) problem(s->getBeginLoc(), "needs a runtime of C++");
    if (isa<AsmStmt>(s)) problem(s->getBeginLoc(), "assembly");
    if (isa<StringLiteral>(s)) problem(s->getBeginLoc(), "a string");
    return true;
  }

 private:
  ASTContext& context_;
  Problems& problems_;
  bool arguments_only_ = false;
  std::multimap<const ParmVarDecl*, const Expr*> given_;  // by all calls
  std::set<const ParmVarDecl*> literal_;        // every call gives a literal, and there is one
  std::set<const VarDecl*> counters_;           // of loops so far

  void problem(SourceLocation at, const std::string& what) { problems_.add(context_.getSourceManager(), at, what); }

  void variable(const VarDecl* v) {
    if (v->getTLSKind() != VarDecl::TLS_None) problem(v->getLocation(), "a variable of a thread");
    if (v->hasGlobalStorage() && !(v->getType().isConstQualified() && v->hasConstantInitialization())) problem(v->getLocation(), "a global variable");
    if (v->getType()->isVariableArrayType()) problem(v->getLocation(), "an array of a size that is not literal");
  }

  // ---- calls

  void note_arguments(const CallExpr* call) {
    const FunctionDecl* f = call->getDirectCallee();
    for (unsigned i = 0; f && i < call->getNumArgs() && i < f->getNumParams(); ++i) given_.emplace(f->getParamDecl(i), call->getArg(i));
  }
  void judge(const CallExpr* call) {
    if (const FunctionDecl* f = call->getDirectCallee()) {
      const std::string name = f->getNameAsString();
      if (f->getBuiltinID()) {
        if (!name.starts_with("__builtin_") || name.find("alloc") != name.npos || name.find("new") != name.npos) problem(call->getBeginLoc(), "calls " + name);
      } else if (!f->isDefined() && !declared_for_another_unit(f)) {
        problem(call->getBeginLoc(), "calls " + name + ", which the text does not define");
      }
      return;
    }
    auto* member = dyn_cast<MemberExpr>(call->getCallee()->IgnoreParenImpCasts());
    auto* field = member ? dyn_cast<FieldDecl>(member->getMemberDecl()) : nullptr;
    if (!field || field->getName() != "run" || field->getParent()->getName() != "Pool") problem(call->getBeginLoc(), "calls through a pointer that is not the pool's");
  }
  // A kernel of another unit of the same step.
  static bool declared_for_another_unit(const FunctionDecl* f) {
    auto* visibility = f->getAttr<VisibilityAttr>();
    return visibility && visibility->getVisibility() == VisibilityAttr::Hidden;
  }

  // ---- loops

  bool is_literal(const Expr* e) const {
    e = e->IgnoreParenImpCasts();
    Expr::EvalResult value;
    if (!e->isValueDependent() && e->EvaluateAsInt(value, context_)) return true;
    if (auto* binary = dyn_cast<BinaryOperator>(e)) return is_literal(binary->getLHS()) && is_literal(binary->getRHS());
    auto* name = dyn_cast<DeclRefExpr>(e);
    auto* parameter = name ? dyn_cast<ParmVarDecl>(name->getDecl()) : nullptr;
    return parameter && literal_.count(parameter);
  }
  // Read at run time: how many rows of a batch there are, and which chunks are this call's; counters are known by then.
  bool is_range(const Expr* e) const {
    e = e->IgnoreParenImpCasts();
    if (is_literal(e)) return true;
    if (auto* choice = dyn_cast<ConditionalOperator>(e)) return is_range(choice->getTrueExpr()) && is_range(choice->getFalseExpr());
    if (auto* binary = dyn_cast<BinaryOperator>(e)) return is_range(binary->getLHS()) && is_range(binary->getRHS());
    auto* name = dyn_cast<DeclRefExpr>(e);
    auto* variable = name ? dyn_cast<VarDecl>(name->getDecl()) : nullptr;
    if (!variable || counters_.count(variable)) return variable != nullptr;
    if (isa<ParmVarDecl>(variable)) return variable->getName() == "first" || variable->getName() == "last" || variable->getName() == "batch_rows";
    return variable->getType().isConstQualified() && variable->getInit() && is_range(variable->getInit());
  }
  // The second half of `i < 32 && begin + i < batch_rows`.
  bool ends_with_rows(const Expr* e) const {
    auto* less = dyn_cast<BinaryOperator>(e->IgnoreParenImpCasts());
    return less && less->getOpcode() == BO_LT && is_range(less->getRHS());
  }
  void judge(const ForStmt* loop) {
    auto* condition = dyn_cast_or_null<BinaryOperator>(loop->getCond());
    if (condition && condition->getOpcode() == BO_LAnd && ends_with_rows(condition->getRHS())) condition = dyn_cast<BinaryOperator>(condition->getLHS());
    auto* declared = dyn_cast_or_null<DeclStmt>(loop->getInit());
    auto* counter = declared && declared->isSingleDecl() ? dyn_cast<VarDecl>(declared->getSingleDecl()) : nullptr;
    const Expr* start = counter ? counter->getInit() : nullptr;
    if (auto* set = dyn_cast_or_null<BinaryOperator>(loop->getInit())) start = set->getRHS();
    if (!condition || !start || condition->getOpcode() != BO_LT) return problem(loop->getBeginLoc(), "a loop that is not counted");
    if (counter) counters_.insert(counter);
    if (!is_range(start) || !is_range(condition->getRHS())) problem(loop->getBeginLoc(), "a loop whose bounds are not literal");
    if (auto* step = dyn_cast_or_null<CompoundAssignOperator>(loop->getInc()); step && !is_literal(step->getRHS())) problem(loop->getBeginLoc(), "a loop whose step is not literal");
  }
};

class Action : public ASTFrontendAction {
 public:
  explicit Action(Problems& problems) : problems_(problems) {}
  bool BeginSourceFileAction(CompilerInstance& instance) override {
    instance.getPreprocessor().addPPCallbacks(std::make_unique<Includes>(instance.getSourceManager(), problems_));
    return true;
  }
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance&, StringRef) override {
    class Consumer : public ASTConsumer {
     public:
      explicit Consumer(Problems& problems) : problems_(problems) {}
      void HandleTranslationUnit(ASTContext& context) override { Walk(context, problems_).run(); }

     private:
      Problems& problems_;
    };
    return std::make_unique<Consumer>(problems_);
  }

 private:
  Problems& problems_;
};

}  // namespace

std::vector<std::string> syntax_problems(const std::string& text) {
  Problems problems;
  Complaints complaints(problems);
  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> memory(new llvm::vfs::InMemoryFileSystem);
  memory->addFile("step.cpp", 0, llvm::MemoryBuffer::getMemBufferCopy(text));
  llvm::IntrusiveRefCntPtr<FileManager> files(new FileManager(FileSystemOptions(), memory));
  const std::vector<std::string> command = {"clang", "-fsyntax-only", "--target=x86_64-unknown-linux-gnu", "-march=x86-64-v4", "-std=c++20", "-nostdinc", "-ffreestanding",
                                            "-ffp-contract=off", "-fno-caret-diagnostics", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-unused-variable", "-Wno-unused-function", "-Wno-psabi", "step.cpp"};
  tooling::ToolInvocation invocation(command, std::make_unique<Action>(problems), files.get());
  invocation.setDiagnosticConsumer(&complaints);
  if (!invocation.run() && problems.found.empty()) problems.found.push_back("Clang refuses the text");
  return problems.found;
}

}  // namespace keratin::testing
