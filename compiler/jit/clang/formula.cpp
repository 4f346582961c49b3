// Formulas: Clang parses a text, and the pattern of its generic lambda is walked. Types are not asked for: operators and
// calls of what depends on `auto` stay as they are written. Whatever is not known here is refused.
#include <map>

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/ExprCXX.h>
#include <clang/Basic/DiagnosticOptions.h>
#include <clang/Basic/TargetInfo.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <llvm/Support/thread.h>

#include "compiler/jit/clang/library.h"

namespace keratin {
namespace {

using Kind = FormulaNode::Kind;
struct Refused {};  // the problem is told

struct Source {
  std::string text;
  size_t begin, end;  // of the user's part

  // Declarations stand before it, on lines of their own.
  explicit Source(const FormulaText& formula) {
    for (const std::string& name : formula.operations) text += "double " + name + "(...);";
    text = "namespace ops{" + text + "}using namespace ops;\nauto keratin_formula=";
    std::string arguments;
    for (const std::string& name : formula.arguments) arguments += (arguments.empty() ? "auto " : ",auto ") + name;
    if (!arguments.empty()) text += "[](" + arguments + "){return";
    text += '\n';
    begin = text.size();
    text += formula.text;
    end = text.size();
    text += arguments.empty() ? "\n;" : "\n;};";
  }
  void place(size_t offset, int* line, int* column) const {
    offset = std::clamp(offset, begin, end);
    *line = 1 + static_cast<int>(std::count(text.begin() + static_cast<long>(begin), text.begin() + static_cast<long>(offset), '\n'));
    *column = static_cast<int>(offset - text.rfind('\n', offset - 1));
  }
};

class Reader {
 public:
  Reader(const Source& source, const clang::SourceManager& files, FormulaSyntax* out, FormulaProblem* problem) : source_(source), files_(files), out_(*out), problem_(*problem) {}

  void read(const clang::LambdaExpr& lambda) {
    if (lambda.getCaptureDefault() != clang::LCD_None || lambda.capture_begin() != lambda.capture_end()) refuse(lambda.getBeginLoc());
    for (const clang::ParmVarDecl* p : lambda.getCallOperator()->parameters()) {
      if (!p->getType().getNonReferenceType()->getAs<clang::TemplateTypeParmType>() || p->hasDefaultArg()) refuse(p->getBeginLoc());
      known_[p] = add({.kind = Kind::argument, .operands = {out_.arguments++}}, p->getLocation());
    }
    for (const clang::Stmt* s : llvm::cast<clang::CompoundStmt>(lambda.getBody())->body()) {
      if (auto* r = llvm::dyn_cast<clang::ReturnStmt>(s); r && r->getRetValue() && out_.result < 0) out_.result = value(r->getRetValue());
      else if (auto* d = llvm::dyn_cast<clang::DeclStmt>(s)) std::for_each(d->decl_begin(), d->decl_end(), [&](const clang::Decl* one) { local(*one); });
      else if (!llvm::isa<clang::NullStmt>(s)) refuse(s->getBeginLoc());
    }
  }

 private:
  [[noreturn]] void refuse(clang::SourceLocation at, const std::string& message = "a formula cannot say this", const std::string& help = "") {
    problem_.message = message, problem_.help = help;
    source_.place(files_.getFileOffset(at), &problem_.line, &problem_.column);
    throw Refused();
  }
  int add(FormulaNode node, clang::SourceLocation at) {
    source_.place(files_.getFileOffset(at), &node.line, &node.column);
    out_.nodes.push_back(std::move(node));
    return static_cast<int>(out_.nodes.size()) - 1;
  }

  // `auto h = …;` is a name for what is there; `float a = …;` converts a number.
  void local(const clang::Decl& d) {
    auto* v = llvm::dyn_cast<clang::VarDecl>(&d);
    if (!v || !v->getInit() || v->getInitStyle() != clang::VarDecl::CInit) refuse(d.getBeginLoc());
    int index = value(v->getInit());
    const clang::QualType written = v->getTypeSourceInfo()->getType().getNonReferenceType().getUnqualifiedType();
    if (!written->getContainedAutoType()) {
      if (!written->isArithmeticType() || v->getInit()->isTypeDependent()) refuse(d.getBeginLoc(), "a value of the formula is `auto`", "write `auto " + v->getNameAsString() + " = …;`");
      clang::LangOptions language;
      language.CPlusPlus = language.Bool = true;
      index = add({.kind = Kind::operation, .name = written.getAsString(clang::PrintingPolicy(language)), .operands = {index}}, d.getBeginLoc());
    }
    known_[v] = index;
  }

  int value(const clang::Expr* e) {
    using namespace clang;
    for (const Expr* inner = nullptr; inner != e;) inner = e, e = e->IgnoreParens()->IgnoreImplicit();
    if (auto* n = dyn_cast<IntegerLiteral>(e)) return add({.kind = Kind::number, .number = n->getValue().roundToDouble(), .whole = true}, e->getBeginLoc());
    if (auto* n = dyn_cast<FloatingLiteral>(e)) return add({.kind = Kind::number, .number = n->getValueAsApproximateDouble()}, e->getBeginLoc());
    if (auto* n = dyn_cast<CXXBoolLiteralExpr>(e)) return add({.kind = Kind::truth, .number = n->getValue() ? 1.0 : 0.0}, e->getBeginLoc());
    if (auto* d = dyn_cast<DeclRefExpr>(e); d && known_.count(d->getDecl())) return known_[d->getDecl()];
    if (auto* u = dyn_cast<UnaryOperator>(e)) return operation(UnaryOperator::getOpcodeStr(u->getOpcode()), {u->getSubExpr()}, u->getOperatorLoc());
    if (auto* b = dyn_cast<BinaryOperator>(e)) return operation(b->getOpcodeStr(), {b->getLHS(), b->getRHS()}, b->getOperatorLoc());
    if (auto* c = dyn_cast<ConditionalOperator>(e)) return operation("?:", {c->getCond(), c->getTrueExpr(), c->getFalseExpr()}, c->getQuestionLoc());
    if (auto* c = dyn_cast<CallExpr>(e)) return call(*c);
    if (auto* l = dyn_cast<InitListExpr>(e)) return list(*l);
    refuse(e->getBeginLoc());
  }
  std::vector<int> values(llvm::ArrayRef<const clang::Expr*> all) {
    std::vector<int> out;
    for (const clang::Expr* e : all) out.push_back(value(e));
    return out;
  }
  int operation(llvm::StringRef sign, llvm::ArrayRef<const clang::Expr*> operands, clang::SourceLocation at) {
    static constexpr const char* known[] = {"+", "-", "*", "/", "!", "<", "<=", ">", ">=", "==", "!=", "&&", "||", "?:"};
    if (!llvm::is_contained(known, sign)) refuse(at);
    return add({.kind = Kind::operation, .name = sign.str(), .operands = values(operands)}, at);
  }
  int call(const clang::CallExpr& c) {
    using namespace clang;
    const Expr* callee = c.getCallee()->IgnoreParenImpCasts();
    FormulaNode node{.kind = Kind::call};
    if (auto* o = dyn_cast<UnresolvedLookupExpr>(callee)) node.name = o->getName().getAsString();
    else if (auto* d = dyn_cast<DeclRefExpr>(callee); d && isa<FunctionDecl>(d->getDecl())) node.name = d->getNameInfo().getAsString();
    if (node.name.empty() || isa<UserDefinedLiteral, CXXOperatorCallExpr, CXXMemberCallExpr>(c)) refuse(c.getBeginLoc());
    node.operands = values(ArrayRef(c.getArgs(), c.getNumArgs()));
    return add(std::move(node), c.getBeginLoc());
  }
  int list(const clang::InitListExpr& l) {
    FormulaNode node{.kind = Kind::list};
    for (const clang::Expr* e : l.inits()) {
      auto* d = llvm::dyn_cast<clang::DesignatedInitExpr>(e);
      if (d && (d->size() != 1 || !d->getDesignator(0)->isFieldDesignator())) refuse(e->getBeginLoc());
      if (d) node.names.push_back(d->getDesignator(0)->getFieldName()->getName().str());
      node.operands.push_back(value(d ? d->getInit() : e));
    }
    if (!node.names.empty() && node.names.size() != node.operands.size()) refuse(l.getBeginLoc(), "either all settings of a list are named or none is");
    return add(std::move(node), l.getBeginLoc());
  }

  const Source& source_;
  const clang::SourceManager& files_;
  FormulaSyntax& out_;
  FormulaProblem& problem_;
  std::map<const clang::ValueDecl*, int> known_;
};

// The first complaint, with its place in the text.
class FirstComplaint : public clang::DiagnosticConsumer {
 public:
  FirstComplaint(const Source& source, FormulaProblem* problem) : source_(source), problem_(*problem) {}
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& d) override {
    DiagnosticConsumer::HandleDiagnostic(level, d);
    if (level < clang::DiagnosticsEngine::Error || !problem_.message.empty()) return;
    llvm::SmallString<200> text;
    d.FormatDiagnostic(text);
    problem_.message = text.str().str(), problem_.syntax = true;
    if (!d.hasSourceManager() || d.getLocation().isInvalid()) return;
    source_.place(d.getSourceManager().getFileOffset(d.getSourceManager().getExpansionLoc(d.getLocation())), &problem_.line, &problem_.column);
  }

 private:
  const Source& source_;
  FormulaProblem& problem_;
};

class Consumer : public clang::ASTConsumer {
 public:
  Consumer(const Source& source, FormulaSyntax* out, FormulaProblem* problem) : source_(source), out_(out), problem_(problem) {}
  void HandleTranslationUnit(clang::ASTContext& context) override {
    if (!problem_->message.empty()) return;
    for (const clang::Decl* d : context.getTranslationUnitDecl()->decls()) {
      auto* v = llvm::dyn_cast<clang::VarDecl>(d);
      if (!v || v->getName() != "keratin_formula" || !v->getInit()) continue;
      try {
        if (auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(v->getInit()->IgnoreImplicit())) Reader(source_, context.getSourceManager(), out_, problem_).read(*lambda);
      } catch (const Refused&) {
      }
    }
  }

 private:
  const Source& source_;
  FormulaSyntax* out_;
  FormulaProblem* problem_;
};
class Action : public clang::ASTFrontendAction {
 public:
  Action(const Source& source, FormulaSyntax* out, FormulaProblem* problem) : source_(source), out_(out), problem_(problem) {}
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&, llvm::StringRef) override { return std::make_unique<Consumer>(source_, out_, problem_); }

 private:
  const Source& source_;
  FormulaSyntax* out_;
  FormulaProblem* problem_;
};

void parse(const Source& source, FormulaSyntax* out, FormulaProblem* problem) {
  using namespace clang;
  // Nothing is predefined, looked up on a disk, guessed or evaluated at length.
  static constexpr const char* arguments[] = {"-triple", "x86_64-unknown-linux-gnu", "-fsyntax-only", "-x", "c++", "-std=c++20", "-w", "-undef", "-nostdsysteminc", "-nobuiltininc", "-ffreestanding", "-fno-builtin",
                                              "-fno-rtti", "-fno-gnu-inline-asm", "-fno-spell-checking", "-fbracket-depth", "100", "-ferror-limit", "1", "-ftemplate-depth=8", "-fconstexpr-depth=8",
                                              "-fconstexpr-steps=1000", "formula.cpp"};
  auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  files->addFile("formula.cpp", 0, llvm::MemoryBuffer::getMemBuffer(source.text, "formula.cpp"));
  FirstComplaint complaint(source, problem);
  llvm::IntrusiveRefCntPtr<DiagnosticOptions> options(new DiagnosticOptions());
  DiagnosticsEngine early(new DiagnosticIDs(), options, &complaint, false);
  auto invocation = std::make_shared<CompilerInvocation>();
  if (!CompilerInvocation::CreateFromArgs(*invocation, arguments, early)) return;
  CompilerInstance instance;
  instance.setInvocation(invocation);
  instance.getDiagnosticOpts().ShowCarets = false;
  instance.createDiagnostics(&complaint, false);
  instance.createFileManager(files);
  Action action(source, out, problem);
  instance.ExecuteAction(action);
}

}  // namespace

// On a thread with room for the deepest text that is let in.
bool read_formula(const FormulaText& text, FormulaSyntax* out, FormulaProblem* problem) {
  const Source source(text);
  llvm::thread thread(std::optional<unsigned>(64 << 20), [&] { parse(source, out, problem); });
  thread.join();
  if (problem->message.empty() && out->result < 0) problem->message = "the text is no formula";
  return problem->message.empty();
}

}  // namespace keratin
