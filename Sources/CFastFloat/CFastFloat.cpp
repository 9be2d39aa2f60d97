#include "CFastFloat.h"

#include <charconv>
#include <cmath>
#include <cstring>

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

size_t copy(const char *word, char *text) {
  const size_t length = strlen(word);
  memcpy(text, word, length);
  return length;
}

/// `largestWhole` is the largest number that is written without an exponent.
template <typename Scalar> size_t write(Scalar value, Scalar largestWhole, char *text) {
  if (std::isnan(value)) return copy("nan", text);
  if (std::isinf(value)) return copy(value < 0 ? "-inf" : "inf", text);
  char *out = text;
  if (std::signbit(value)) *out++ = '-';
  const Scalar magnitude = std::fabs(value);
  if (magnitude == 0) return out - text + copy("0.0", out);

  // d[.ddd]e±dd: the digits move together, then they are set out anew.
  char digits[BACKDROP_NUMBER_SIZE];
  char *const end =
      std::to_chars(digits, digits + sizeof digits, magnitude, std::chars_format::scientific).ptr;
  char *mark = end - 1;
  while (*mark != 'e') mark--;
  int exponent = 0;
  for (const char *digit = mark + 2; digit < end; digit++) exponent = exponent * 10 + (*digit - '0');
  if (mark[1] == '-') exponent = -exponent;
  if (exponent < -4 || magnitude > largestWhole) {
    memcpy(out, digits, end - digits);
    return out - text + (end - digits);
  }
  int count = 1;
  if (mark > digits + 1) {
    count = int(mark - digits) - 1;
    memmove(digits + 1, digits + 2, count - 1);
  }
  if (exponent < 0) {
    memcpy(out, "0.0000", 6);
    out += 1 - exponent;
    memcpy(out, digits, count);
    return out + count - text;
  }
  const int whole = exponent + 1;
  if (count > whole) {
    memcpy(out, digits, whole);
    out[whole] = '.';
    memcpy(out + whole + 1, digits + whole, count - whole);
    return out + count + 1 - text;
  }
  memcpy(out, digits, count);
  memset(out + count, '0', whole - count);
  memcpy(out + whole, ".0", 2);
  return out + whole + 2 - text;
}

} // namespace

size_t backdrop_write_double(double value, char *text) {
  return write(value, 9007199254740992.0, text); // 2^53
}

size_t backdrop_write_float(float value, char *text) {
  return write(value, 16777216.0f, text); // 2^24
}

int backdrop_parse_double(const char *text, size_t length, double *value) {
  return parse(text, length, value);
}

int backdrop_parse_float(const char *text, size_t length, float *value) {
  return parse(text, length, value);
}
