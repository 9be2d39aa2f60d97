#ifndef CPROCESSOR_H
#define CPROCESSOR_H

#include <stdbool.h>

#if defined(__x86_64__)
#include <cpuid.h>

/// Whether the operating system saves the 256-bit registers (XCR0 bits 1 and 2).
/// Only to be called where OSXSAVE is set. Source: Intel SDM vol. 1, section 14.3.
static inline bool cprocessor_saves_ymm(void) {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (low & 6u) == 6u;
}

/// Whether the processor has x86-64-v3: AVX2, FMA, BMI1, BMI2, F16C, LZCNT and MOVBE.
/// Source: x86-64 psABI, section 3.1.1, table 3.1.
static inline bool cprocessor_runs_kernels(void) {
  unsigned a, b, c, d;
  const unsigned first = bit_FMA | bit_MOVBE | bit_OSXSAVE | bit_AVX | bit_F16C;
  if (!__get_cpuid(1, &a, &b, &c, &d) || (c & first) != first) return false;
  if (!cprocessor_saves_ymm()) return false;
  const unsigned seventh = bit_BMI | bit_AVX2 | bit_BMI2;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || (b & seventh) != seventh) return false;
  return __get_cpuid(0x80000001u, &a, &b, &c, &d) && (c & bit_LZCNT) != 0;
}

#else

/// Always true: arm64 has vectors and fused multiply-add in its base.
static inline bool cprocessor_runs_kernels(void) { return true; }

#endif
#endif
