// What the agent's link puts in the place of the standard library's look-ups of Unicode names, ages and scripts, whose
// tables are half a megabyte (`--wrap` in .ci/tools/agent.sh). Nothing in the agent asks for them: who did would be told
// that a scalar has none. Without `--wrap` nobody refers to these, and they are left out.
#include <stddef.h>
#include <stdint.h>

intptr_t __wrap__swift_stdlib_getScalarName(uint32_t scalar, uint8_t *buffer, intptr_t capacity) {
    (void)scalar, (void)buffer, (void)capacity;
    return 0;
}

uint16_t __wrap__swift_stdlib_getAge(uint32_t scalar) {
    (void)scalar;
    return 0;
}

uint8_t __wrap__swift_stdlib_getScript(uint32_t scalar) {
    (void)scalar;
    return 0;
}

const uint8_t *__wrap__swift_stdlib_getScriptExtensions(uint32_t scalar, uint8_t *count) {
    (void)scalar;
    *count = 0;
    return NULL;
}
