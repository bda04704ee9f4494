#include "lib/start_memory.h"

#include <cstddef>
#include <cstdint>

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace hive {
namespace {

/// The relocated data of a program (RELRO) lie in a segment that is marked writable.
bool is_never_written(const ElfW(Phdr) & segment)
{
    return segment.p_type == PT_LOAD && (segment.p_flags & PF_W) == 0;
}

int unmap_pages(dl_phdr_info* program, std::size_t /*size*/, void* /*unused*/)
{
    static const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    for (int i = 0; i < program->dlpi_phnum; ++i) {
        const auto& segment = program->dlpi_phdr[i];
        if (!is_never_written(segment))
            continue;
        const auto begin = (program->dlpi_addr + segment.p_vaddr) / page * page;
        const auto end = program->dlpi_addr + segment.p_vaddr + segment.p_memsz;
        // The kernel's own vDSO is refused, and may be.
        // NOLINTNEXTLINE(performance-no-int-to-ptr): addresses come as numbers
        ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
    }
    return 0;
}

}  // namespace

void release_start_memory()
{
    ::malloc_trim(0);
    ::dl_iterate_phdr(&unmap_pages, nullptr);
}

}  // namespace hive
