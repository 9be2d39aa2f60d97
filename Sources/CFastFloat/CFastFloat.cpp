#include "CFastFloat.h"

#include <fast_float/fast_float.h>

namespace {

template <typename Scalar> int parse(const char *text, size_t length, Scalar *value) {
  Scalar parsed;
  const auto result =
      fast_float::from_chars(text, text + length, parsed, fast_float::chars_format::general);
  const bool outOfRange = result.ec == std::errc::result_out_of_range;
  if ((result.ec != std::errc() && !outOfRange) || result.ptr != text + length) return 1;
  *value = parsed;
  return 0;
}

} // namespace

int backdrop_parse_double(const char *text, size_t length, double *value) {
  return parse(text, length, value);
}

int backdrop_parse_float(const char *text, size_t length, float *value) {
  return parse(text, length, value);
}
