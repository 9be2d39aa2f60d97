#pragma once

#include "ShortDigits.h"

#include <stddef.h>
#include <stdint.h>

/// A part of the text: where it starts, and how many bytes it has.
typedef struct {
  uint32_t start;
  /// The topmost bit says that doubled quotes are to be undone.
  uint32_t count;
} backdrop_span;

#define BACKDROP_DOUBLED_QUOTES 0x80000000u

/// What becomes of the cells of one column of the file.
typedef struct {
  /// Gets the numbers; null for a column that is not read as numbers.
  double *numbers;
  /// Gets where the texts are; null for a column that is not read as texts.
  backdrop_span *texts;
} backdrop_column;

/// A cell of a column of numbers that is left to the parser that knows everything.
typedef struct {
  uint32_t row, column;
  backdrop_span text;
} backdrop_cell;

/// What `backdrop_plain_rows` works on.
typedef struct {
  const backdrop_column *columns;
  /// Columns of the file, at least one.
  size_t columnCount;
  /// The indices of the columns that are read as numbers; readable up to the next multiple of eight.
  const uint32_t *numberColumns;
  size_t numberCount;
  /// Whether they are the first columns of the file, and eight at least.
  int isRun;
  /// The indices of the columns that are read as texts.
  const size_t *textColumns;
  size_t textCount;
  uint8_t delimiter;
  /// The most bytes that a row may have here.
  size_t rowLimit;
  /// How many bytes of text are looked at in one call.
  size_t window;
  /// Room for the offsets of the ends of their fields: one before, and 80 more than bytes.
  uint32_t *offsets;
  /// Room for the bytes at these offsets: as many, and 64 more.
  uint8_t *marks;
  /// Room for the cells that are handed over by one call: as many as bytes. They come in the order
  /// of the file.
  backdrop_cell *cells;
  /// How many of them are set.
  size_t cellCount;
  /// Whether the call stopped at a row that is not plain, and not at the end of its bytes.
  int isStopped;
} backdrop_row_plan;

#if BACKDROP_HAS_PLAIN_ROWS

/// The cells that wait to be read as numbers together: when there are 64, and up to seven more,
/// they are.
enum { BACKDROP_BATCH = 64, BACKDROP_BATCH_ROOM = BACKDROP_BATCH + 8 };
typedef struct {
  uint32_t start[BACKDROP_BATCH_ROOM], end[BACKDROP_BATCH_ROOM];
  uint32_t row[BACKDROP_BATCH_ROOM], column[BACKDROP_BATCH_ROOM];
  uint32_t length[BACKDROP_BATCH_ROOM], sign[BACKDROP_BATCH_ROOM];
  size_t count;
} backdrop_batch;

/// The most fields of a row that `backdrop_quoted_row` takes, and the room for where they end: a vector
/// more, and the start of the row.
enum { BACKDROP_QUOTED_FIELDS = 64, BACKDROP_QUOTED_ROOM = BACKDROP_QUOTED_FIELDS + 32 };

/// Hands a cell over to the parser that knows everything.
static inline void backdrop_hand_over(backdrop_row_plan *plan, uint32_t origin, uint32_t row,
                                      uint32_t column, uint32_t start, uint32_t end) {
  const backdrop_cell cell = {row, column, {origin + start, end - start}};
  plan->cells[plan->cellCount++] = cell;
}

#endif

#if BACKDROP_HAS_PLAIN_ROWS && !defined(BACKDROP_WIDE)

/// 16 zero bytes, 16 bytes of ones, 32 zero bytes.
static const uint8_t backdrop_steps[64] = {
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
};

/// 10 to the power of 0...15 and 1, and from 32 on the same negated.
static const double backdrop_powers[64] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    1,    1,    1,    1,    1,    1,    1,    1,    1,    1,    1,    1,    1,    1,    1,    1,
    -1e0, -1e1, -1e2, -1e3, -1e4, -1e5, -1e6, -1e7, -1e8, -1e9, -1e10, -1e11, -1e12, -1e13, -1e14, -1e15,
    -1,   -1,   -1,   -1,   -1,   -1,   -1,   -1,   -1,   -1,   -1,   -1,   -1,   -1,   -1,   -1,
};

static inline __m256i backdrop_two_loads(const uint8_t *low, const uint8_t *high) {
  return _mm256_inserti128_si256(
      _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)low)),
      _mm_loadu_si128((const __m128i *)high), 1);
}

/// Takes the signs off eight cells.
/// @return a bit for each cell that is no short number: nothing but a sign, more than 16 characters
///   after it, or digits after a leading zero, which may be a name.
static inline uint32_t backdrop_signs8(const uint8_t *bytes, __m256i start, __m256i end,
                                       uint32_t *lengths, uint32_t *signs) {
  const __m256i first = _mm256_i32gather_epi32((const int *)bytes, start, 1);
  const __m256i low = _mm256_set1_epi32(0xff);
  const __m256i negative =
      _mm256_cmpeq_epi32(_mm256_and_si256(first, low), _mm256_set1_epi32('-'));
  const __m256i length = _mm256_add_epi32(_mm256_sub_epi32(end, start), negative);
  _mm256_storeu_si256((__m256i *)lengths, length);
  _mm256_storeu_si256((__m256i *)signs, _mm256_and_si256(negative, _mm256_set1_epi32(32)));
  const __m256i fifteen = _mm256_set1_epi32(15);
  const __m256i fits = _mm256_cmpeq_epi32(
      _mm256_max_epu32(_mm256_sub_epi32(length, _mm256_set1_epi32(1)), fifteen), fifteen);
  const __m256i offset = _mm256_xor_si256(first, _mm256_set1_epi32(0x3030));
  const __m256i isZero = _mm256_cmpeq_epi32(_mm256_and_si256(offset, low), _mm256_setzero_si256());
  const __m256i isDigit = _mm256_cmpgt_epi32(
      _mm256_set1_epi32(10), _mm256_and_si256(_mm256_srli_epi32(offset, 8), low));
  const __m256i good = _mm256_andnot_si256(_mm256_and_si256(isZero, isDigit), fits);
  return ~(uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(good)) & 0xff;
}

/// Reads four cells as numbers of digits and a point.
///
/// The multiply-add cascade is that of ShortDigits.h. A mantissa of up to 2^53 and the power of ten
/// are both exact, so the division rounds once (Clinger 1990); the sign is the power's.
/// @return whether all four are such numbers.
static inline int backdrop_numbers4(const uint8_t *bytes, const uint32_t *end,
                                    const uint32_t *length, const uint32_t *sign,
                                    __m256d *values) {
  const __m256i raw[2] = {
      backdrop_two_loads(bytes + end[0] - 16, bytes + end[1] - 16),
      backdrop_two_loads(bytes + end[2] - 16, bytes + end[3] - 16)};
  const __m256i inside[2] = {
      backdrop_two_loads(backdrop_steps + (length[0] & 31), backdrop_steps + (length[1] & 31)),
      backdrop_two_loads(backdrop_steps + (length[2] & 31), backdrop_steps + (length[3] & 31))};
  __m256i fours[2];
  uint32_t fraction[4];
  __m256i wrong = _mm256_setzero_si256();
  for (int pair = 0; pair < 2; pair++) {
    // What stands before the number becomes zeros.
    __m256i digits =
        _mm256_and_si256(_mm256_sub_epi8(raw[pair], _mm256_set1_epi8('0')), inside[pair]);
    const __m256i isPoint =
        _mm256_and_si256(_mm256_cmpeq_epi8(raw[pair], _mm256_set1_epi8('.')), inside[pair]);
    const uint32_t points = (uint32_t)_mm256_movemask_epi8(isPoint);
    // The digits after the last point; 16 without a point.
    fraction[2 * pair] = (uint32_t)__builtin_clz(points << 16 | 0x8000);
    fraction[2 * pair + 1] = (uint32_t)__builtin_clz((points & 0xffff0000) | 0x8000);
    // Close the gap: what stands before the point moves up by one byte, over the point.
    const __m256i before = backdrop_two_loads(backdrop_steps + 16 + fraction[2 * pair],
                                              backdrop_steps + 16 + fraction[2 * pair + 1]);
    digits = _mm256_blendv_epi8(digits, _mm256_slli_si256(digits, 1), before);
    wrong = _mm256_or_si256(wrong, _mm256_subs_epu8(digits, _mm256_set1_epi8(9)));
    const __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010a));
    fours[pair] = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00010064));
  }
  const __m256i packed = _mm256_packus_epi32(fours[0], fours[1]);
  const __m256i eights = _mm256_madd_epi16(packed, _mm256_set1_epi32(0x00012710));
  const __m256d places = _mm256_setr_pd(1e8, 1, 1e8, 1);
  const __m256d low = _mm256_mul_pd(_mm256_cvtepi32_pd(_mm256_castsi256_si128(eights)), places);
  const __m256d high = _mm256_mul_pd(_mm256_cvtepi32_pd(_mm256_extracti128_si256(eights, 1)), places);
  const __m256d mantissa = _mm256_hadd_pd(low, high);
  const __m256d power = _mm256_setr_pd(
      backdrop_powers[fraction[0] + sign[0]], backdrop_powers[fraction[1] + sign[1]],
      backdrop_powers[fraction[2] + sign[2]], backdrop_powers[fraction[3] + sign[3]]);
  *values = _mm256_div_pd(mantissa, power);
  const __m256d large = _mm256_cmp_pd(mantissa, _mm256_set1_pd(9007199254740992.0), _CMP_GE_OQ);
  // A point at the end may be all there is.
  const int hasLastPoint = !fraction[0] | !fraction[1] | !fraction[2] | !fraction[3];
  const __m256i doubts = _mm256_or_si256(wrong, _mm256_castpd_si256(large));
  return _mm256_testz_si256(doubts, doubts) & !hasLastPoint;
}

/// Reads one cell, or hands it over.
static inline void backdrop_number1(backdrop_row_plan *plan, const backdrop_batch *batch,
                                    size_t index, const uint8_t *bytes, uint32_t origin,
                                    int isDoubtful) {
  const uint32_t row = batch->row[index], column = batch->column[index];
  const uint32_t length = batch->length[index];
  double *const value = plan->columns[column].numbers + row;
  if (!isDoubtful) {
    int fraction;
    const uint64_t mantissa =
        backdrop_short_digits(bytes + batch->end[index], (int)length, &fraction);
    if (mantissa <= (uint64_t)1 << 53) {
      const double magnitude = (double)(int64_t)mantissa;
      // A point before 16 digits has the power 16, which stands for none.
      *value = fraction < 16 ? magnitude / backdrop_powers[fraction + batch->sign[index]]
                             : magnitude / (batch->sign[index] ? -1e16 : 1e16);
      return;
    }
  }
  backdrop_hand_over(plan, origin, row, column, batch->start[index], batch->end[index]);
}

/// Reads the cells of a batch, and empties it.
static inline void backdrop_read_batch(backdrop_row_plan *plan, backdrop_batch *batch,
                                       const uint8_t *bytes, uint32_t origin) {
  const size_t count = batch->count;
  for (size_t index = 0; index < count; index += 8) {
    const uint32_t doubtful = backdrop_signs8(
        bytes, _mm256_loadu_si256((const __m256i *)(batch->start + index)),
        _mm256_loadu_si256((const __m256i *)(batch->end + index)), batch->length + index,
        batch->sign + index);
    for (size_t place = index; place < index + 8 && place < count; place += 4) {
      const uint32_t doubts = doubtful >> (place - index) & 15;
      __m256d values;
      if (__builtin_expect(
              place + 4 <= count && doubts == 0 &&
                  backdrop_numbers4(bytes, batch->end + place, batch->length + place,
                                    batch->sign + place, &values),
              1)) {
        const __m128d low = _mm256_castpd256_pd128(values);
        const __m128d high = _mm256_extractf128_pd(values, 1);
        const uint32_t *const row = batch->row + place, *const column = batch->column + place;
        _mm_storel_pd(plan->columns[column[0]].numbers + row[0], low);
        _mm_storeh_pd(plan->columns[column[1]].numbers + row[1], low);
        _mm_storel_pd(plan->columns[column[2]].numbers + row[2], high);
        _mm_storeh_pd(plan->columns[column[3]].numbers + row[3], high);
        continue;
      }
      for (size_t one = place; one < place + 4 && one < count; one++) {
        backdrop_number1(plan, batch, one, bytes, origin, doubts >> (one - place) & 1);
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
  const __m256i start = _mm256_add_epi32(_mm256_loadu_si256((const __m256i *)(ends - 1)),
                                         _mm256_set1_epi32(1));
  uint32_t length[8], sign[8];
  const uint32_t doubtful = backdrop_signs8(
      bytes, start, _mm256_loadu_si256((const __m256i *)ends), length, sign);
  const backdrop_column *const target = plan->columns + column;
  __m256d one, other;
  if (__builtin_expect(doubtful == 0 && backdrop_numbers4(bytes, ends, length, sign, &one) &&
                           backdrop_numbers4(bytes, ends + 4, length + 4, sign + 4, &other),
                       1)) {
    _mm_storel_pd(target[0].numbers + row, _mm256_castpd256_pd128(one));
    _mm_storeh_pd(target[1].numbers + row, _mm256_castpd256_pd128(one));
    _mm_storel_pd(target[2].numbers + row, _mm256_extractf128_pd(one, 1));
    _mm_storeh_pd(target[3].numbers + row, _mm256_extractf128_pd(one, 1));
    _mm_storel_pd(target[4].numbers + row, _mm256_castpd256_pd128(other));
    _mm_storeh_pd(target[5].numbers + row, _mm256_castpd256_pd128(other));
    _mm_storel_pd(target[6].numbers + row, _mm256_extractf128_pd(other, 1));
    _mm_storeh_pd(target[7].numbers + row, _mm256_extractf128_pd(other, 1));
    return;
  }
  for (size_t place = done; place < 8; place++) {
    const size_t free = batch->count++;
    batch->start[free] = ends[(ptrdiff_t)place - 1] + 1;
    batch->end[free] = ends[place];
    batch->row[free] = (uint32_t)row;
    batch->column[free] = (uint32_t)(column + place);
  }
  backdrop_read_batch(plan, batch, bytes, origin);
}

/// Whether the ends of a row's fields are delimiters, up to the last one.
static inline int backdrop_are_delimiters(const backdrop_row_plan *plan, const uint8_t *bytes,
                                          size_t next, size_t last) {
  uint32_t marks = 0;
  const uint32_t *const ends = plan->offsets + next;
  for (size_t column = 0; column < last; column++) marks |= bytes[ends[column]] ^ plan->delimiter;
  return marks == 0;
}

/// Takes no row with quotes: field by field is as good without 64-byte vectors.
static inline size_t backdrop_quoted_row(const backdrop_row_plan *plan, size_t next, size_t found,
                                         uint32_t start, uint32_t origin, uint32_t here,
                                         uint32_t *fields) {
  (void)plan, (void)next, (void)found, (void)start, (void)origin, (void)here, (void)fields;
  return 0;
}

/// Lets eight cells of a row wait, the `count` first of which count.
static inline void backdrop_add_cells8(backdrop_batch *batch, const uint32_t *ends,
                                       const uint32_t *columns, size_t row, size_t count) {
  const size_t place = batch->count;
  for (size_t index = 0; index < count; index++) {
    const uint32_t column = columns[index];
    batch->start[place + index] = ends[(ptrdiff_t)column - 1] + 1;
    batch->end[place + index] = ends[column];
    batch->row[place + index] = (uint32_t)row;
    batch->column[place + index] = column;
  }
  batch->count = place + count;
}

#endif
