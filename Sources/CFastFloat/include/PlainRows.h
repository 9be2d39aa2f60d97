#pragma once

#include "FieldEnds.h"
#include "NumberBatch.h"
#include "WideNumbers.h"

#include <string.h>

/// Parses rows that have nothing unusual about them, many at a time: the fast way beside a parser
/// that knows everything. Whatever it does not understand it leaves to that parser: it stops before
/// the row, or hands the cell over.
///
/// It is C for the same reason as ByteMasks.h, and inlined into the Swift that calls it.

#if BACKDROP_HAS_PLAIN_ROWS

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
  const size_t found =
      backdrop_field_ends(bytes, size, plan->delimiter, plan->offsets, plan->marks);
  const backdrop_column *const columns = plan->columns;
  const size_t last = plan->columnCount - 1;
  const uint8_t delimiter = plan->delimiter;
  backdrop_batch batch;
  // What is read beyond the last cell must stand in the text, too.
  memset(batch.start, 0, sizeof batch.start);
  memset(batch.end, 0, sizeof batch.end);
  batch.count = 0;
  uint32_t fields[BACKDROP_QUOTED_ROOM];
  size_t next = 0, rows = 0;
  uint32_t start = 0;
  plan->cellCount = 0;
  plan->isStopped = 1;
  // The end of the field before the first one.
  plan->offsets[-1] = (uint32_t)-1;
  while (rows < most) {
    const uint32_t rowStart = start;
    const uint32_t here = (uint32_t)(row + rows);
    const uint32_t *ends = offsets + next;
    // How many of the offsets are the row's, where it is read at once.
    size_t used = 0;
    // A row without quotes, CR and line breaks; of a single column, it may be a blank line.
    if (last > 0 && next + last < found && bytes[ends[last]] == '\n' &&
        backdrop_are_delimiters(plan, bytes, next, last) &&
        ends[last] - start < plan->rowLimit) {
      used = last + 1;
      for (size_t text = 0; text < plan->textCount; text++) {
        const size_t column = plan->textColumns[text];
        const uint32_t from = ends[(ptrdiff_t)column - 1] + 1;
        const backdrop_span span = {(uint32_t)origin + from, ends[column] - from};
        columns[column].texts[here] = span;
      }
    } else {
      used = backdrop_quoted_row(plan, next, found, start, (uint32_t)origin, here, fields);
      ends = fields + 1;
    }
    if (used > 0) {
      const size_t numbers = plan->numberCount;
      if (plan->isRun && batch.count == 0) {
        for (size_t column = 0; column < numbers; column += 8) {
          // The last eight may overlap with those before.
          const size_t done = column + 8 > numbers ? column + 8 - numbers : 0;
          backdrop_read_cells8(plan, &batch, bytes, (uint32_t)origin, ends + column - done,
                               column - done, here, done);
        }
      } else {
        for (size_t number = 0; number < numbers; number += 8) {
          const size_t left = numbers - number;
          backdrop_add_cells8(&batch, ends, plan->numberColumns + number, here,
                              left < 8 ? left : 8);
          if (batch.count >= BACKDROP_BATCH) {
            backdrop_read_batch(plan, &batch, bytes, (uint32_t)origin);
          }
        }
      }
      start = ends[last] + 1;
      next += used;
      rows++;
      continue;
    }
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
        if (batch.count >= BACKDROP_BATCH) backdrop_read_batch(plan, &batch, bytes, (uint32_t)origin);
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
  return BACKDROP_HAS_PLAIN_ROWS;
}
