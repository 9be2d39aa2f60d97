// A disk that is full for a while: the calls of a program that take space on a regular file or make
// a name answer ENOSPC from the FULL_FROM-th to the FULL_UNTIL-th, counted over all of its threads
// and processes in the eight bytes of the file FULL_COUNTER.
//
// cc -shared -fPIC -o full_disk.so full_disk.c
// LD_PRELOAD=./full_disk.so FULL_COUNTER=calls FULL_FROM=10 FULL_UNTIL=20 program

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long *calls;
static long from, until;

__attribute__((constructor)) static void prepare(void) {
  const char *path = getenv("FULL_COUNTER"), *first = getenv("FULL_FROM"), *last = getenv("FULL_UNTIL");
  if (!path || !first || !last) abort();
  from = atol(first);
  until = atol(last);
  int file = open(path, O_RDWR);
  void *page = file < 0 ? MAP_FAILED : mmap(NULL, sizeof *calls, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (page == MAP_FAILED) abort();
  close(file);
  calls = page;
}

static int is_full(void) {
  // A library may write before this one is prepared.
  long call = calls ? atomic_fetch_add(calls, 1) + 1 : 0;
  if (!calls || call < from || call > until) return 0;
  errno = ENOSPC;
  return 1;
}

// Pipes, sockets and what is printed take no space of this disk.
static int takes_space(int file) {
  struct stat status;
  return file > 2 && fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

#define NEXT(name, ...) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))(__VA_ARGS__)

ssize_t write(int file, const void *bytes, size_t count) {
  return takes_space(file) && is_full() ? -1 : NEXT(write, file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  return takes_space(file) && is_full() ? -1 : NEXT(pwrite, file, bytes, count, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  return takes_space(file) && is_full() ? -1 : NEXT(pwrite64, file, bytes, count, offset);
}

int ftruncate(int file, off_t size) { return is_full() ? -1 : NEXT(ftruncate, file, size); }

int ftruncate64(int file, off64_t size) { return is_full() ? -1 : NEXT(ftruncate64, file, size); }

int fallocate(int file, int mode, off_t offset, off_t size) {
  return is_full() ? -1 : NEXT(fallocate, file, mode, offset, size);
}

int posix_fallocate(int file, off_t offset, off_t size) {
  return is_full() ? errno : NEXT(posix_fallocate, file, offset, size);
}

int mkdir(const char *path, mode_t mode) { return is_full() ? -1 : NEXT(mkdir, path, mode); }

int mkdirat(int folder, const char *path, mode_t mode) {
  return is_full() ? -1 : NEXT(mkdirat, folder, path, mode);
}

int symlink(const char *target, const char *path) { return is_full() ? -1 : NEXT(symlink, target, path); }

int symlinkat(const char *target, int folder, const char *path) {
  return is_full() ? -1 : NEXT(symlinkat, target, folder, path);
}
