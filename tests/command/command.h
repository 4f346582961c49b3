// Runs the built `keratin` as a person would: in a folder of its own, with a cache of its own.
#pragma once

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace keratin::testing {

struct Result {
  int code = -1;    // exit code, or 128 + the signal that ended it
  std::string out, err;
};

inline std::string example(const std::string& name) { return std::string(KERATIN_SOURCE_DIR) + "/frontend/examples/" + name; }
inline std::string read_text(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// A command that runs: its output so far, signals to it, and its end.
class Started {
 public:
  Started(const std::vector<std::string>& words, const std::filesystem::path& folder, const std::map<std::string, std::string>& environment, const std::function<void()>& before_start = {}) {
    int out[2], err[2];
    if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    pid_ = fork();
    if (pid_ == 0) {
      dup2(out[1], 1), dup2(err[1], 2);
      for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
      if (chdir(folder.c_str()) != 0) _exit(99);
      if (before_start) before_start();
      std::vector<char*> argv;
      for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
      argv.push_back(nullptr);
      execv(argv[0], argv.data());
      _exit(99);
    }
    close(out[1]), close(err[1]);
    ends_[0] = out[0], ends_[1] = err[0];
  }
  Started(const Started&) = delete;
  ~Started() {
    if (!ended_) kill(pid_, SIGKILL), finish();
    for (int end : ends_)
      if (end >= 0) close(end);
  }

  void send(int number) const { kill(pid_, number); }
  // Until standard error has these words; false: the command ended before.
  bool says(const std::string& words) {
    while (result_.err.find(words) == std::string::npos)
      if (!read_some()) return false;
    return true;
  }
  Result finish() {
    while (read_some()) {}
    int status = 0;
    waitpid(pid_, &status, 0);
    ended_ = true;
    result_.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return result_;
  }

 private:
  bool read_some() {
    pollfd waits[2] = {{ends_[0], POLLIN, 0}, {ends_[1], POLLIN, 0}};  // a negative one is not waited for
    if (ends_[0] < 0 && ends_[1] < 0) return false;
    poll(waits, 2, -1);
    for (int i = 0; i < 2; ++i) {
      if (!waits[i].revents) continue;
      char part[4096];
      const ssize_t n = read(ends_[i], part, sizeof part);
      if (n > 0) (i ? result_.err : result_.out).append(part, static_cast<size_t>(n));
      else close(ends_[i]), ends_[i] = -1;
    }
    return true;
  }

  pid_t pid_ = -1;
  int ends_[2] = {-1, -1};
  bool ended_ = false;
  Result result_;
};

class Command : public ::testing::Test {
 protected:
  Command() {
    std::string name = (std::filesystem::temp_directory_path() / "keratin-command-XXXXXX").string();
    folder = mkdtemp(name.data());
    environment = {{"XDG_CACHE_HOME", (folder / "cache").string()}, {"KERATIN_CACHE", ""}, {"NO_COLOR", ""}, {"KERATIN_CUDA_DRIVER", ""}};
  }
  ~Command() override { std::filesystem::remove_all(folder); }

  std::vector<std::string> words(std::vector<std::string> given) const {
    given.insert(given.begin(), KERATIN_BINARY_DIR "/keratin");
    return given;
  }
  Result run(const std::vector<std::string>& given, const std::function<void()>& before_start = {}) const { return Started(words(given), folder, environment, before_start).finish(); }

  std::string file(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary) << text;
    return name;
  }
  // A description whose `build` has this body.
  std::string description(const std::string& body, const std::string& name = "model.cpp") const {
    return file(name, "#include <keratin/keratin.h>\nusing namespace keratin;\nvoid build(Sequential& model) {\n" + body + "\n}\n");
  }
  std::string text_of(const std::string& name) const { return read_text(folder / name); }
  bool exists(const std::string& name) const { return std::filesystem::exists(folder / name); }

  std::filesystem::path folder;
  std::map<std::string, std::string> environment;
};

// What a refusal looks like: its exit code, the code of its diagnostic, and words that it must have.
struct Refusal {
  int code;
  std::string diagnostic;
  std::vector<std::string> words;
};
inline void expect_refusal(const Result& r, const Refusal& want, const std::string& what) {
  EXPECT_EQ(r.code, want.code) << what << "\n" << r.err;
  EXPECT_NE(r.err.find("error[" + want.diagnostic + "]"), std::string::npos) << what << "\n" << r.err;
  for (const std::string& words : want.words) EXPECT_NE(r.err.find(words), std::string::npos) << what << " lacks `" << words << "`\n" << r.err;
  EXPECT_EQ(r.out, "") << what << ": results are on standard output, nothing else";
}

}  // namespace keratin::testing
