#define _GNU_SOURCE
#include "CShim.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif

static volatile int watched_descriptor = -1;

static void note_signal(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    ssize_t ignored = write(watched_descriptor, &byte, 1);
    (void)ignored;
    errno = saved;
}

int muster_watch_signals(int descriptor, int first, int second) {
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
    watched_descriptor = descriptor;
    sigemptyset(&action.sa_mask);
    return sigaction(first, &action, NULL) == 0 && sigaction(second, &action, NULL) == 0 ? 0 : errno;
}

static volatile int ended_input = -1, nothing = -1;

static void end_input(int number) {
    int saved = errno;
    (void)number;
    dup2(nothing, ended_input);
    errno = saved;
}

int muster_end_input_on(int number, int input) {
    // Without SA_RESTART: a poll that waits for the old input is to begin anew.
    struct sigaction action = {.sa_handler = end_input};
    nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0) return errno;
    ended_input = input;
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL) == 0 ? 0 : errno;
}

void muster_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }

void muster_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

int muster_pipe(int ends[2], int non_blocking) {
    return pipe2(ends, O_CLOEXEC | (non_blocking ? O_NONBLOCK : 0)) == 0 ? 0 : errno;
}

int muster_accept(int listener) {
    int descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    return descriptor < 0 ? -errno : descriptor;
}

int muster_try_lock(int descriptor, int exclusive) {
    return flock(descriptor, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 ? 0 : errno;
}

int muster_pidfd_open(pid_t pid) {
    int descriptor = (int)syscall(SYS_pidfd_open, pid, 0);
    return descriptor < 0 ? -errno : descriptor;
}

// Between vfork and exec the child borrows the parent's memory: from here on only plain system calls.
// glibc's own setuid and setgroups tell all threads of the (parent) process and must not be used.

static void close_others(void) {
    if (syscall(SYS_close_range, 3, ~0U, 0) == 0) return;
    long limit = sysconf(_SC_OPEN_MAX);
    if (limit < 0 || limit > 65536) limit = 65536;
    for (int descriptor = 3; descriptor < limit; descriptor++) close(descriptor);
}

static int place_streams(const struct muster_spawn *request) {
    // Copies beyond 2 first: one of them may sit on a number that another is to get.
    int input = fcntl(request->input, F_DUPFD, 3);
    int output = fcntl(request->output, F_DUPFD, 3);
    int error = fcntl(request->error, F_DUPFD, 3);
    if (input < 0 || output < 0 || error < 0) return -1;
    return dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(error, 2) < 0 ? -1 : 0;
}

static int take_identity(const struct muster_spawn *request) {
    if (!request->switches_user) return 0;
    if (syscall(SYS_setgroups, request->group_count, request->groups) != 0) return -1;
    if (syscall(SYS_setresgid, request->gid, request->gid, request->gid) != 0) return -1;
    return (int)syscall(SYS_setresuid, request->uid, request->uid, request->uid);
}

static void reset_signals(void) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigset_t none;
    for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

// What a program gets that is to outlive us; where the kernel refuses, it runs with what it inherits.
static void take_ordinary_priorities(unsigned long open_files) {
    struct rlimit limit = {open_files, open_files};
    setpriority(PRIO_PROCESS, 0, 0);
#ifdef SYS_ioprio_set
    syscall(SYS_ioprio_set, 1, 0, 0);
#endif
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max < open_files ? limit.rlim_max : open_files;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    ssize_t ignored = write(score, "0", 1);
    (void)ignored;
}

static int become(const struct muster_spawn *request) {
    int group = request->open_files_of_daemon ? (setsid() < 0) : setpgid(0, 0);
    if (group != 0 || place_streams(request) != 0) return errno;
    close_others();
    if (request->open_files_of_daemon) take_ordinary_priorities(request->open_files_of_daemon);
    umask(022);
    if (take_identity(request) != 0) return errno;
    if (request->directory && chdir(request->directory) != 0) return errno;
    reset_signals();
    execve(request->path, request->argv, request->envp);
    return errno;
}

pid_t muster_spawn(const struct muster_spawn *request) {
    sigset_t all, before;
    volatile int failure = 0;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    pid_t pid = vfork();
    if (pid == 0) {
        failure = become(request);
        _exit(127);
    }
    int fork_error = pid < 0 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (fork_error) return -fork_error;
    if (!failure) return pid;
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
    return -failure;
}

void muster_lower_priority(void) {
    setpriority(PRIO_PROCESS, 0, 10);
#ifdef SYS_ioprio_set
    // ioprio_set(IOPRIO_WHO_PROCESS, self, IOPRIO_CLASS_BE with level 7); glibc has no name for it.
    syscall(SYS_ioprio_set, 1, 0, 2 << 13 | 7);
#endif
}

void muster_idle_disk_priority(void) {
#ifdef SYS_ioprio_set
    // IOPRIO_CLASS_IDLE, for the calling thread.
    syscall(SYS_ioprio_set, 1, 0, 3 << 13);
#endif
}
