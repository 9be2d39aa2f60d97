#include <stdint.h>

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>
#include <string.h>

// Everything from here on is compiled for AVX-512, the functions of the headers as well.
#pragma clang attribute push(__attribute__((target( \
    "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512vbmi2,pclmul,bmi,bmi2,lzcnt,popcnt"))), \
                             apply_to = function)
#define BACKDROP_WIDE 1
#include "PlainRows.h"
#include "RecordEnds.h"

size_t backdrop_plain_rows_wide(backdrop_row_plan *plan, const uint8_t *text, size_t count,
                                size_t *position, size_t row, size_t most) {
  return backdrop_plain_rows(plan, text, count, position, row, most);
}

void backdrop_look_for_record_ends_wide(const uint8_t *bytes, size_t start, size_t count,
                                        backdrop_record_ends *ends) {
  backdrop_look_for_record_ends(bytes, start, count, ends);
}

#pragma clang attribute pop

int backdrop_has_wide_rows(void) {
  unsigned a, b, c, d, low, high;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_PCLMUL)) return 0;
  // XCR0: the system saves the 128-, 256- and 512-bit registers and the masks. Source: Intel SDM
  // vol. 1, section 15.2.
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & 0xe6u) != 0xe6u) return 0;
  const unsigned wanted =
      bit_BMI2 | bit_AVX512F | bit_AVX512DQ | bit_AVX512BW | bit_AVX512VL | bit_AVX512CD;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & wanted) == wanted &&
         (c & bit_AVX512VBMI2) != 0;
}

#else

#include "PlainRows.h"
#include "RecordEnds.h"

size_t backdrop_plain_rows_wide(backdrop_row_plan *plan, const uint8_t *text, size_t count,
                                size_t *position, size_t row, size_t most) {
  return backdrop_plain_rows(plan, text, count, position, row, most);
}

void backdrop_look_for_record_ends_wide(const uint8_t *bytes, size_t start, size_t count,
                                        backdrop_record_ends *ends) {
  backdrop_look_for_record_ends(bytes, start, count, ends);
}

int backdrop_has_wide_rows(void) { return 0; }

#endif
