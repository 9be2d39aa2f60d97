#pragma once

#include "ByteMasks.h"

#include <stddef.h>
#include <stdint.h>

/// Whether rows can be taken many at a time here; `BACKDROP_WIDE` is set by WideRows.c.
#if defined(__AVX2__) || defined(BACKDROP_WIDE)
#define BACKDROP_HAS_PLAIN_ROWS 1
#else
#define BACKDROP_HAS_PLAIN_ROWS 0
#endif

#if BACKDROP_HAS_PLAIN_ROWS && !defined(BACKDROP_WIDE)

/// Writes the offsets of the bytes that may end or quote a field: delimiters and CR outside quotes,
/// quotes, and LF everywhere.
///
/// Source of the approach: Langdale and Lemire 2019, "Parsing Gigabytes of JSON per Second", 3.1.
/// @param text outside quotes at its start; 64 bytes after its end must be readable.
/// @param offsets has room for `count` + 80.
/// @param marks not used here.
/// @return how many.
static inline size_t backdrop_field_ends(const uint8_t *text, size_t count, uint8_t delimiter,
                                         uint32_t *offsets, uint8_t *marks) {
  (void)marks;
  size_t found = 0;
  uint64_t quoted = 0; // All ones while inside quotes.
  for (size_t start = 0; start < count; start += 64) {
    const backdrop_bytes64 bytes = backdrop_load64(text + start);
    const backdrop_bytes64 feeds = backdrop_compare64(bytes, '\n');
    const backdrop_bytes64 quotes = backdrop_compare64(bytes, '"');
    const backdrop_bytes64 returns = backdrop_compare64(bytes, '\r');
    uint64_t ends = backdrop_top_bits64(backdrop_or64(feeds, backdrop_compare64(bytes, delimiter)));
    const uint64_t special = backdrop_top_bits64(backdrop_or64(quotes, returns));
    if (special | quoted) {
      const uint64_t marks = backdrop_top_bits64(quotes);
      uint64_t inside = marks;
      for (int shift = 1; shift < 64; shift <<= 1) inside ^= inside << shift;
      inside ^= quoted;
      quoted = (uint64_t)((int64_t)inside >> 63);
      ends = ((ends | special) & ~inside) | marks | backdrop_top_bits64(feeds);
    }
    uint32_t *next = offsets + found;
    found += (size_t)__builtin_popcountll(ends);
    const uint32_t base = (uint32_t)start;
    // Eight at a time, whether there are so many or not, so that no branch depends on each.
    do {
      for (int place = 0; place < 8; place++) {
        next[place] = base + (uint32_t)_tzcnt_u64(ends);
        ends &= ends - 1;
      }
      next += 8;
    } while (next < offsets + found);
  }
  while (found > 0 && offsets[found - 1] >= count) found--;
  return found;
}

#endif
