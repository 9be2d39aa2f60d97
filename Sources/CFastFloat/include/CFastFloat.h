#pragma once

#include "ByteMasks.h"
#include "PlainRows.h"
#include "Prefetch.h"
#include "RecordEnds.h"
#include "ShortDigits.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Does what `backdrop_plain_rows` does, with 64-byte vectors, where `backdrop_has_wide_rows`.
size_t backdrop_plain_rows_wide(backdrop_row_plan *plan, const uint8_t *text, size_t count,
                                size_t *position, size_t row, size_t most);

/// Does what `backdrop_look_for_record_ends` does, with 64-byte vectors, where `backdrop_has_wide_rows`.
void backdrop_look_for_record_ends_wide(const uint8_t *bytes, size_t start, size_t count,
                                        backdrop_record_ends *ends);

/// Whether the processor has AVX-512 with all that the functions with 64-byte vectors need of it: Intel
/// from Ice Lake on, AMD from Zen 4 on.
int backdrop_has_wide_rows(void);

/// Parses all `length` bytes of `text` as one decimal number, rounded to the nearest double, ties to even.
///
/// Grammar: `-? digits [. digits] [(e|E) [+|-] digits]`, as C++ `std::from_chars`; no locale, no white space.
/// @return 0 when the whole text is a number; otherwise 1, and `value` is not touched. A number too large for
///   a double gives 0 and an infinity.
int backdrop_parse_double(const char *text, size_t length, double *value);

/// The same, rounded once to the nearest float: not a double rounded again.
int backdrop_parse_float(const char *text, size_t length, float *value);

/// Bytes that `backdrop_write_double` and `backdrop_write_float` may write.
#define BACKDROP_NUMBER_SIZE 32

/// Writes the shortest decimal number that reads back as the same double; of several such, the nearest one.
///
/// Source of the digits: `std::to_chars`, by Ryū (Adams 2018). Their form is that of Swift's `description`:
/// `0.0001`, `1e-05`, `2.0`, `9007199254740992.0`, `1e+16`, `inf`, `-inf`, `nan`.
/// @return How many bytes were written to `text`, without a NUL; at most BACKDROP_NUMBER_SIZE.
size_t backdrop_write_double(double value, char *text);

/// The same for a float.
size_t backdrop_write_float(float value, char *text);

#ifdef __cplusplus
}
#endif
