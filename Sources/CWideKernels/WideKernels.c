#include "CWideKernels.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,fma"))), \
                             apply_to = function)

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

// Steps of a product before the next tile takes them, so that its operands stay in the first-level
// cache; a multiple of the lanes.
enum { BLOCK_LENGTH = 256 };

// Vectors that take each step of a function side by side: one alone would wait for its own steps.
enum { SIDE = 2 };
#define EACH UNROLL for (int side = 0; side < SIDE; side++)

// Single precision. The constants and the order of the steps are those of Numerics' Lanes.

// Of -x, or of -2x where `is_twice`: n + 127, a power's exponent, in the lowest bits of `shifted`, and expm1 of the rest
// r, or -1/2 of that. In place of x and the result the constants are multiplied by powers of two, which changes no bit.
INLINE void reduced_f32(const __m512 x[SIDE], const bool is_twice, __m512i shifted[SIDE],
                        __m512 fraction[SIDE]) {
  const float scale = is_twice ? -2 : -1;
  const __m512 shift = _mm512_set1_ps(0x1.8p23f + 127);
  __m512 r[SIDE], n[SIDE], square[SIDE], low[SIDE], middle[SIDE], high[SIDE];
  EACH n[side] = _mm512_fmadd_ps(x[side], _mm512_set1_ps(scale * 1.4426950408889634f), shift);
  EACH shifted[side] = _mm512_castps_si512(n[side]);
  EACH n[side] = _mm512_sub_ps(n[side], shift);
  // From here on r is r / -2 where `is_twice`.
  if (is_twice) {
    EACH r[side] = _mm512_fmadd_ps(n[side], _mm512_set1_ps(0x1.62e4p-2f), x[side]);
    EACH r[side] = _mm512_fmadd_ps(n[side], _mm512_set1_ps(0x1.7f7d1cp-21f), r[side]);
  } else {
    EACH r[side] = _mm512_fnmsub_ps(n[side], _mm512_set1_ps(0x1.62e4p-1f), x[side]);
    EACH r[side] = _mm512_fmadd_ps(n[side], _mm512_set1_ps(-0x1.7f7d1cp-20f), r[side]);
  }
  EACH square[side] = _mm512_mul_ps(r[side], r[side]);
  // A power's coefficient, for r / -2 times (-2)^power, and of the whole -1/2.
#define SCALED(POWER, COEFFICIENT) \
  ((COEFFICIENT) * (!is_twice ? 1 : (POWER) % 2 ? (1 << (POWER)) / 2.f : (1 << (POWER)) / -2.f))
#define PAIR(POWER, ODD, EVEN) \
  _mm512_fmadd_ps(_mm512_set1_ps(SCALED(POWER + 1, ODD)), r[side], _mm512_set1_ps(SCALED(POWER, EVEN)))
  EACH high[side] = PAIR(6, 0.000198909908246736538f, 0.00139336499963092504f);
  EACH middle[side] = PAIR(4, 0.00833331092548090083f, 0.0416664649252859054f);
  EACH low[side] = PAIR(2, 0.166666666816232314f, 0.50000000134658092f);
#undef PAIR
#undef SCALED
  EACH high[side] = _mm512_fmadd_ps(high[side], square[side], middle[side]);
  EACH high[side] = _mm512_fmadd_ps(high[side], square[side], low[side]);
  EACH fraction[side] = _mm512_fmadd_ps(square[side], high[side], r[side]);
}

INLINE __m512 power_f32(__m512i shifted) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(shifted, 23));
}

// Half of a normal number.
INLINE __m512 half_f32(__m512 x) {
  return _mm512_castsi512_ps(_mm512_sub_epi32(_mm512_castps_si512(x), _mm512_set1_epi32(1 << 23)));
}

// (1 - e) / (1 + e) for e = exp(-2|x|), above and below the line by half, and then by what rounding below the line has
// lost.
INLINE void tanh_f32(__m512 x[SIDE]) {
  __m512i shifted[SIDE];
  __m512 power[SIDE], half[SIDE], whole[SIDE], above[SIDE], below[SIDE], lost[SIDE], quotient[SIDE];
  __m512 size[SIDE], fraction[SIDE];
  const __m512 one_half = _mm512_set1_ps(0.5);
  EACH size[side] = _mm512_min_ps(_mm512_set1_ps(10), _mm512_abs_ps(x[side]));
  reduced_f32(size, true, shifted, fraction);
  EACH power[side] = power_f32(shifted[side]);
  EACH half[side] = half_f32(power[side]);
  EACH whole[side] = _mm512_add_ps(one_half, half[side]);
  EACH below[side] = _mm512_fnmadd_ps(power[side], fraction[side], whole[side]);
  EACH above[side] =
      _mm512_fmadd_ps(power[side], fraction[side], _mm512_sub_ps(one_half, half[side]));
  EACH quotient[side] = _mm512_div_ps(above[side], below[side]);
  EACH lost[side] = _mm512_fnmadd_ps(power[side], fraction[side],
                                     _mm512_sub_ps(whole[side], below[side]));
  EACH lost[side] = _mm512_fmadd_ps(lost[side], quotient[side], lost[side]);
  EACH quotient[side] = _mm512_fnmadd_ps(quotient[side], lost[side], quotient[side]);
  // The sign of x joins the bits.
  EACH x[side] = _mm512_castsi512_ps(
      _mm512_ternarylogic_epi32(_mm512_castps_si512(quotient[side]), _mm512_castps_si512(x[side]),
                                _mm512_set1_epi32(INT32_MIN), 0xf8));
}

INLINE void logistic_f32(__m512 x[SIDE]) {
  __m512i shifted[SIDE];
  __m512 power[SIDE], below[SIDE], fraction[SIDE];
  const __m512 one = _mm512_set1_ps(1);
  reduced_f32(x, false, shifted, fraction);
  EACH power[side] = power_f32(shifted[side]);
  EACH below[side] =
      _mm512_fmadd_ps(power[side], fraction[side], _mm512_add_ps(one, power[side]));
  EACH x[side] = _mm512_div_ps(one, below[side]);
}

// For magnitudes up to 1/2.
INLINE void central_logistic_f32(__m512 x[SIDE]) {
  __m512 square[SIDE], sum[SIDE];
  EACH square[side] = _mm512_mul_ps(x[side], x[side]);
  EACH sum[side] = _mm512_set1_ps(-0.00020049512386322021f);
#define NEXT(COEFFICIENT) \
  EACH sum[side] = _mm512_fmadd_ps(sum[side], square[side], _mm512_set1_ps(COEFFICIENT))
  NEXT(0.0020817380864173174f);
  NEXT(-0.020833253860473633f);
  NEXT(0.25f);
#undef NEXT
  EACH x[side] = _mm512_fmadd_ps(sum[side], x[side], _mm512_set1_ps(0.5f));
}

INLINE bool is_inside_f32(__m512 x) {
  return (_mm512_cmp_ps_mask(x, _mm512_set1_ps(-16), _CMP_GT_OQ) &
          _mm512_cmp_ps_mask(x, _mm512_set1_ps(80), _CMP_LT_OQ)) == 0xffff;
}

// The logarithm of positive normal numbers.
INLINE __m512 log_f32(__m512 x) {
  const __m512i bits = _mm512_castps_si512(x);
  const __m512i steps =
      _mm512_srai_epi32(_mm512_sub_epi32(bits, _mm512_set1_epi32(0x3f3504f3)), 23);
  const __m512 mantissa =
      _mm512_castsi512_ps(_mm512_sub_epi32(bits, _mm512_slli_epi32(steps, 23)));
  const __m512 n = _mm512_cvtepi32_ps(steps);
  const __m512 one = _mm512_set1_ps(1), two = _mm512_set1_ps(2);
  const __m512 f = mantissa - one;
  const __m512 s = f / (two + f);
  const __m512 square = s * s;
  __m512 sum = _mm512_set1_ps(0.233305819382418938f);
  sum = _mm512_fmadd_ps(sum, square, _mm512_set1_ps(0.285508165997115487f));
  sum = _mm512_fmadd_ps(sum, square, _mm512_set1_ps(0.400001218769720015f));
  sum = _mm512_fmadd_ps(sum, square, _mm512_set1_ps(0.666666665544516463f));
  const __m512 tail = square * sum;
  const __m512 half = f * f * _mm512_set1_ps(0.5f);
  const __m512 low = n * _mm512_set1_ps(0x1.7f7d1cp-20f);
  const __m512 inner = _mm512_fmadd_ps(s, half + tail, low);
  const __m512 result = half - inner - f;
  return _mm512_fmadd_ps(n, _mm512_set1_ps(0x1.62e4p-1f), _mm512_setzero_ps() - result);
}

// Double precision.

// Of factor times x: n + 1023, a power's exponent, in the lowest bits of `shifted`, and expm1 of the rest.
INLINE void reduced_f64(const __m512d x[SIDE], double factor, __m512i shifted[SIDE],
                        __m512d fraction[SIDE]) {
  const __m512d shift = _mm512_set1_pd(0x1.8p52 + 1023);
  __m512d r[SIDE], n[SIDE], square[SIDE], fourth[SIDE];
  __m512d c0[SIDE], c2[SIDE], c4[SIDE], c6[SIDE], c8[SIDE];
  EACH r[side] = _mm512_mul_pd(_mm512_set1_pd(factor), x[side]);
  EACH n[side] = _mm512_fmadd_pd(r[side], _mm512_set1_pd(1.4426950408889634), shift);
  EACH shifted[side] = _mm512_castps_si512(n[side]);
  EACH n[side] = _mm512_sub_pd(n[side], shift);
  EACH r[side] = _mm512_fmadd_pd(n[side], _mm512_set1_pd(-0x1.62e42fefa3800p-1), r[side]);
  EACH r[side] = _mm512_fmadd_pd(n[side], _mm512_set1_pd(-0x1.ef35793c76730p-45), r[side]);
  EACH square[side] = _mm512_mul_pd(r[side], r[side]);
  // The even powers' coefficients, each with the next odd one's.
#define PAIR(ODD, EVEN) _mm512_fmadd_pd(_mm512_set1_pd(ODD), r[side], _mm512_set1_pd(EVEN))
  EACH c8[side] = PAIR(2.51052170047207452e-8, 2.75572736431102953e-7);
  EACH c6[side] = PAIR(2.75572554002064244e-6, 0.0000248015873255477412);
  EACH c4[side] = PAIR(0.000198412698748206253, 0.00138888888888837483);
  EACH c2[side] = PAIR(0.00833333333332613513, 0.0416666666666666698);
  EACH c0[side] = PAIR(0.16666666666666671, 0.5);
#undef PAIR
  EACH fourth[side] = _mm512_mul_pd(square[side], square[side]);
  EACH c8[side] =
      _mm512_fmadd_pd(_mm512_set1_pd(2.09146869680868772e-9), square[side], c8[side]);
  EACH c4[side] = _mm512_fmadd_pd(c6[side], square[side], c4[side]);
  EACH c0[side] = _mm512_fmadd_pd(c2[side], square[side], c0[side]);
  EACH c4[side] = _mm512_fmadd_pd(c8[side], fourth[side], c4[side]);
  EACH c0[side] = _mm512_fmadd_pd(c4[side], fourth[side], c0[side]);
  EACH fraction[side] = _mm512_fmadd_pd(square[side], c0[side], r[side]);
}

INLINE __m512d power_f64(__m512i shifted) {
  return _mm512_castsi512_pd(_mm512_slli_epi64(shifted, 52));
}

INLINE void tanh_f64(__m512d x[SIDE]) {
  __m512i shifted[SIDE];
  __m512d power[SIDE], whole[SIDE], part[SIDE], above[SIDE], below[SIDE], quotient[SIDE];
  __m512d size[SIDE], fraction[SIDE], lost[SIDE], rest[SIDE];
  const __m512d one = _mm512_set1_pd(1), half = _mm512_set1_pd(0.5);
  EACH size[side] = _mm512_min_pd(_mm512_set1_pd(20), _mm512_abs_pd(x[side]));
  reduced_f64(size, -2, shifted, fraction);
  EACH power[side] = power_f64(shifted[side]);
  EACH whole[side] = _mm512_add_pd(one, power[side]);
  EACH part[side] = _mm512_sub_pd(one, power[side]);
  EACH below[side] = _mm512_fmadd_pd(power[side], fraction[side], whole[side]);
  EACH above[side] = _mm512_fnmadd_pd(power[side], fraction[side], part[side]);
  EACH quotient[side] = _mm512_div_pd(above[side], below[side]);
  // The remainder of the division, and what the rounding of its two numbers has lost.
  EACH rest[side] = _mm512_fnmadd_pd(quotient[side], below[side], above[side]);
  EACH lost[side] =
      _mm512_fmadd_pd(power[side], fraction[side], _mm512_sub_pd(whole[side], below[side]));
  EACH rest[side] = _mm512_fnmadd_pd(quotient[side], lost[side], rest[side]);
  EACH lost[side] =
      _mm512_fnmadd_pd(power[side], fraction[side], _mm512_sub_pd(part[side], above[side]));
  EACH rest[side] = _mm512_add_pd(rest[side], lost[side]);
  EACH lost[side] = _mm512_fmadd_pd(quotient[side], half, half);
  EACH quotient[side] = _mm512_fmadd_pd(rest[side], lost[side], quotient[side]);
  EACH x[side] = _mm512_castsi512_pd(
      _mm512_ternarylogic_epi64(_mm512_castps_si512(quotient[side]), _mm512_castps_si512(x[side]),
                                _mm512_set1_epi64(INT64_MIN), 0xf8));
}

INLINE void logistic_f64(__m512d x[SIDE]) {
  __m512i shifted[SIDE];
  __m512d power[SIDE], below[SIDE], fraction[SIDE];
  const __m512d one = _mm512_set1_pd(1);
  reduced_f64(x, -1, shifted, fraction);
  EACH power[side] = power_f64(shifted[side]);
  EACH below[side] =
      _mm512_fmadd_pd(power[side], fraction[side], _mm512_add_pd(one, power[side]));
  EACH x[side] = _mm512_div_pd(one, below[side]);
}

INLINE void central_logistic_f64(__m512d x[SIDE]) {
  __m512d square[SIDE], sum[SIDE];
  EACH square[side] = _mm512_mul_pd(x[side], x[side]);
  EACH sum[side] = _mm512_set1_pd(-2.0092625461027966e-08);
#define NEXT(COEFFICIENT) \
  EACH sum[side] = _mm512_fmadd_pd(sum[side], square[side], _mm512_set1_pd(COEFFICIENT))
  NEXT(2.184009397278319e-07);
  NEXT(-2.163698765420926e-06);
  NEXT(2.1356901755486787e-05);
  NEXT(-0.00021081349075401424);
  NEXT(0.0020833333332924884);
  NEXT(-0.020833333333332846);
  NEXT(0.25);
#undef NEXT
  EACH x[side] = _mm512_fmadd_pd(sum[side], x[side], _mm512_set1_pd(0.5));
}

INLINE bool is_inside_f64(__m512d x) {
  return (_mm512_cmp_pd_mask(x, _mm512_set1_pd(-36), _CMP_GT_OQ) &
          _mm512_cmp_pd_mask(x, _mm512_set1_pd(700), _CMP_LT_OQ)) == 0xff;
}

INLINE __m512d log_f64(__m512d x) {
  const __m512i bits = _mm512_castpd_si512(x);
  const __m512i steps =
      _mm512_srai_epi64(_mm512_sub_epi64(bits, _mm512_set1_epi64(0x3fe6a09e667f3bcd)), 52);
  const __m512d mantissa =
      _mm512_castsi512_pd(_mm512_sub_epi64(bits, _mm512_slli_epi64(steps, 52)));
  const __m512d n = _mm512_cvtepi64_pd(steps);
  const __m512d one = _mm512_set1_pd(1), two = _mm512_set1_pd(2);
  const __m512d f = mantissa - one;
  const __m512d s = f / (two + f);
  const __m512d square = s * s;
  __m512d sum = _mm512_set1_pd(0.130867670099481737);
  sum = _mm512_fmadd_pd(sum, square, _mm512_set1_pd(0.132687596685606127));
  sum = _mm512_fmadd_pd(sum, square, _mm512_set1_pd(0.153862402058134779));
  sum = _mm512_fmadd_pd(sum, square, _mm512_set1_pd(0.181817956308847532));
  sum = _mm512_fmadd_pd(sum, square, _mm512_set1_pd(0.222222223918004693));
  sum = _mm512_fmadd_pd(sum, square, _mm512_set1_pd(0.2857142857080323));
  sum = _mm512_fmadd_pd(sum, square, _mm512_set1_pd(0.400000000000008776));
  sum = _mm512_fmadd_pd(sum, square, _mm512_set1_pd(0.666666666666666665));
  const __m512d tail = square * sum;
  const __m512d half = f * f * _mm512_set1_pd(0.5);
  const __m512d low = n * _mm512_set1_pd(0x1.ef35793c76730p-45);
  const __m512d inner = _mm512_fmadd_pd(s, half + tail, low);
  const __m512d result = half - inner - f;
  return _mm512_fmadd_pd(n, _mm512_set1_pd(0x1.62e42fefa3800p-1), _mm512_setzero_pd() - result);
}

#define NAME(STEM) STEM##_f32
#define SCALAR float
#define LANES 8
#define VECTOR __m512
#define MASK __mmask16
#define ZERO() _mm512_setzero_ps()
#define SPLAT(X) _mm512_set1_ps(X)
#define ADD_PRODUCT(A, B, SUM) _mm512_fmadd_ps(A, B, SUM)
#define JOIN(LOW, HIGH) \
  _mm512_insertf32x8(_mm512_castps256_ps512(_mm256_loadu_ps(LOW)), _mm256_loadu_ps(HIGH), 1)
#define STORE_LOW(TO, X) _mm256_storeu_ps(TO, _mm512_castps512_ps256(X))
#define STORE_HIGH(TO, X) _mm256_storeu_ps(TO, _mm512_extractf32x8_ps(X, 1))
#define LOAD(M, FROM) _mm512_maskz_loadu_ps(M, FROM)
#define STORE(M, TO, X) _mm512_mask_storeu_ps(TO, M, X)
#define GREATEST(A, B) _mm512_range_ps(A, B, 0xb)
#define LESS_SQUARE(X) _mm512_fmsub_ps(X, X, X)
#define OR(A, B, C) \
  _mm512_castsi512_ps(_mm512_ternarylogic_epi32(_mm512_castps_si512(A), _mm512_castps_si512(B), \
                                                _mm512_castps_si512(C), 0xfe))
#define EQUAL(A, B) _mm512_cmp_ps_mask(A, B, _CMP_EQ_OQ)
#define DIFFERS(A, B) _mm512_cmp_ps_mask(A, B, _CMP_NEQ_UQ)
#define NOT_BELOW(A, B) _mm512_cmp_ps_mask(A, B, _CMP_NLT_UQ)
#define CHOOSE(M, A, B) _mm512_mask_blend_ps(M, A, B)
#define OTHER_UNLESS(M, X) _mm512_mask_sub_ps(X, _knot_mask16(M), SPLAT(1), X)
#define INSIDE 15
#include "WideProducts.inc"
#include "WideNarrow.inc"

#undef EQUAL
#undef LESS_SQUARE
#undef OR
#undef DIFFERS
#undef NOT_BELOW
#undef GREATEST
#undef INSIDE
#undef CHOOSE
#undef OTHER_UNLESS
#undef NAME
#undef SCALAR
#undef LANES
#undef VECTOR
#undef MASK
#undef ZERO
#undef SPLAT
#undef ADD_PRODUCT
#undef JOIN
#undef STORE_LOW
#undef STORE_HIGH
#undef LOAD
#undef STORE
#define NAME(STEM) STEM##_f64
#define SCALAR double
#define LANES 4
#define VECTOR __m512d
#define MASK __mmask8
#define ZERO() _mm512_setzero_pd()
#define SPLAT(X) _mm512_set1_pd(X)
#define ADD_PRODUCT(A, B, SUM) _mm512_fmadd_pd(A, B, SUM)
#define JOIN(LOW, HIGH) \
  _mm512_insertf64x4(_mm512_castpd256_pd512(_mm256_loadu_pd(LOW)), _mm256_loadu_pd(HIGH), 1)
#define STORE_LOW(TO, X) _mm256_storeu_pd(TO, _mm512_castpd512_pd256(X))
#define STORE_HIGH(TO, X) _mm256_storeu_pd(TO, _mm512_extractf64x4_pd(X, 1))
#define LOAD(M, FROM) _mm512_maskz_loadu_pd(M, FROM)
#define STORE(M, TO, X) _mm512_mask_storeu_pd(TO, M, X)
#define GREATEST(A, B) _mm512_range_pd(A, B, 0xb)
#define LESS_SQUARE(X) _mm512_fmsub_pd(X, X, X)
#define OR(A, B, C) \
  _mm512_castsi512_pd(_mm512_ternarylogic_epi64(_mm512_castpd_si512(A), _mm512_castpd_si512(B), \
                                                _mm512_castpd_si512(C), 0xfe))
#define EQUAL(A, B) _mm512_cmp_pd_mask(A, B, _CMP_EQ_OQ)
#define DIFFERS(A, B) _mm512_cmp_pd_mask(A, B, _CMP_NEQ_UQ)
#define NOT_BELOW(A, B) _mm512_cmp_pd_mask(A, B, _CMP_NLT_UQ)
#define CHOOSE(M, A, B) _mm512_mask_blend_pd(M, A, B)
#define OTHER_UNLESS(M, X) _mm512_mask_sub_pd(X, _knot_mask8(M), SPLAT(1), X)
#define INSIDE 35
#include "WideProducts.inc"
#include "WideNarrow.inc"

#include "WideRows.inc"
#include "WideRowProducts.inc"
#include "WideShallow.inc"
#include "WideShallowScores.inc"
#include "WideShallowLoss.inc"
#include "WideShallowGradient.inc"

#pragma clang attribute pop

bool wide_is_present(void) {
  unsigned a, b, c, d, low, high;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return false;
  // XCR0: the system saves the 128-, 256- and 512-bit registers and the masks. Source: Intel SDM
  // vol. 1, section 15.2.
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & 0xe6u) != 0xe6u) return false;
  const unsigned wanted = bit_AVX512F | bit_AVX512DQ | bit_AVX512BW | bit_AVX512VL;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & wanted) == wanted;
}

#else

bool wide_is_present(void) { return false; }

#endif
