/// C that Swift cannot say. Every function is prefixed `muster_`.
#pragma once

#include <stddef.h>
#include <sys/types.h>

/// What a child process is to become.
struct muster_spawn {
    /// Absolute; no search takes place.
    const char *path;
    char *const *argv;
    char *const *envp;
    /// `NULL` keeps the parent's.
    const char *directory;
    /// Descriptors that become the child's 0, 1 and 2.
    int input, output, error;
    /// Not 0: take on `uid`, `gid` and exactly `groups`.
    int switches_user;
    uid_t uid;
    gid_t gid;
    const gid_t *groups;
    size_t group_count;
    /// Not 0: it leads a session of its own, with everybody's priorities, and may open so many files.
    unsigned long open_files_of_daemon;
};

/// Starts a child in a process group of its own, with no other descriptors, default signals and umask 022.
///
/// Returns its pid, or the negative errno of the step that failed, exec included.
pid_t muster_spawn(const struct muster_spawn *request);

/// A descriptor that becomes readable when the process ends, or the negative errno (ENOSYS before Linux 5.3).
int muster_pidfd_open(pid_t pid);

/// Tries to take an flock without waiting. Returns 0 or errno.
int muster_try_lock(int descriptor, int exclusive);

/// Makes writes to a closed pipe fail with EPIPE instead of ending the process.
void muster_ignore_broken_pipes(void);

/// From now on each of the signals `first` and `second` writes its number, one byte, to `descriptor`.
int muster_watch_signals(int descriptor, int first, int second);

/// From now on the signal ends what can be read from `input`, as its other end would by closing it.
int muster_end_input_on(int number, int input);

/// pipe(2) with close-on-exec; returns 0 or errno.
int muster_pipe(int ends[2], int non_blocking);

/// accept(2) with close-on-exec, non-blocking; returns the descriptor or the negative errno.
int muster_accept(int listener);

/// Names the calling thread for debuggers; at most 15 bytes.
void muster_name_thread(const char *name);

/// Sets nice 10 and, for the disks, the last place of the best-effort class.
void muster_lower_priority(void);

/// Gives the calling thread the disks only when nobody else wants them.
void muster_idle_disk_priority(void);
