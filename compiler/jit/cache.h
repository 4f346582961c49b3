// Compiled code on disk, one file an entry: the hash of its key and payload, then the payload, a shared library.
#pragma once

#include <memory>
#include <string>

#include "compiler/jit/jit.h"

namespace keratin {

std::string cache_key(const CompileRequest& request);
std::shared_ptr<Code> cache_load(const std::string& key);                   // null: no entry, or a damaged one
void cache_store(const std::string& key, const std::string& shared_library); // never fails: a cache is a convenience
std::shared_ptr<Code> map_library(const std::string& shared_library, std::string* problem = nullptr);  // null: `problem` says why

}  // namespace keratin
