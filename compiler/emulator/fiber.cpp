// Switching stacks on x86-64: the six registers that a function must keep, and the stack pointer. The flags of MXCSR are
// the same in all fibers.
#include "compiler/emulator/fiber.h"

#include <new>

#include <sys/mman.h>

namespace keratin {
namespace {

constexpr size_t page = 4096, stack_bytes = 128 << 10;

}  // namespace

Fiber::Fiber() {
  void* memory = mmap(nullptr, page + stack_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  stack_ = static_cast<char*>(memory);
  mprotect(stack_, page, PROT_NONE);
}
Fiber::~Fiber() { munmap(stack_, page + stack_bytes); }

// The stack as switch_fiber leaves it: six registers, then where to return to, aligned as at a function's start.
void Fiber::begin(void (*entry)()) {
  void** top = reinterpret_cast<void**>(stack_ + page + stack_bytes);
  *--top = nullptr;
  *--top = reinterpret_cast<void*>(entry);
  for (int i = 0; i < 6; ++i) *--top = nullptr;
  stopped_at = top;
}

}  // namespace keratin

static_assert(sizeof(void*) == 8 && __x86_64__, "switching fibers is written for x86-64");
asm(R"(
.text
.globl _ZN7keratin12switch_fiberEPPvS0_
.type _ZN7keratin12switch_fiberEPPvS0_, @function
_ZN7keratin12switch_fiberEPPvS0_:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size _ZN7keratin12switch_fiberEPPvS0_, . - _ZN7keratin12switch_fiberEPPvS0_
)");
