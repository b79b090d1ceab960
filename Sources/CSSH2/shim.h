#pragma once
#include <libssh2.h>
#include <stdlib.h>
#include <string.h>

/// More than any packet or key needs; what a host can make the library ask for is bounded by it.
#define MUSTER_SSH2_LARGEST_BLOCK ((size_t)16 << 20)

// Zeroed: libssh2 1.10 hands out the text of an exit signal whose end the host may have left out.
static void *muster_ssh2_allocate(size_t count, void **abstract) {
    (void)abstract;
    return count > MUSTER_SSH2_LARGEST_BLOCK ? NULL : calloc(1, count);
}

static void *muster_ssh2_reallocate(void *block, size_t count, void **abstract) {
    (void)abstract;
    return count > MUSTER_SSH2_LARGEST_BLOCK ? NULL : realloc(block, count);
}

static void muster_ssh2_free(void *block, void **abstract) {
    (void)abstract;
    free(block);
}

typedef ssize_t (*muster_ssh2_receive)(
    libssh2_socket_t socket, void *buffer, size_t length, int flags, void **abstract);
typedef ssize_t (*muster_ssh2_send)(
    libssh2_socket_t socket, const void *buffer, size_t length, int flags, void **abstract);

typedef void (*muster_ssh2_disconnected)(
    LIBSSH2_SESSION *session, int reason, const char *message, int length, const char *language, int language_length,
    void **abstract);

/// A non-blocking session that reads and writes through the given functions; `NULL` if out of memory.
static inline LIBSSH2_SESSION *muster_ssh2_session(
    void *context, muster_ssh2_receive receive, muster_ssh2_send send, muster_ssh2_disconnected disconnected) {
    LIBSSH2_SESSION *session =
        libssh2_session_init_ex(muster_ssh2_allocate, muster_ssh2_free, muster_ssh2_reallocate, context);
    if (!session) return NULL;
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_RECV, (void *)receive);
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_SEND, (void *)send);
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_DISCONNECT, (void *)disconnected);
    libssh2_session_set_blocking(session, 0);
    return session;
}

/// A copy that libssh2 may free: what its callbacks answer with.
static inline void *muster_ssh2_copy(const void *bytes, size_t count) {
    void *copy = malloc(count ? count : 1);
    if (copy) memcpy(copy, bytes, count);
    return copy;
}
