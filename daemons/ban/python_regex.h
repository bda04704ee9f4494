// daemons/ban/python_regex.h - a regular expression of Python becomes one of PCRE2.
#pragma once

#include <string>
#include <string_view>

#include "lib/result.h"

namespace hive {

/// Rewrites what the two read differently: \Z, \v, {,n}, (?(name)…), flags that only Python
/// has ((?iu)), '[' within a class. What means something else in PCRE2 alone, or nothing in
/// Python - \K, \Q, (?R), (*VERB), (?<name>…) - is an error. Pure.
/// Source: Python 3.11 library reference, re; pcre2pattern(3).
[[nodiscard]] Result<std::string> translate_python_regex(std::string_view expression);

}  // namespace hive
