#pragma once

#include "ByteMasks.h"

#include <stddef.h>
#include <stdint.h>

/// What is found while the ends of records are looked for.
typedef struct {
  /// All ones while inside quotes.
  uint64_t quoted;
  /// Line feeds, inside quotes or not.
  size_t lineFeeds;
  /// The offset after the last line feed outside quotes; 0 for none.
  size_t end;
  /// Not 0 where a byte was not plain: NUL, or from 0x80 on.
  uint64_t odd;
} backdrop_record_ends;

/// Looks at 64 bytes, of which `inside` counts, at an offset.
static inline void backdrop_look_at_64(const uint8_t *bytes, size_t offset, uint64_t inside,
                                       backdrop_record_ends *ends) {
#if defined(BACKDROP_WIDE)
  const __m512i loaded = _mm512_loadu_si512(bytes + offset);
  const uint64_t quotes = _mm512_cmpeq_epi8_mask(loaded, _mm512_set1_epi8('"')) & inside;
  uint64_t feeds = _mm512_cmpeq_epi8_mask(loaded, _mm512_set1_epi8('\n')) & inside;
  // A NUL is the only byte below 1, and those from 0x80 on are negative.
  ends->odd |= _mm512_cmplt_epi8_mask(loaded, _mm512_set1_epi8(1)) & inside;
#else
  const uint64_t quotes = backdrop_equal64(bytes + offset, '"') & inside;
  uint64_t feeds = backdrop_equal64(bytes + offset, '\n') & inside;
  ends->odd |= backdrop_not_plain64(bytes + offset) & inside;
#endif
  ends->lineFeeds += (size_t)__builtin_popcountll(feeds);
  if (quotes | ends->quoted) {
#if defined(BACKDROP_WIDE)
    // The parity of the quotes before: a product without carries by all ones.
    const __m128i product = _mm_clmulepi64_si128(
        _mm_cvtsi64_si128((long long)quotes), _mm_set1_epi8((char)0xff), 0);
    const uint64_t quoted = (uint64_t)_mm_cvtsi128_si64(product) ^ ends->quoted;
#else
    uint64_t quoted = quotes;
    for (int shift = 1; shift < 64; shift <<= 1) quoted ^= quoted << shift;
    quoted ^= ends->quoted;
#endif
    ends->quoted = (uint64_t)((int64_t)quoted >> 63);
    feeds &= ~quoted;
  }
  if (feeds) ends->end = offset + 64 - (size_t)__builtin_clzll(feeds);
}

/// Looks for line feeds outside quotes from `start` to `count`, counts all of them, and looks for
/// bytes that are not plain; 64 bytes after `count` must be readable.
static inline void backdrop_look_for_record_ends(const uint8_t *bytes, size_t start, size_t count,
                                                 backdrop_record_ends *ends) {
  size_t offset = start;
  for (; offset + 64 <= count; offset += 64) backdrop_look_at_64(bytes, offset, ~UINT64_C(0), ends);
  if (offset < count) {
    backdrop_look_at_64(bytes, offset, (UINT64_C(1) << (count - offset)) - 1, ends);
  }
}
