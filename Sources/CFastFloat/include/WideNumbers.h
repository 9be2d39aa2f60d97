#pragma once

#include "FieldEnds.h"
#include "NumberBatch.h"

/// What FieldEnds.h and NumberBatch.h do, with the 64-byte vectors of AVX-512: the same offsets and
/// the same numbers. For WideRows.c alone, which is called where the processor has them.

#if defined(BACKDROP_WIDE)

/// 0 to 63.
static inline __m512i backdrop_places(void) {
  return _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40,
      39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
      15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
}

/// Writes the offsets of the bytes that may end or quote a field, and these bytes.
///
/// @param offsets has room for `count` + 80.
/// @param marks has room for `count` + 64.
/// @return how many.
static inline size_t backdrop_field_ends(const uint8_t *text, size_t count, uint8_t delimiter,
                                         uint32_t *offsets, uint8_t *marks) {
  const __m512i order = backdrop_places();
  size_t found = 0;
  uint64_t quoted = 0; // All ones while inside quotes.
  for (size_t start = 0; start < count; start += 64) {
    const __m512i bytes = _mm512_loadu_si512(text + start);
    const uint64_t feeds = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
    const uint64_t quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'));
    const uint64_t returns = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r'));
    uint64_t ends = feeds | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)delimiter));
    if (quotes | returns | quoted) {
      // The parity of the quotes before: a product without carries by all ones.
      const __m128i product = _mm_clmulepi64_si128(
          _mm_cvtsi64_si128((long long)quotes), _mm_set1_epi8((char)0xff), 0);
      const uint64_t inside = (uint64_t)_mm_cvtsi128_si64(product) ^ quoted;
      quoted = (uint64_t)((int64_t)inside >> 63);
      ends = ((ends | quotes | returns) & ~inside) | quotes | feeds;
    }
    const __m512i places = _mm512_maskz_compress_epi8(ends, order);
    const __m512i base = _mm512_set1_epi32((int)start);
    const size_t more = (size_t)__builtin_popcountll(ends);
    _mm512_storeu_si512(marks + found, _mm512_maskz_compress_epi8(ends, bytes));
    uint32_t *const next = offsets + found;
    _mm512_storeu_si512(
        next, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
    if (more > 16) {
      _mm512_storeu_si512(
          next + 16,
          _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 1))));
    }
    if (more > 32) {
      _mm512_storeu_si512(
          next + 32,
          _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 2))));
      _mm512_storeu_si512(
          next + 48,
          _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(places, 3))));
    }
    found += more;
  }
  while (found > 0 && offsets[found - 1] >= count) found--;
  return found;
}

/// Four times 16 bytes, each those before an end.
static inline __m512i backdrop_before_ends(const uint8_t *bytes, const uint32_t *end) {
  const uint8_t *const window = bytes - 16;
  __m512i raw = _mm512_castsi128_si512(_mm_loadu_si128((const __m128i *)(window + end[0])));
  raw = _mm512_inserti32x4(raw, _mm_loadu_si128((const __m128i *)(window + end[1])), 1);
  raw = _mm512_inserti32x4(raw, _mm_loadu_si128((const __m128i *)(window + end[2])), 2);
  return _mm512_inserti32x4(raw, _mm_loadu_si128((const __m128i *)(window + end[3])), 3);
}

/// Eight times 16 bits as the masks of two vectors of bytes.
static inline void backdrop_byte_masks(__m256i bits, __mmask64 masks[2]) {
  const __m128i packed = _mm256_cvtepi32_epi16(bits);
  masks[0] = (__mmask64)_mm_cvtsi128_si64(packed);
  masks[1] = (__mmask64)_mm_extract_epi64(packed, 1);
}

/// Reads eight cells as numbers of digits and a point; NumberBatch.h says how.
///
/// @return a bit for each cell that is such a number: of up to 16 characters after the sign, below
///   2^53 without its point, with something after the point, and not with a zero before a digit.
static inline uint32_t backdrop_numbers8(const uint8_t *bytes, const uint32_t *starts,
                                         const uint32_t *ends, __m512d *values) {
  const __m256i start = _mm256_loadu_si256((const __m256i *)starts);
  const __m256i end = _mm256_loadu_si256((const __m256i *)ends);
  const __m256i first = _mm256_i32gather_epi32((const int *)bytes, start, 1);
  const __m256i low = _mm256_set1_epi32(0xff);
  const __m256i head = _mm256_and_si256(first, low);
  const __mmask8 negative = _mm256_cmpeq_epi32_mask(head, _mm256_set1_epi32('-'));
  __m256i length = _mm256_sub_epi32(end, start);
  length = _mm256_mask_sub_epi32(length, negative, length, _mm256_set1_epi32(1));
  const __mmask8 fits = _mm256_cmplt_epu32_mask(
      _mm256_sub_epi32(length, _mm256_set1_epi32(1)), _mm256_set1_epi32(16));
  const __m256i second = _mm256_and_si256(_mm256_srli_epi32(first, 8), low);
  const __mmask8 hasZero = _mm256_mask_cmplt_epu32_mask(
      _mm256_cmpeq_epi32_mask(head, _mm256_set1_epi32('0')),
      _mm256_sub_epi32(second, _mm256_set1_epi32('0')), _mm256_set1_epi32(10));

  // What stands before a number becomes zeros.
  const __m256i all = _mm256_set1_epi32(0xffff);
  __mmask64 inside[2], before[2], points[2], wrong[2];
  backdrop_byte_masks(_mm256_sllv_epi32(all, _mm256_sub_epi32(_mm256_set1_epi32(16), length)), inside);
  const __m512i raw[2] = {backdrop_before_ends(bytes, ends), backdrop_before_ends(bytes, ends + 4)};
  for (int half = 0; half < 2; half++) {
    points[half] = _mm512_mask_cmpeq_epi8_mask(inside[half], raw[half], _mm512_set1_epi8('.'));
  }
  // The digits after the last point; 16 without a point.
  const __m256i point =
      _mm256_cvtepu16_epi32(_mm_set_epi64x((long long)points[1], (long long)points[0]));
  const __m256i fraction = _mm256_lzcnt_epi32(
      _mm256_or_si256(_mm256_slli_epi32(point, 16), _mm256_set1_epi32(0x8000)));
  // Close the gap: what stands before the point moves up by one byte, over the point.
  backdrop_byte_masks(_mm256_srlv_epi32(all, fraction), before);
  __m512i fours[2];
  for (int half = 0; half < 2; half++) {
    __m512i digits = _mm512_maskz_sub_epi8(inside[half], raw[half], _mm512_set1_epi8('0'));
    digits = _mm512_mask_blend_epi8(before[half], digits, _mm512_bslli_epi128(digits, 1));
    wrong[half] = _mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9));
    const __m512i pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010a));
    fours[half] = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00010064));
  }
  const __m512i eights = _mm512_madd_epi16(
      _mm512_packus_epi32(fours[0], fours[1]), _mm512_set1_epi32(0x00012710));
  // Packing put cells 0 and 4 side by side, 1 and 5, and so on.
  const __m512i mantissa = _mm512_permutexvar_epi64(
      _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7),
      _mm512_add_epi64(
          _mm512_mul_epu32(eights, _mm512_set1_epi64(100000000)), _mm512_srli_epi64(eights, 32)));
  const __mmask8 large = _mm512_cmpge_epu64_mask(mantissa, _mm512_set1_epi64(1LL << 53));
  // Of 16, which stands for no point, the lower bits say 0.
  const __m512d power = _mm512_permutex2var_pd(
      _mm512_setr_pd(1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7), _mm512_cvtepu32_epi64(fraction),
      _mm512_setr_pd(1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15));
  const __m512d magnitude = _mm512_div_pd(_mm512_cvtepi64_pd(mantissa), power);
  *values = _mm512_mask_xor_pd(magnitude, negative, magnitude, _mm512_set1_pd(-0.0));

  const __mmask8 hasLastPoint = _mm256_cmpeq_epi32_mask(fraction, _mm256_setzero_si256());
  const __mmask8 isWrong = _mm_test_epi16_mask(
      _mm_set_epi64x((long long)wrong[1], (long long)wrong[0]), _mm_set1_epi16(-1));
  return fits & ~(uint32_t)(hasZero | large | hasLastPoint | isWrong) & 0xff;
}

/// Reads the cells of a batch, and empties it.
static inline void backdrop_read_batch(backdrop_row_plan *plan, backdrop_batch *batch,
                                       const uint8_t *bytes, uint32_t origin) {
  const size_t count = batch->count;
  for (size_t index = 0; index < count; index += 8) {
    __m512d values;
    const uint32_t good =
        backdrop_numbers8(bytes, batch->start + index, batch->end + index, &values);
    double value[8];
    _mm512_storeu_pd(value, values);
    const size_t here = count - index < 8 ? count - index : 8;
    for (size_t place = 0; place < here; place++) {
      const uint32_t row = batch->row[index + place], column = batch->column[index + place];
      // Also what is no number is stored: the other parser writes over it.
      plan->columns[column].numbers[row] = value[place];
      if (__builtin_expect(!(good >> place & 1), 0)) {
        backdrop_hand_over(plan, origin, row, column, batch->start[index + place],
                           batch->end[index + place]);
      }
    }
  }
  batch->count = 0;
}

/// Reads eight cells of a row; before `ends` stands the end of the cell before them.
///
/// @param done how many of them were read before.
static inline void backdrop_read_cells8(backdrop_row_plan *plan, backdrop_batch *batch,
                                        const uint8_t *bytes, uint32_t origin, const uint32_t *ends,
                                        size_t column, size_t row, size_t done) {
  (void)batch;
  uint32_t starts[8];
  _mm256_storeu_si256(
      (__m256i *)starts,
      _mm256_add_epi32(_mm256_loadu_si256((const __m256i *)(ends - 1)), _mm256_set1_epi32(1)));
  __m512d values;
  const uint32_t good = backdrop_numbers8(bytes, starts, ends, &values);
  const backdrop_column *const target = plan->columns + column;
  double value[8];
  _mm512_storeu_pd(value, values);
  if (__builtin_expect(good == 0xff, 1)) {
    for (size_t place = 0; place < 8; place++) target[place].numbers[row] = value[place];
    return;
  }
  for (size_t place = done; place < 8; place++) {
    target[place].numbers[row] = value[place];
    if (good >> place & 1) continue;
    backdrop_hand_over(plan, origin, (uint32_t)row, (uint32_t)(column + place), starts[place],
                       ends[place]);
  }
}

/// Whether the ends of a row's fields are delimiters, up to the last one.
static inline int backdrop_are_delimiters(const backdrop_row_plan *plan, const uint8_t *bytes,
                                          size_t next, size_t last) {
  (void)bytes;
  const __m512i delimiter = _mm512_set1_epi8((char)plan->delimiter);
  const uint8_t *const marks = plan->marks + next;
  for (size_t column = 0; column < last; column += 64) {
    const size_t left = last - column;
    const __mmask64 counted = left < 64 ? ((uint64_t)1 << left) - 1 : UINT64_MAX;
    if (_mm512_mask_cmpneq_epi8_mask(counted, _mm512_loadu_si512(marks + column), delimiter)) {
      return 0;
    }
  }
  return 1;
}

/// Takes a row on one line whose only quotes are those around fields of texts, and within them doubled
/// ones, and writes where the texts are.
///
/// @param next the row's first place in `plan->offsets`; `found` is after the last one.
/// @param fields gets where the fields end, from the second place on, and before them where the row
///   starts; has room for BACKDROP_QUOTED_ROOM.
/// @return how many places are the row's; 0 where it is not such a row.
static inline size_t backdrop_quoted_row(const backdrop_row_plan *plan, size_t next, size_t found,
                                         uint32_t start, uint32_t origin, uint32_t here,
                                         uint32_t *fields) {
  const size_t last = plan->columnCount - 1, left = found - next;
  if (last == 0 || left <= last || last >= BACKDROP_QUOTED_FIELDS) return 0;
  const uint32_t *const offsets = plan->offsets + next;
  const __m512i marks = _mm512_loadu_si512(plan->marks + next);
  const uint64_t there = left < 64 ? ((uint64_t)1 << left) - 1 : UINT64_MAX;
  const uint64_t quotes = _mm512_mask_cmpeq_epi8_mask(there, marks, _mm512_set1_epi8('"'));
  const uint64_t others = there & ~quotes;
  // The place of the mark that ends the row.
  const uint64_t end = _pdep_u64((uint64_t)1 << last, others);
  const uint64_t row = end | (end - 1);
  const uint64_t delimiters =
      _mm512_cmpeq_epi8_mask(marks, _mm512_set1_epi8((char)plan->delimiter));
  const uint64_t feeds = _mm512_cmpeq_epi8_mask(marks, _mm512_set1_epi8('\n'));
  if (!(end & feeds) || (others & row & ~end & ~delimiters)) return 0;

  const size_t used = (size_t)__builtin_ctzll(end) + 1;
  fields[0] = start - 1;
  size_t written = 1;
  for (size_t place = 0; place < used; place += 16) {
    const __mmask16 mask = (__mmask16)((others & row) >> place);
    _mm512_storeu_si512(fields + written,
                        _mm512_maskz_compress_epi32(mask, _mm512_loadu_si512(offsets + place)));
    written += (size_t)__builtin_popcount(mask);
  }
  if (fields[last + 1] - start >= plan->rowLimit) return 0;
  // Which of the marks end the fields: what is between them are quotes.
  uint8_t places[64];
  _mm512_storeu_si512(places, _mm512_maskz_compress_epi8(others & row, backdrop_places()));
  size_t seen = 0;
  for (size_t text = 0; text < plan->textCount; text++) {
    const size_t column = plan->textColumns[text];
    const size_t first = column == 0 ? 0 : (size_t)places[column - 1] + 1;
    const size_t count = places[column] - first;
    uint32_t from = fields[column] + 1, to = fields[column + 1], doubled = 0;
    if (count > 0) {
      // They must be its first and its last byte, and the others stand in pairs.
      if (count % 2 || plan->columns[column].numbers || offsets[first] != from ||
          offsets[first + count - 1] != to - 1) {
        return 0;
      }
      for (size_t quote = 1; quote + 1 < count; quote += 2) {
        if (offsets[first + quote] + 1 != offsets[first + quote + 1]) return 0;
        doubled = BACKDROP_DOUBLED_QUOTES;
      }
      from++, to--;
      seen += count;
    }
    const backdrop_span span = {origin + from, (to - from) | doubled};
    plan->columns[column].texts[here] = span;
  }
  return seen == (size_t)__builtin_popcountll(quotes & row) ? used : 0;
}

/// Lets eight cells of a row wait, the `count` first of which count.
static inline void backdrop_add_cells8(backdrop_batch *batch, const uint32_t *ends,
                                       const uint32_t *columns, size_t row, size_t count) {
  const size_t place = batch->count;
  const __m256i column = _mm256_loadu_si256((const __m256i *)columns);
  const __m256i end = _mm256_i32gather_epi32((const int *)ends, column, 4);
  const __m256i before = _mm256_i32gather_epi32((const int *)(ends - 1), column, 4);
  _mm256_storeu_si256((__m256i *)(batch->start + place),
                      _mm256_add_epi32(before, _mm256_set1_epi32(1)));
  _mm256_storeu_si256((__m256i *)(batch->end + place), end);
  _mm256_storeu_si256((__m256i *)(batch->row + place), _mm256_set1_epi32((int)row));
  _mm256_storeu_si256((__m256i *)(batch->column + place), column);
  batch->count = place + count;
}

#endif
