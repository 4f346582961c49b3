// The C functions through which a program or a description file says what its model is. Nothing is thrown here: what is
// wrong with a setting is found when the model is built.
#include "frontend/config/config.h"

namespace keratin {
namespace {

Config& current(void* model) {
  auto* d = static_cast<Description*>(model);
  return *d->open.back();
}
void set(void* model, const char* name, ConfigValue value) { current(model).settings.push_back({name, std::move(value)}); }

}  // namespace

extern "C" {
void keratin_begin(void* model, const char* class_name, const char* file, int line) {
  auto* d = static_cast<Description*>(model);
  Config config{class_name, {}, {file, line}};
  if (std::string_view(class_name) == "compile") {
    d->compile = config;
    d->open = {&*d->compile};
  } else {
    d->layers.push_back(config);
    d->open = {&d->layers.back()};
  }
}
void keratin_number(void* model, const char* name, double value) { set(model, name, value); }
void keratin_flag(void* model, const char* name, int value) { set(model, name, value != 0); }
void keratin_text(void* model, const char* name, const char* value) { set(model, name, std::string(value)); }
void keratin_extents(void* model, const char* name, const long* values, int count) {
  Shape shape(values, values + std::min(count, 8));
  if (count > 8) shape.push_back(0);  // more than anybody takes: refused where it is read
  set(model, name, std::move(shape));
}
void keratin_begin_object(void* model, const char* name, const char* class_name) {
  auto* d = static_cast<Description*>(model);
  Config& owner = *d->open.back();
  std::vector<Config>* list = nullptr;
  for (auto& [known, value] : owner.settings)
    if (known == name) list = std::get_if<std::vector<Config>>(&value);
  if (!list) owner.settings.push_back({name, std::vector<Config>{}}), list = &std::get<std::vector<Config>>(owner.settings.back().second);
  list->push_back({class_name, {}, owner.place});
  d->open.push_back(&list->back());
}
void keratin_end_object(void* model) { static_cast<Description*>(model)->open.pop_back(); }
void keratin_end(void* model) { static_cast<Description*>(model)->open.clear(); }
}

}  // namespace keratin
