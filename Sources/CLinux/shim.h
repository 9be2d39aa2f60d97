#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* glibc shows this only under _GNU_SOURCE, which Swift's Glibc module does not define. */
int renameat2(int old_directory, const char *old_path, int new_directory, const char *new_path,
              unsigned int flags);

/* As above: the processor that the calling thread runs on. */
int sched_getcpu(void);

/* Moves the calling thread to another processor than this one, where it may run on another; it may come back
   later. glibc's own functions for it need its macros. */
static inline void linux_leave_processor(int processor) {
  enum { words = 128, bits = 8 * sizeof(unsigned long) };
  unsigned long all[words], others[words];
  const long bytes = syscall(SYS_sched_getaffinity, 0, sizeof all, all);
  if (bytes <= 0 || processor < 0 || processor >= 8 * bytes) return;
  memcpy(others, all, (size_t)bytes);
  others[processor / bits] &= ~(1ul << processor % bits);
  unsigned long any = 0;
  for (long word = 0; word < bytes / (long)sizeof(unsigned long); word++) any |= others[word];
  if (any == 0) return;
  if (syscall(SYS_sched_setaffinity, 0, (size_t)bytes, others) == 0)
    syscall(SYS_sched_setaffinity, 0, (size_t)bytes, all);
}
