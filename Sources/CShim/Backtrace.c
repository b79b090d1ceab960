#include <stdbool.h>
#include <stddef.h>

// Where a program is linked with --wrap, the Swift runtime's own crash reporter stays out of it: it would start another
// program, swift-backtrace, that no host of a fleet has. docs/decisions/how-the-agent-stays-small.md says what it saves.

/// Of swift/Runtime/Backtrace.h; all bytes zero means that nothing is traced. The runtime's own has 60 bytes or so.
char __wrap__swift_backtraceSettings[256] = {0};

bool __wrap__swift_backtrace_isThunkFunction(const char *mangled_name) {
    (void)mangled_name;
    return false;
}

/// Of the C++ library, for names in reports of crashes: this one knows none.
char *__wrap___cxa_demangle(const char *mangled_name, char *buffer, size_t *length, int *status) {
    (void)mangled_name, (void)buffer, (void)length;
    const int invalid_name = -2;
    if (status) *status = invalid_name;
    return NULL;
}
