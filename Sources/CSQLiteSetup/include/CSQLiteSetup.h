#ifndef ASSAY_SQLITE_SETUP_H
#define ASSAY_SQLITE_SETUP_H

/// Turns off SQLite's count of the memory it uses, which takes a global lock at every allocation.
///
/// Must be called before the first connection is opened; returns SQLITE_OK, or SQLITE_MISUSE if it
/// is too late, which is harmless. `sqlite3_config` is variadic, so Swift cannot call it.
int assay_sqlite_forget_memory_statistics(void);

#endif
