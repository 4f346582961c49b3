#include "frontend/cli/completion.h"

#include <fmt/format.h>

#include "runtime/base/diagnostic.h"

namespace keratin {

std::string completion(const std::string& shell, const std::vector<VerbWords>& words) {
  if (shell != "bash" && shell != "zsh") fail("K1001", shell.empty() ? "of which shell?" : "there is no completion for `" + shell + "`", {}, "give bash or zsh, as in `source <(keratin completion bash)`");
  std::string verbs, cases;
  for (const VerbWords& w : words) {
    verbs += (verbs.empty() ? "" : " ") + w.verb;
    if (!w.options.empty()) cases += fmt::format("    {}) words=\"{}\" ;;\n", w.verb, fmt::join(w.options, " "));
  }
  // The first word is a verb; behind it words that begin with a dash are options, all others files.
  return fmt::format(R"({}_keratin() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" words=""
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W "{}" -- "$word"))
    return
  fi
  case "${{COMP_WORDS[1]}}" in
{}  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}}
complete -o filenames -F _keratin keratin
)", shell == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "", verbs, cases);
}

}  // namespace keratin
