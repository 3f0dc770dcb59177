/*
 * Preloaded into the server by tests: counts, records or cuts off what the process writes below one folder.
 *
 * FAULT_FOLDER   the folder, an absolute path
 * FAULT_KILL_AT  SIGKILL at this call, counted from 1
 * FAULT_KILL_HOW before, after, or half of a write
 * FAULT_TRACE    a file to which every call is appended once it is done; see write_faults.rs
 *
 * Calls are made one at a time, so that the record has the order in which they took effect. Shared memory (-shm) is left
 * out: it does not outlive the machine.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static long kill_at;
static char kill_how = 'b';
static int trace = -1;
static long calls;

__attribute__((constructor)) static void begin(void) {
    const char *value = getenv("FAULT_FOLDER");
    if (value == NULL || realpath(value, folder) == NULL) return;
    folder_length = strlen(folder);
    if ((value = getenv("FAULT_KILL_AT")) != NULL) kill_at = atol(value);
    if ((value = getenv("FAULT_KILL_HOW")) != NULL) kill_how = value[0];
    if ((value = getenv("FAULT_TRACE")) != NULL)
        trace = (int)syscall(SYS_openat, AT_FDCWD, value, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The name within the folder ("." for itself), or NULL for anything else. */
static const char *within(char *path) {
    if (folder_length == 0 || strncmp(path, folder, folder_length) != 0) return NULL;
    if (path[folder_length] == 0) return ".";
    if (path[folder_length] != '/') return NULL;
    char *name = path + folder_length + 1;
    size_t length = strlen(name);
    if (length > 4 && strcmp(name + length - 4, "-shm") == 0) return NULL;
    return name;
}

static const char *name_of(int fd, char *path) {
    char link[64];
    if (folder_length == 0) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return NULL;
    path[length] = 0;
    return within(path);
}

static const char *name_at(const char *given, char *path) {
    if (folder_length == 0 || given == NULL || strlen(given) >= PATH_MAX) return NULL;
    strcpy(path, given);
    return within(path);
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* Called with the lock before a call; whether it is the one at which the process ends. */
static int is_last(void) {
    int last = ++calls == kill_at;
    if (last && kill_how == 'b') die();
    return last;
}

static void put(char operation, const char *name, uint64_t offset, const void *data, uint64_t length) {
    if (trace < 0) return;
    uint16_t name_length = (uint16_t)strlen(name);
    size_t total = 1 + 2 + 8 + 8 + name_length + length;
    unsigned char *record = malloc(total), *at = record;
    if (record == NULL) abort();
    *at++ = (unsigned char)operation;
    memcpy(at, &name_length, 2), at += 2;
    memcpy(at, &offset, 8), at += 8;
    memcpy(at, &length, 8), at += 8;
    memcpy(at, name, name_length), at += name_length;
    if (length > 0) memcpy(at, data, length);
    for (size_t done = 0; done < total;) {
        long written = syscall(SYS_write, trace, record + done, total - done);
        if (written <= 0) abort();
        done += (size_t)written;
    }
    free(record);
}

static ssize_t write_at(int fd, const void *data, size_t length, off_t offset) {
    return offset < 0 ? syscall(SYS_write, fd, data, length) : syscall(SYS_pwrite64, fd, data, length, offset);
}

static ssize_t watched_write(int fd, const void *data, size_t length, off_t offset) {
    char path[PATH_MAX];
    const char *name = name_of(fd, path);
    if (name == NULL) return write_at(fd, data, length, offset);
    pthread_mutex_lock(&one_at_a_time);
    int last = is_last();
    if (last && kill_how == 'h') length /= 2;
    ssize_t done = write_at(fd, data, length, offset);
    if (last) die();
    int error = errno;
    if (done > 0) put('W', name, (uint64_t)(offset < 0 ? lseek(fd, 0, SEEK_CUR) - done : offset), data, (uint64_t)done);
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return done;
}

ssize_t write(int fd, const void *data, size_t length) { return watched_write(fd, data, length, -1); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return watched_write(fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    return watched_write(fd, data, length, offset);
}

#define WATCHED(NAME, OPERATION, OFFSET, DATA, LENGTH, CALL)        \
    do {                                                            \
        if ((NAME) == NULL) return (int)(CALL);                     \
        pthread_mutex_lock(&one_at_a_time);                         \
        int last = is_last();                                       \
        int result = (int)(CALL);                                   \
        if (last) die();                                            \
        int error = errno;                                          \
        if (result >= 0) put(OPERATION, NAME, OFFSET, DATA, LENGTH); \
        pthread_mutex_unlock(&one_at_a_time);                       \
        errno = error;                                              \
        return result;                                              \
    } while (0)

static int watched_truncate(int fd, off_t length) {
    char path[PATH_MAX];
    const char *name = name_of(fd, path);
    WATCHED(name, 'T', (uint64_t)length, NULL, 0, syscall(SYS_ftruncate, fd, length));
}
int ftruncate(int fd, off_t length) { return watched_truncate(fd, length); }
int ftruncate64(int fd, off64_t length) { return watched_truncate(fd, length); }

int fsync(int fd) {
    char path[PATH_MAX];
    const char *name = name_of(fd, path);
    WATCHED(name, 'S', 0, NULL, 0, syscall(SYS_fsync, fd));
}
int fdatasync(int fd) {
    char path[PATH_MAX];
    const char *name = name_of(fd, path);
    WATCHED(name, 'S', 0, NULL, 0, syscall(SYS_fdatasync, fd));
}

int rename(const char *from, const char *to) {
    char from_path[PATH_MAX], to_path[PATH_MAX];
    const char *name = name_at(from, from_path), *new_name = name_at(to, to_path);
    if (new_name == NULL) name = NULL;
    WATCHED(name, 'R', 0, new_name, new_name == NULL ? 0 : strlen(new_name),
            syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int unlink(const char *path) {
    char copy[PATH_MAX];
    const char *name = name_at(path, copy);
    WATCHED(name, 'U', 0, NULL, 0, syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}

static int watched_open(int at, const char *path, int flags, mode_t mode) {
    char copy[PATH_MAX];
    const char *name = flags & (O_CREAT | O_TRUNC) ? name_at(path, copy) : NULL;
    WATCHED(name, flags & O_TRUNC ? 'Z' : 'C', 0, NULL, 0, syscall(SYS_openat, at, path, flags, mode));
}
#define MODE(LAST)                                  \
    mode_t mode = 0;                                \
    if (flags & (O_CREAT | O_TMPFILE)) {            \
        va_list rest;                               \
        va_start(rest, LAST);                       \
        mode = va_arg(rest, mode_t);                \
        va_end(rest);                               \
    }
int open(const char *path, int flags, ...) { MODE(flags) return watched_open(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) {
    MODE(flags) return watched_open(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}
int openat(int at, const char *path, int flags, ...) { MODE(flags) return watched_open(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) {
    MODE(flags) return watched_open(at, path, flags | O_LARGEFILE, mode);
}
