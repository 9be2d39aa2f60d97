#pragma once

#include <stdint.h>

#if defined(__SSE4_1__)
#include <immintrin.h>
#endif

/// Reads up to 16 characters, digits with at most one point, as an integer and a count of decimals.
///
/// One vector instruction multiplies and adds sixteen digits to eight pairs, and so on; Swift has none
/// of them. Source: Muła 2014, "SIMD-ized parsing of decimal numbers" (the multiply-add cascade).
/// No branch depends on how many digits there are or where the point is.
/// @param end the byte after the text; the 16 bytes before it must be readable.
/// @param length 1 to 16.
/// @param fraction how many digits stand after the point.
/// @return the digits as a number, or UINT64_MAX when the text is something else.
static inline uint64_t backdrop_short_digits(const uint8_t *end, int length, int *fraction) {
#if defined(__SSE4_1__)
  const __m128i index = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __m128i raw = _mm_loadu_si128((const __m128i *)(end - 16));
  // What stands before the text becomes zeros.
  const __m128i inside = _mm_cmpgt_epi8(index, _mm_set1_epi8((char)(15 - length)));
  __m128i digits = _mm_and_si128(_mm_sub_epi8(raw, _mm_set1_epi8('0')), inside);
  const __m128i isPoint = _mm_and_si128(_mm_cmpeq_epi8(raw, _mm_set1_epi8('.')), inside);
  const uint32_t points = (uint32_t)_mm_movemask_epi8(isPoint);
  const int point = points ? __builtin_ctz(points) : -1;
  *fraction = points ? 15 - point : 0;
  // Close the gap: what stands before the point moves up by one byte, over the point.
  const __m128i upToPoint = _mm_cmpgt_epi8(_mm_set1_epi8((char)(point + 1)), index);
  digits = _mm_blendv_epi8(digits, _mm_slli_si128(digits, 1), upToPoint);
  const __m128i nine = _mm_set1_epi8(9);
  if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(digits, nine), nine)) != 0xffff) {
    return UINT64_MAX;
  }
  // A point alone has no digits.
  if (points && length == 1) return UINT64_MAX;
  const __m128i tens = _mm_setr_epi8(10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1);
  const __m128i pairs = _mm_maddubs_epi16(digits, tens);
  const __m128i fours = _mm_madd_epi16(pairs, _mm_setr_epi16(100, 1, 100, 1, 100, 1, 100, 1));
  const __m128i packed = _mm_packus_epi32(fours, fours);
  const __m128i eights =
      _mm_madd_epi16(packed, _mm_setr_epi16(10000, 1, 10000, 1, 10000, 1, 10000, 1));
  const uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
  return (both & 0xffffffff) * 100000000 + (both >> 32);
#else
  (void)end;
  (void)length;
  (void)fraction;
  return UINT64_MAX;
#endif
}
