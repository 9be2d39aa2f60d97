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

// Single precision. The constants and the order of the steps are those of Numerics' Lanes.

INLINE __m512 reduced_f32(__m512 x, __m512i *shifted) {
  const __m512 shift = _mm512_set1_ps(0x1.8p23f);
  const __m512 rounded = _mm512_fmadd_ps(x, _mm512_set1_ps(1.4426950408889634f), shift);
  const __m512 n = _mm512_sub_ps(rounded, shift);
  __m512 r = _mm512_fmadd_ps(n, _mm512_set1_ps(-0x1.62e4p-1f), x);
  r = _mm512_fmadd_ps(n, _mm512_set1_ps(-0x1.7f7d1cp-20f), r);
  const __m512 square = _mm512_mul_ps(r, r);
  const __m512 low = _mm512_fmadd_ps(_mm512_set1_ps(0.166666666816232314f), r,
                                     _mm512_set1_ps(0.50000000134658092f));
  const __m512 middle = _mm512_fmadd_ps(_mm512_set1_ps(0.00833331092548090083f), r,
                                        _mm512_set1_ps(0.0416664649252859054f));
  const __m512 high = _mm512_fmadd_ps(_mm512_set1_ps(0.000198909908246736538f), r,
                                      _mm512_set1_ps(0.00139336499963092504f));
  const __m512 tail = _mm512_fmadd_ps(_mm512_fmadd_ps(high, square, middle), square, low);
  *shifted = _mm512_castps_si512(rounded);
  return _mm512_fmadd_ps(square, tail, r);
}

INLINE __m512 power_f32(__m512i shifted) {
  return _mm512_castsi512_ps(
      _mm512_add_epi32(_mm512_slli_epi32(shifted, 23), _mm512_set1_epi32(0x3f800000)));
}

INLINE __m512 tanh_f32(__m512 x) {
  const __m512 size = _mm512_min_ps(_mm512_set1_ps(10), _mm512_abs_ps(x));
  __m512i shifted;
  const __m512 fraction = reduced_f32(_mm512_mul_ps(_mm512_set1_ps(-2), size), &shifted);
  const __m512 power = power_f32(shifted);
  const __m512 one = _mm512_set1_ps(1);
  const __m512 numerator = _mm512_fnmadd_ps(power, fraction, _mm512_sub_ps(one, power));
  const __m512 whole = _mm512_add_ps(one, power);
  const __m512 denominator = _mm512_fmadd_ps(power, fraction, whole);
  const __m512 half = _mm512_mul_ps(
      _mm512_fmadd_ps(power, fraction, _mm512_sub_ps(whole, denominator)), _mm512_set1_ps(0.5));
  const __m512 quotient = _mm512_div_ps(numerator, denominator);
  const __m512 loss = _mm512_fmadd_ps(half, quotient, half);
  const __m512 result = _mm512_fnmadd_ps(quotient, loss, quotient);
  // The sign of x joins the bits.
  return _mm512_castsi512_ps(_mm512_ternarylogic_epi32(
      _mm512_castps_si512(result), _mm512_castps_si512(x), _mm512_set1_epi32(INT32_MIN), 0xf8));
}

INLINE __m512 logistic_f32(__m512 x) {
  __m512i shifted;
  const __m512 fraction = reduced_f32(_mm512_sub_ps(_mm512_setzero_ps(), x), &shifted);
  const __m512 power = power_f32(shifted);
  const __m512 one = _mm512_set1_ps(1);
  return _mm512_div_ps(one, _mm512_fmadd_ps(power, fraction, _mm512_add_ps(one, power)));
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

INLINE __m512d reduced_f64(__m512d x, __m512i *shifted) {
  const __m512d shift = _mm512_set1_pd(0x1.8p52);
  const __m512d rounded = _mm512_fmadd_pd(x, _mm512_set1_pd(1.4426950408889634), shift);
  const __m512d n = _mm512_sub_pd(rounded, shift);
  __m512d r = _mm512_fmadd_pd(n, _mm512_set1_pd(-0x1.62e42fefa3800p-1), x);
  r = _mm512_fmadd_pd(n, _mm512_set1_pd(-0x1.ef35793c76730p-45), r);
  const __m512d square = _mm512_mul_pd(r, r);
  const __m512d fourth = _mm512_mul_pd(square, square);
#define PAIR(ODD, EVEN) _mm512_fmadd_pd(_mm512_set1_pd(ODD), r, _mm512_set1_pd(EVEN))
  const __m512d c0 = PAIR(0.16666666666666671, 0.5);
  const __m512d c2 = PAIR(0.00833333333332613513, 0.0416666666666666698);
  const __m512d c4 = PAIR(0.000198412698748206253, 0.00138888888888837483);
  const __m512d c6 = PAIR(2.75572554002064244e-6, 0.0000248015873255477412);
  const __m512d c8 = PAIR(2.51052170047207452e-8, 2.75572736431102953e-7);
#undef PAIR
  const __m512d last = _mm512_fmadd_pd(_mm512_set1_pd(2.09146869680868772e-9), square, c8);
  const __m512d low = _mm512_fmadd_pd(c2, square, c0);
  const __m512d high = _mm512_fmadd_pd(last, fourth, _mm512_fmadd_pd(c6, square, c4));
  const __m512d tail = _mm512_fmadd_pd(high, fourth, low);
  *shifted = _mm512_castpd_si512(rounded);
  return _mm512_fmadd_pd(square, tail, r);
}

INLINE __m512d power_f64(__m512i shifted) {
  return _mm512_castsi512_pd(_mm512_add_epi64(_mm512_slli_epi64(shifted, 52),
                                              _mm512_set1_epi64(0x3ff0000000000000)));
}

INLINE __m512d tanh_f64(__m512d x) {
  const __m512d size = _mm512_min_pd(_mm512_set1_pd(20), _mm512_abs_pd(x));
  __m512i shifted;
  const __m512d fraction = reduced_f64(_mm512_mul_pd(_mm512_set1_pd(-2), size), &shifted);
  const __m512d power = power_f64(shifted);
  const __m512d one = _mm512_set1_pd(1);
  const __m512d numerator = _mm512_fnmadd_pd(power, fraction, _mm512_sub_pd(one, power));
  const __m512d whole = _mm512_add_pd(one, power);
  const __m512d denominator = _mm512_fmadd_pd(power, fraction, whole);
  const __m512d half = _mm512_mul_pd(
      _mm512_fmadd_pd(power, fraction, _mm512_sub_pd(whole, denominator)), _mm512_set1_pd(0.5));
  const __m512d quotient = _mm512_div_pd(numerator, denominator);
  const __m512d loss = _mm512_fmadd_pd(half, quotient, half);
  const __m512d result = _mm512_fnmadd_pd(quotient, loss, quotient);
  return _mm512_castsi512_pd(_mm512_ternarylogic_epi64(
      _mm512_castpd_si512(result), _mm512_castpd_si512(x), _mm512_set1_epi64(INT64_MIN), 0xf8));
}

INLINE __m512d logistic_f64(__m512d x) {
  __m512i shifted;
  const __m512d fraction = reduced_f64(_mm512_sub_pd(_mm512_setzero_pd(), x), &shifted);
  const __m512d power = power_f64(shifted);
  const __m512d one = _mm512_set1_pd(1);
  return _mm512_div_pd(one, _mm512_fmadd_pd(power, fraction, _mm512_add_pd(one, power)));
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
#define HALF __m256
#define SPLAT_HALF(X) _mm256_set1_ps(X)
#define ADD_PRODUCT_HALF(A, B, SUM) _mm256_fmadd_ps(A, B, SUM)
#define LOAD_HALF(FROM) _mm256_loadu_ps(FROM)
#define STORE_HALF(TO, X) _mm256_storeu_ps(TO, X)
#define TWICE(FROM) _mm512_broadcast_f32x8(_mm256_loadu_ps(FROM))
#define MAX(A, B) _mm512_max_ps(A, B)
#define MIN(A, B) _mm512_min_ps(A, B)
#define EQUAL(A, B) _mm512_cmp_ps_mask(A, B, _CMP_EQ_OQ)
#define GREATER(A, B) _mm512_cmp_ps_mask(A, B, _CMP_GT_OQ)
#define CHOOSE(M, A, B) _mm512_mask_blend_ps(M, A, B)
#define IS_ALL(M) ((MASK)(M) == (MASK)~0u)
#define EPSILON 0x1p-23f
#include "WideProducts.inc"
#include "WideNarrow.inc"

#undef HALF
#undef SPLAT_HALF
#undef ADD_PRODUCT_HALF
#undef LOAD_HALF
#undef STORE_HALF
#undef TWICE
#undef MAX
#undef MIN
#undef EQUAL
#undef GREATER
#undef CHOOSE
#undef IS_ALL
#undef EPSILON
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
#define HALF __m256d
#define SPLAT_HALF(X) _mm256_set1_pd(X)
#define ADD_PRODUCT_HALF(A, B, SUM) _mm256_fmadd_pd(A, B, SUM)
#define LOAD_HALF(FROM) _mm256_loadu_pd(FROM)
#define STORE_HALF(TO, X) _mm256_storeu_pd(TO, X)
#define TWICE(FROM) _mm512_broadcast_f64x4(_mm256_loadu_pd(FROM))
#define MAX(A, B) _mm512_max_pd(A, B)
#define MIN(A, B) _mm512_min_pd(A, B)
#define EQUAL(A, B) _mm512_cmp_pd_mask(A, B, _CMP_EQ_OQ)
#define GREATER(A, B) _mm512_cmp_pd_mask(A, B, _CMP_GT_OQ)
#define CHOOSE(M, A, B) _mm512_mask_blend_pd(M, A, B)
#define IS_ALL(M) ((MASK)(M) == (MASK)~0u)
#define EPSILON 0x1p-52
#include "WideProducts.inc"
#include "WideNarrow.inc"

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
