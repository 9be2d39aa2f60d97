#include <sqlite3.h>

/* Every allocation of SQLite takes a lock to count it, and nobody asks for the sums. The function has
   a variable number of arguments, which Swift cannot call. To be called before anything is opened:
   https://www.sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigmemstatus */
static inline int sqlite3_config_without_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* What it takes to undo a statement is kept in memory up to so many bytes, and beyond in a file. A
   statement that writes a run's settings changes a page of the index for each, more than the 64 kB that
   are usual: https://www.sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigstmtjrnlspill
   Less than 128 kB: SQLite writes what it has kept at once, and os_unix.c takes the size of a write modulo
   131,072, so that a larger one ends with "database or disk is full". */
static inline int sqlite3_config_statement_journal(int bytes) {
  return sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, bytes);
}
