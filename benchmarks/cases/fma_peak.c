// Prints the GFLOP/s that one core reaches in float32 with fused multiply-adds of 32-byte vectors alone: twelve
// independent chains, as many as the registers of AVX2 hold beside their operands.
#include <stdio.h>
#include <time.h>

typedef float vector __attribute__((vector_size(32)));

enum { chains = 12, steps = 20000000 };

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

int main(void) {
#pragma STDC FP_CONTRACT ON
  vector sums[chains], factor, term;
  for (int lane = 0; lane < 8; lane++) {
    factor[lane] = 0.999f;
    term[lane] = 0.001f * (lane + 1);
    for (int chain = 0; chain < chains; chain++) sums[chain][lane] = chain;
  }
  double start = seconds();
  for (int step = 0; step < steps; step++) {
    for (int chain = 0; chain < chains; chain++) sums[chain] = sums[chain] * factor + term;
    // The chains must stay in registers, and must be run through.
    __asm__ volatile("" : "+m"(factor));
  }
  double passed = seconds() - start;
  float total = 0;
  for (int chain = 0; chain < chains; chain++) total += sums[chain][0];
  printf("%.1f\n", 2.0 * 8 * chains * steps / passed / 1e9 + (total == 1e30f));
  return 0;
}
