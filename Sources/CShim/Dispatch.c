#include <stdio.h>
#include <stdlib.h>

// Where a program is linked with --wrap, libdispatch stays out of it: all of its tasks run on its own event loop, and
// one that had left it would run beside those. docs/decisions/how-the-agent-stays-small.md says what it saves.

static void left_the_loop(void) {
    fputs("a task has left the event loop\n", stderr);
    abort();
}

void __wrap_swift_dispatchEnqueueGlobal(void) { left_the_loop(); }

void __wrap_swift_dispatchEnqueueWithDeadline(void) { left_the_loop(); }

void __wrap_swift_dispatchEnqueueMain(void) { left_the_loop(); }

void __wrap_swift_task_enqueueOnDispatchQueue(void) { left_the_loop(); }

void __wrap_dispatch_assert_queue(void) { left_the_loop(); }

void __wrap_dispatch_main(void) { left_the_loop(); }

/// Only its address is looked at.
char __wrap__dispatch_main_q[1] = {0};
