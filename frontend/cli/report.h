// How the command speaks: results on standard output; on standard error diagnostics as text, coloured on a terminal, or as
// one JSON object a line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/diagnostic.h"

namespace keratin {

// Looks for --diagnostics and --color before anything is parsed, so that mistakes of the command line are told alike.
void configure_report(int argc, char** argv);
void report(const std::vector<Diagnostic>& diagnostics);
bool coloured();  // standard error

void print(std::string_view text);  // a result; std::system_error when it cannot be written
void say(const std::string& line);  // to standard error; nobody listening is no error

}  // namespace keratin
