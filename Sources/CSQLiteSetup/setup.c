#include "CSQLiteSetup.h"

#include <sqlite3.h>

int assay_sqlite_forget_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
