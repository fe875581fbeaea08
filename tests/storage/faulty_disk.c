/* A disk that fails when it is told to: loaded before the C library (LD_PRELOAD), it lets one call on a file of one
   folder, or every call from then on, fail. Built and armed by tests/storage/disk_faults.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int countdown = -1, lasts, error_number, fired, reads_too;
static char folder[4096], last[64];

void fault_arm(const char *where, int after, int error, int lasting, int reading) {
    strncpy(folder, where, sizeof folder - 1);
    countdown = after; error_number = error; lasts = lasting; reads_too = reading; fired = 0;
}
int fault_disarm(void) { countdown = -1; return fired; }
const char *fault_last(void) { return last; }

static int is_meant(const char *path) { return path && strncmp(path, folder, strlen(folder)) == 0; }

static int strikes(const char *path, const char *what) {
    if (countdown < 0 || !is_meant(path)) return 0;
    if (countdown-- > 0) return 0;
    countdown = lasts ? 0 : -1;
    fired++;
    strncpy(last, what, sizeof last - 1);
    errno = error_number;
    return 1;
}

static int strikes_at(int fd, const char *what) {
    char link[64], path[4096];
    ssize_t length;
    if (countdown < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strikes(path, what);
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, #name)

/* A write that fails may have written half of what it was given. */
#define WRITING(name, offset_type) \
    ssize_t name(int fd, const void *data, size_t size, offset_type at) { \
        REAL(ssize_t, name, int, const void *, size_t, offset_type); \
        if (strikes_at(fd, #name)) { int said = errno; if (size > 1) real(fd, data, size / 2, at); errno = said; return -1; } \
        return real(fd, data, size, at); \
    }
WRITING(pwrite, off_t)
WRITING(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    if (strikes_at(fd, "write")) { int said = errno; if (size > 1) real(fd, data, size / 2); errno = said; return -1; }
    return real(fd, data, size);
}

#define READING(name, offset_type) \
    ssize_t name(int fd, void *data, size_t size, offset_type at) { \
        REAL(ssize_t, name, int, void *, size_t, offset_type); \
        if (reads_too && strikes_at(fd, #name)) return -1; \
        return real(fd, data, size, at); \
    }
READING(pread, off_t)
READING(pread64, off64_t)

#define ON_FILE(name, parameters, arguments, ...) \
    int name parameters { REAL(int, name, __VA_ARGS__); return strikes_at(fd, #name) ? -1 : real arguments; }
ON_FILE(fsync, (int fd), (fd), int)
ON_FILE(fdatasync, (int fd), (fd), int)
ON_FILE(ftruncate, (int fd, off_t to), (fd, to), int, off_t)
ON_FILE(ftruncate64, (int fd, off64_t to), (fd, to), int, off64_t)
ON_FILE(fchmod, (int fd, mode_t mode), (fd, mode), int, mode_t)

#define ON_PATH(name, parameters, arguments, ...) \
    int name parameters { REAL(int, name, __VA_ARGS__); return strikes(path, #name) ? -1 : real arguments; }
ON_PATH(unlink, (const char *path), (path), const char *)
ON_PATH(rename, (const char *path, const char *to), (path, to), const char *, const char *)
ON_PATH(link, (const char *path, const char *to), (path, to), const char *, const char *)
ON_PATH(mkdir, (const char *path, mode_t mode), (path, mode), const char *, mode_t)

/* Opening fails where it would make the file. */
#define OPENING(name) \
    int name(const char *path, int flags, ...) { \
        va_list more; mode_t mode; \
        REAL(int, name, const char *, int, ...); \
        va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); \
        return (flags & O_CREAT) && strikes(path, #name) ? -1 : real(path, flags, mode); \
    }
OPENING(open)
OPENING(open64)
