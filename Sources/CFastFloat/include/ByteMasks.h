#pragma once

#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/// Bit i of a mask says whether byte i of 64 bytes has a property. Swift has no operation that
/// turns a vector comparison into bits, so these few lines are C; they are inlined into the Swift
/// that calls them.
///
/// Source of the approach: Langdale and Lemire 2019, "Parsing Gigabytes of JSON per Second".

#if defined(__AVX2__)

typedef struct { __m256i low, high; } backdrop_bytes64;

static inline backdrop_bytes64 backdrop_load64(const uint8_t *bytes) {
  backdrop_bytes64 loaded = {_mm256_loadu_si256((const __m256i *)bytes),
                             _mm256_loadu_si256((const __m256i *)(bytes + 32))};
  return loaded;
}

static inline backdrop_bytes64 backdrop_compare64(backdrop_bytes64 bytes, uint8_t value) {
  const __m256i values = _mm256_set1_epi8((char)value);
  backdrop_bytes64 equal = {_mm256_cmpeq_epi8(bytes.low, values),
                            _mm256_cmpeq_epi8(bytes.high, values)};
  return equal;
}

static inline backdrop_bytes64 backdrop_or64(backdrop_bytes64 a, backdrop_bytes64 b) {
  backdrop_bytes64 either = {_mm256_or_si256(a.low, b.low), _mm256_or_si256(a.high, b.high)};
  return either;
}

static inline uint64_t backdrop_top_bits64(backdrop_bytes64 bytes) {
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(bytes.low) |
         (uint64_t)(uint32_t)_mm256_movemask_epi8(bytes.high) << 32;
}

#elif defined(__x86_64__)

typedef struct { __m128i part[4]; } backdrop_bytes64;

static inline backdrop_bytes64 backdrop_load64(const uint8_t *bytes) {
  backdrop_bytes64 loaded;
  for (int i = 0; i < 4; i++) loaded.part[i] = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
  return loaded;
}

static inline backdrop_bytes64 backdrop_compare64(backdrop_bytes64 bytes, uint8_t value) {
  const __m128i values = _mm_set1_epi8((char)value);
  for (int i = 0; i < 4; i++) bytes.part[i] = _mm_cmpeq_epi8(bytes.part[i], values);
  return bytes;
}

static inline backdrop_bytes64 backdrop_or64(backdrop_bytes64 a, backdrop_bytes64 b) {
  for (int i = 0; i < 4; i++) a.part[i] = _mm_or_si128(a.part[i], b.part[i]);
  return a;
}

static inline uint64_t backdrop_top_bits64(backdrop_bytes64 bytes) {
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(bytes.part[i]) << (16 * i);
  }
  return mask;
}

#elif defined(__aarch64__)

typedef uint8x16x4_t backdrop_bytes64;

static inline backdrop_bytes64 backdrop_load64(const uint8_t *bytes) { return vld1q_u8_x4(bytes); }

static inline backdrop_bytes64 backdrop_compare64(backdrop_bytes64 bytes, uint8_t value) {
  for (int i = 0; i < 4; i++) bytes.val[i] = vceqq_u8(bytes.val[i], vdupq_n_u8(value));
  return bytes;
}

static inline backdrop_bytes64 backdrop_or64(backdrop_bytes64 a, backdrop_bytes64 b) {
  for (int i = 0; i < 4; i++) a.val[i] = vorrq_u8(a.val[i], b.val[i]);
  return a;
}

/// NEON has no movemask: each lane keeps one bit of its byte of the mask, and three pairwise sums
/// gather them.
static inline uint64_t backdrop_top_bits64(backdrop_bytes64 bytes) {
  static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t lane = vld1q_u8(bits);
  uint8x16_t part[4];
  for (int i = 0; i < 4; i++) {
    const uint8x16_t top = vreinterpretq_u8_s8(vshrq_n_s8(vreinterpretq_s8_u8(bytes.val[i]), 7));
    part[i] = vandq_u8(top, lane);
  }
  uint8x16_t sum = vpaddq_u8(vpaddq_u8(part[0], part[1]), vpaddq_u8(part[2], part[3]));
  sum = vpaddq_u8(sum, sum);
  return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
}

#endif

/// The bytes that equal `value`; 64 bytes must be readable.
static inline uint64_t backdrop_equal64(const uint8_t *bytes, uint8_t value) {
  return backdrop_top_bits64(backdrop_compare64(backdrop_load64(bytes), value));
}

/// The bytes that end or quote a field: the delimiter, the double quote, LF and CR; 64 bytes must
/// be readable.
static inline uint64_t backdrop_structural64(const uint8_t *bytes, uint8_t delimiter) {
  const backdrop_bytes64 loaded = backdrop_load64(bytes);
  const backdrop_bytes64 separators =
      backdrop_or64(backdrop_compare64(loaded, delimiter), backdrop_compare64(loaded, '"'));
  const backdrop_bytes64 ends =
      backdrop_or64(backdrop_compare64(loaded, '\n'), backdrop_compare64(loaded, '\r'));
  return backdrop_top_bits64(backdrop_or64(separators, ends));
}

/// The bytes that plain ASCII text does not have: NUL and everything from 0x80; 64 bytes must be
/// readable.
static inline uint64_t backdrop_not_plain64(const uint8_t *bytes) {
  const backdrop_bytes64 loaded = backdrop_load64(bytes);
  return backdrop_top_bits64(backdrop_or64(loaded, backdrop_compare64(loaded, 0)));
}

/// The same as `backdrop_equal64` for 16 bytes, of which 16 must be readable.
static inline uint32_t backdrop_equal16(const uint8_t *bytes, uint8_t value) {
#if defined(__x86_64__)
  const __m128i loaded = _mm_loadu_si128((const __m128i *)bytes);
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(loaded, _mm_set1_epi8((char)value)));
#elif defined(__aarch64__)
  static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t sum = vandq_u8(vceqq_u8(vld1q_u8(bytes), vdupq_n_u8(value)), vld1q_u8(bits));
  for (int i = 0; i < 3; i++) sum = vpaddq_u8(sum, sum);
  return vgetq_lane_u16(vreinterpretq_u16_u8(sum), 0);
#endif
}
