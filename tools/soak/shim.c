/* Preloaded into a process: writes down every change of files below SOAK_ROOT and every moment of durability into
   SOAK_TRACE, if that is given; a process may also ask it to die at one of them. */
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
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int trace = -1;
static long to_live; /* steps of the kinds that count until the process dies; 0: it does not */
static char counted[16];
static char root[PATH_MAX];
static size_t root_length;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static __thread int inside;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("SOAK_TRACE"), *below = getenv("SOAK_ROOT");
    if (!below || !realpath(below, root)) return;
    root_length = strlen(root);
    if (file) trace = REAL(open)(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* From now on so many steps of these kinds are done, and the process dies. */
void soak_die_after(long steps, const char *kinds) {
    strncpy(counted, kinds, sizeof counted - 1);
    to_live = steps;
}

static int is_watched(void) { return trace >= 0 || to_live > 0; }

static int name_of(int fd, char *name) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, PATH_MAX - 1);
    if (length <= 0) return 0;
    name[length] = 0;
    char *gone = strstr(name, " (deleted)");
    return !gone && !strncmp(name, root, root_length);
}

static void put(const void *data, size_t size) {
    const char *at = data;
    while (size) {
        ssize_t done = REAL(write)(trace, at, size);
        if (done <= 0) abort();
        at += done;
        size -= (size_t)done;
    }
}

/* One record: kind, offset, length of the name, length of the data, name, data. */
static void note(char kind, int64_t offset, const char *name, const void *data, size_t size) {
    if (to_live > 0 && strchr(counted, kind) && --to_live == 0) raise(SIGKILL);
    if (trace < 0) return;
    uint32_t name_length = (uint32_t)strlen(name);
    uint64_t data_length = size;
    pthread_mutex_lock(&lock);
    put(&kind, 1);
    put(&offset, 8);
    put(&name_length, 4);
    put(&data_length, 8);
    put(name, name_length);
    if (size) put(data, size);
    pthread_mutex_unlock(&lock);
}

static void note_fd(char kind, int fd, int64_t offset, const void *data, size_t size) {
    char name[PATH_MAX];
    if (!is_watched() || fd == trace || inside) return;
    inside = 1;
    if (name_of(fd, name)) note(kind, offset, name, data, size);
    inside = 0;
}

static void note_opened(int fd, int flags) {
    if (fd < 0 || !is_watched()) return;
    if (flags & O_CREAT) note_fd('c', fd, 0, NULL, 0);
    if (flags & O_TRUNC) note_fd('t', fd, 0, NULL, 0);
}

#define OPEN(name)                                                   \
    int name(const char *path, int flags, ...) {                     \
        va_list more;                                                \
        va_start(more, flags);                                       \
        mode_t mode = va_arg(more, mode_t);                          \
        va_end(more);                                                \
        int fd = REAL(name)(path, flags, mode);                      \
        note_opened(fd, flags);                                      \
        return fd;                                                   \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                 \
    int name(int folder, const char *path, int flags, ...) {         \
        va_list more;                                                \
        va_start(more, flags);                                       \
        mode_t mode = va_arg(more, mode_t);                          \
        va_end(more);                                                \
        int fd = REAL(name)(folder, path, flags, mode);              \
        note_opened(fd, flags);                                      \
        return fd;                                                   \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *data, size_t size) {
    off_t at = lseek(fd, 0, SEEK_CUR);
    int flags = fcntl(fd, F_GETFL);
    struct stat facts;
    if (flags & O_APPEND && !fstat(fd, &facts)) at = facts.st_size;
    ssize_t done = REAL(write)(fd, data, size);
    if (done > 0) note_fd('w', fd, at, data, (size_t)done);
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    ssize_t done = REAL(pwrite)(fd, data, size, at);
    if (done > 0) note_fd('w', fd, at, data, (size_t)done);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    ssize_t done = REAL(pwrite64)(fd, data, size, at);
    if (done > 0) note_fd('w', fd, at, data, (size_t)done);
    return done;
}

/* Copies inside the kernel would go unseen; whoever uses them must know how to do without. */
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned flags) {
    (void)from, (void)from_at, (void)to, (void)to_at, (void)size, (void)flags;
    errno = ENOSYS;
    return -1;
}

ssize_t sendfile(int to, int from, off_t *at, size_t size) {
    (void)to, (void)from, (void)at, (void)size;
    errno = ENOSYS;
    return -1;
}

ssize_t sendfile64(int to, int from, off64_t *at, size_t size) {
    (void)to, (void)from, (void)at, (void)size;
    errno = ENOSYS;
    return -1;
}

int ftruncate(int fd, off_t size) {
    int failed = REAL(ftruncate)(fd, size);
    if (!failed) note_fd('t', fd, size, NULL, 0);
    return failed;
}

int ftruncate64(int fd, off64_t size) {
    int failed = REAL(ftruncate64)(fd, size);
    if (!failed) note_fd('t', fd, size, NULL, 0);
    return failed;
}

int fsync(int fd) {
    int failed = REAL(fsync)(fd);
    if (!failed) note_fd('s', fd, 0, NULL, 0);
    return failed;
}

int fdatasync(int fd) {
    int failed = REAL(fdatasync)(fd);
    if (!failed) note_fd('s', fd, 0, NULL, 0);
    return failed;
}

static int full(const char *path, char *name) {
    char folder[PATH_MAX], *last;
    if (strlen(path) >= PATH_MAX) return 0;
    strcpy(folder, path);
    last = strrchr(folder, '/');
    if (!last) {
        if (!realpath(".", name)) return 0;
        strcat(strcat(name, "/"), path);
    } else {
        *last = 0;
        if (!realpath(*folder ? folder : "/", name)) return 0;
        strcat(strcat(name, "/"), last + 1);
    }
    return !strncmp(name, root, root_length);
}

int rename(const char *old, const char *new) {
    char from[PATH_MAX], to[PATH_MAX];
    int failed = REAL(rename)(old, new);
    if (!failed && is_watched() && full(new, to) && full(old, from)) note('r', 0, from, to, strlen(to));
    return failed;
}

int renameat(int old_folder, const char *old, int new_folder, const char *new) {
    char from[PATH_MAX], to[PATH_MAX];
    int failed = REAL(renameat)(old_folder, old, new_folder, new);
    if (!failed && is_watched() && full(new, to) && full(old, from)) note('r', 0, from, to, strlen(to));
    return failed;
}

int unlink(const char *path) {
    char name[PATH_MAX];
    int failed = REAL(unlink)(path);
    if (!failed && is_watched() && full(path, name)) note('u', 0, name, NULL, 0);
    return failed;
}

int unlinkat(int folder, const char *path, int flags) {
    char name[PATH_MAX];
    int failed = REAL(unlinkat)(folder, path, flags);
    if (!failed && !(flags & AT_REMOVEDIR) && is_watched() && full(path, name)) note('u', 0, name, NULL, 0);
    return failed;
}

int mkdir(const char *path, mode_t mode) {
    char name[PATH_MAX];
    int failed = REAL(mkdir)(path, mode);
    if (!failed && is_watched() && full(path, name)) note('m', 0, name, NULL, 0);
    return failed;
}
