// The `keratin` command. Results go to standard output, all else to standard error; exit codes follow the diagnostics.
#include <csignal>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "frontend/cli/options.h"
#include "frontend/cli/report.h"
#include "frontend/cli/timings.h"
#include "runtime/base/diagnostic.h"

namespace keratin {
namespace {

// A closed stream would lend its number to the next file that is opened, and our words would go there.
void open_closed_streams() {
  for (int number = 0; number <= 2; ++number)
    if (fcntl(number, F_GETFD) < 0 && errno == EBADF && open("/dev/null", number == 1 ? O_RDONLY : O_RDWR) < 0) _exit(5);
}

int refused(const std::string& code, const std::string& message, const std::string& help = "") {
  report({{code, message, {}, help}});
  return exit_code(code);
}
// A reader that has left, as `head` does, needs no words.
int output_lost(int error) {
  if (error == EPIPE) return 5;
  return refused("K5001", std::string("cannot write to standard output: ") + std::strerror(error));
}

int run(int argc, char** argv) {
  try {
    const Parsed parsed = parse_command_line(argc, argv);
    if (!parsed.run) return 0;
    const int code = parsed.run(parsed.options);
    if (!parsed.options.timings.empty()) timings().write(parsed.options.timings);
    return code;
  } catch (const Error& e) {
    return report(e.diagnostics()), e.exit_code();
  } catch (const std::bad_alloc&) {
    return refused("K6001", "there is not enough memory", "use a smaller batch size or model");
  } catch (const std::system_error& e) {  // fmt's of a full disk, or threads that cannot be made
    return std::ferror(stdout) ? output_lost(e.code().value()) : refused("K8004", e.what());
  } catch (const std::exception& e) {
    return refused("K9001", e.what(), "please report it with the model's description");
  }
}

}  // namespace
}  // namespace keratin

int main(int argc, char** argv) {
  keratin::open_closed_streams();
  std::signal(SIGPIPE, SIG_IGN);  // training goes on when nobody reads its progress
  keratin::configure_report(argc, argv);
  int code = keratin::run(argc, argv);
  if (std::fflush(stdout) != 0 && code == 0) code = keratin::output_lost(errno);
  _exit(code);  // a thread may still be opening the compiler's libraries: destructors must not run beside it
}
