// Numbers and file names as Python writes them, so that messages and files are Keras' own.
#pragma once

#include <map>
#include <string>
#include <variant>

namespace keratin {

// repr(x): the shortest digits that give x again, with a point or an exponent.
std::string python_number(double x);

// str.format with names: `{epoch:02d}-{val_loss:.2f}`. Error K1023 for a name that is not there or a format that does not fit.
using Fields = std::map<std::string, std::variant<int64_t, double>, std::less<>>;
std::string python_format(const std::string& pattern, const Fields& fields);

}  // namespace keratin
