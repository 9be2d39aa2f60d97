#pragma once

#include "FieldEnds.h"
#include "NumberBatch.h"

#include <string.h>

/// Parses rows that have nothing unusual about them, many at a time: the fast way beside a parser
/// that knows everything. Whatever it does not understand it leaves to that parser: it stops before
/// the row, or hands the cell over.
///
/// It is C for the same reason as ByteMasks.h, and inlined into the Swift that calls it.

#if defined(__AVX2__)

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

/// Parses rows from `position` on, which is the start of one, as long as they are plain.
///
/// @param text the 16 bytes before it and 64 after `count` must be readable.
/// @param row the place of the first row in the columns.
/// @param most the most rows.
/// @return how many rows; `position` is after them.
static inline size_t backdrop_plain_rows(backdrop_row_plan *plan, const uint8_t *text, size_t count,
                                         size_t *position, size_t row, size_t most) {
  const size_t origin = *position;
  const uint8_t *const bytes = text + origin;
  const size_t size = count - origin < plan->window ? count - origin : plan->window;
  const uint32_t *const offsets = plan->offsets;
  int isSimple;
  const size_t found =
      backdrop_field_ends(bytes, size, plan->delimiter, plan->offsets, &isSimple);
  const backdrop_column *const columns = plan->columns;
  const size_t last = plan->columnCount - 1;
  const uint8_t delimiter = plan->delimiter;
  backdrop_batch batch;
  // What is read beyond the last cell must stand in the text, too.
  memset(batch.start, 0, sizeof batch.start);
  memset(batch.end, 0, sizeof batch.end);
  batch.count = 0;
  size_t next = 0, rows = 0;
  uint32_t start = 0;
  plan->cellCount = 0;
  plan->isStopped = 1;
  if (isSimple && plan->isAllNumbers && last >= 7) {
    // The end of the field before the first one.
    plan->offsets[-1] = (uint32_t)-1;
    while (rows < most && next + last < found) {
      const uint32_t *const ends = offsets + next;
      if (bytes[ends[last]] != '\n' || ends[last] - start >= plan->rowLimit) break;
      // Only the last of the ends may be a line's.
      uint32_t marks = 0;
      for (size_t column = 0; column < last; column++) marks |= bytes[ends[column]] ^ delimiter;
      if (marks) break;
      for (size_t text = 0; text < plan->textCount; text++) {
        const size_t column = plan->textColumns[text];
        const uint32_t from = ends[(ptrdiff_t)column - 1] + 1;
        const backdrop_span span = {(uint32_t)origin + from, ends[column] - from};
        columns[column].texts[row + rows] = span;
      }
      for (size_t column = 0; column <= last; column += 8) {
        // The last eight may overlap with those before.
        const size_t done = column + 7 > last ? column + 7 - last : 0;
        backdrop_read_cells8(plan, &batch, bytes, (uint32_t)origin, ends + column - done,
                             column - done, row + rows, done);
      }
      start = ends[last] + 1;
      next += last + 1;
      rows++;
    }
  }
  while (rows < most) {
    const uint32_t rowStart = start;
    const uint32_t here = (uint32_t)(row + rows);
    for (size_t column = 0; column <= last; column++) {
      if (next >= found) goto end;
      uint32_t end = offsets[next++];
      uint32_t from = start, to = end, doubled = 0;
      const uint8_t mark = bytes[end];
      if (__builtin_expect(mark == '"', 0)) {
        if (end != start) goto stop;
        from = start + 1;
        for (;;) {
          if (next >= found) goto end;
          to = offsets[next++];
          if (bytes[to] != '"') goto stop;
          if (bytes[to + 1] != '"') break;
          doubled = BACKDROP_DOUBLED_QUOTES;
          next++;
        }
        if (next >= found) goto end;
        end = offsets[next++];
        if (end != to + 1) goto stop;
      }
      uint32_t after = end + 1;
      if (column < last) {
        if (bytes[end] != delimiter) goto stop;
      } else if (bytes[end] != '\n') {
        if (bytes[end] != '\r' || bytes[after] != '\n') goto stop;
        if (next >= found) goto end;
        next++;
        after++;
      }
      const backdrop_column target = columns[column];
      if (target.texts) {
        const backdrop_span span = {(uint32_t)origin + from, (to - from) | doubled};
        target.texts[here] = span;
      }
      if (target.numbers) {
        const size_t place = batch.count++;
        batch.start[place] = from;
        batch.end[place] = to;
        batch.row[place] = here;
        batch.column[place] = (uint32_t)column;
        if (place + 1 == BACKDROP_BATCH) backdrop_read_batch(plan, &batch, bytes, (uint32_t)origin);
        // Digits and quotes are no number: the other parser says so.
        if (doubled) goto stop;
      }
      start = after;
      // Of a single column, it is a blank line.
      if (last == 0 && end == rowStart) goto stop;
    }
    if (start - rowStart > plan->rowLimit) goto stop;
    rows++;
    continue;
  end:
    plan->isStopped = 0;
  stop:
    start = rowStart;
    break;
  }
  backdrop_read_batch(plan, &batch, bytes, (uint32_t)origin);
  // Cells of the row that was given up do not count.
  while (plan->cellCount > 0 && plan->cells[plan->cellCount - 1].row >= row + rows) plan->cellCount--;
  *position = origin + start;
  return rows;
}

#else

/// Leaves every row to the parser that knows everything.
static inline size_t backdrop_plain_rows(backdrop_row_plan *plan, const uint8_t *text, size_t count,
                                         size_t *position, size_t row, size_t most) {
  (void)text, (void)count, (void)position, (void)row, (void)most;
  plan->cellCount = 0;
  plan->isStopped = 1;
  return 0;
}

#endif

/// Whether `backdrop_plain_rows` parses any rows on this machine.
static inline int backdrop_has_plain_rows(void) {
#if defined(__AVX2__)
  return 1;
#else
  return 0;
#endif
}
