#pragma once

#include "ByteMasks.h"
#include "ShortDigits.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Parses all `length` bytes of `text` as one decimal number, rounded to the nearest double, ties to even.
///
/// Grammar: `-? digits [. digits] [(e|E) [+|-] digits]`, as C++ `std::from_chars`; no locale, no white space.
/// @return 0 when the whole text is a number; otherwise 1, and `value` is not touched. A number too large for
///   a double gives 0 and an infinity.
int backdrop_parse_double(const char *text, size_t length, double *value);

/// The same, rounded once to the nearest float: not a double rounded again.
int backdrop_parse_float(const char *text, size_t length, float *value);

#ifdef __cplusplus
}
#endif
