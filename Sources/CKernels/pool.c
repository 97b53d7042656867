// Threads that wait for parts of work. A product of a model that decodes one token lasts some tens
// of microseconds, as long as it takes to wake a thread: so a thread that has just worked watches
// for more for a moment before it sleeps.

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "CKernels.h"

enum { MOST_THREADS = 256, WATCHES = 4000 };

// The work at hand: its number, how many parts it has, and the next part to be taken. One word, so
// that a thread which comes late takes no part of other work than it thinks.
static _Atomic uint64_t ticket;
static void (*work_body)(void *, size_t);
static void *work_context;
static _Atomic size_t unfinished;

static atomic_flag is_taken = ATOMIC_FLAG_INIT;
static size_t thread_count;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER, finished = PTHREAD_COND_INITIALIZER;
static _Atomic int sleepers, is_caller_asleep;

static uint64_t ticket_of(uint32_t number, uint16_t parts) {
    return (uint64_t)number << 32 | (uint64_t)parts << 16;
}
static uint16_t parts_of(uint64_t value) { return (uint16_t)(value >> 16); }
static uint16_t next_of(uint64_t value) { return (uint16_t)value; }

static void pause_a_moment(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

// Works on parts until none is left to be taken.
static void work(void) {
    uint64_t value = atomic_load(&ticket);
    while (next_of(value) < parts_of(value)) {
        if (!atomic_compare_exchange_weak(&ticket, &value, value + 1)) continue;
        // The work lasts at least until this part is done, so its fields stay.
        work_body(work_context, next_of(value));
        if (atomic_fetch_sub(&unfinished, 1) == 1 && atomic_load(&is_caller_asleep)) {
            pthread_mutex_lock(&mutex);
            pthread_cond_signal(&finished);
            pthread_mutex_unlock(&mutex);
        }
        value = atomic_load(&ticket);
    }
}

static int is_idle(void) {
    uint64_t value = atomic_load(&ticket);
    return next_of(value) >= parts_of(value);
}

static void *serve(void *unused) {
    (void)unused;
    for (;;) {
        for (int i = 0; i < WATCHES && is_idle(); i++) pause_a_moment();
        if (is_idle()) {
            pthread_mutex_lock(&mutex);
            atomic_fetch_add(&sleepers, 1);
            while (is_idle()) pthread_cond_wait(&more, &mutex);
            atomic_fetch_sub(&sleepers, 1);
            pthread_mutex_unlock(&mutex);
        }
        work();
    }
    return 0;
}

// Starts threads up to a number; whether there is at least one.
static int start_threads(size_t wanted) {
    for (; thread_count < wanted && thread_count < MOST_THREADS; thread_count++) {
        pthread_t thread;
        if (pthread_create(&thread, 0, serve, 0) != 0) break;
        pthread_detach(thread);
    }
    return thread_count > 0;
}

int assay_pool_run(size_t parts, void (*body)(void *, size_t), void *context) {
    if (parts > UINT16_MAX / 2 || atomic_flag_test_and_set(&is_taken)) return 0;
    if (!start_threads(parts - 1)) {
        atomic_flag_clear(&is_taken);
        return 0;
    }
    work_body = body;
    work_context = context;
    atomic_store(&unfinished, parts);
    uint32_t number = (uint32_t)(atomic_load(&ticket) >> 32) + 1;
    atomic_store(&ticket, ticket_of(number, (uint16_t)parts));
    if (atomic_load(&sleepers) > 0) {
        pthread_mutex_lock(&mutex);
        pthread_cond_broadcast(&more);
        pthread_mutex_unlock(&mutex);
    }
    work();
    for (int i = 0; i < WATCHES && atomic_load(&unfinished) > 0; i++) pause_a_moment();
    if (atomic_load(&unfinished) > 0) {
        pthread_mutex_lock(&mutex);
        atomic_store(&is_caller_asleep, 1);
        while (atomic_load(&unfinished) > 0) pthread_cond_wait(&finished, &mutex);
        atomic_store(&is_caller_asleep, 0);
        pthread_mutex_unlock(&mutex);
    }
    atomic_flag_clear(&is_taken);
    return 1;
}
