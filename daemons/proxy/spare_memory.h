// daemons/proxy/spare_memory.h - memory that comes and goes with requests, kept for the next one.
//
// All requests answered in a turn of the loop are destroyed at its end: more at once than malloc
// keeps at hand for a thread. Each thread keeps at most 64 blocks of a kind, 250 kB in all. Nothing
// is kept in builds with AddressSanitizer, which looks for uses of what was freed.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <memory>
#include <new>
#include <string>

namespace hive {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HIVE_ADDRESS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HIVE_ADDRESS_SANITIZER
#endif
#ifdef HIVE_ADDRESS_SANITIZER
constexpr bool keeps_spare_memory = false;
#else
constexpr bool keeps_spare_memory = true;
#endif

/// Blocks of one size, taken from and given back to the calling thread.
template <std::size_t size>
class SpareBlocks {
public:
    [[nodiscard]] static void* take()
    {
        auto& spare = stack();
        return spare.count == 0 ? ::operator new(size) : spare.blocks[--spare.count];
    }
    static void give_back(void* block) noexcept
    {
        auto& spare = stack();
        if (!keeps_spare_memory || spare.count == spare.blocks.size())
            return ::operator delete(block);
        spare.blocks[spare.count++] = block;
    }

private:
    struct Stack {
        std::array<void*, 64> blocks {};
        std::size_t count = 0;
        Stack() = default;
        Stack(const Stack&) = delete;
        Stack& operator=(const Stack&) = delete;
        ~Stack()
        {
            while (count > 0)
                ::operator delete(blocks[--count]);
        }
    };
    static Stack& stack()
    {
        static thread_local Stack mine;
        return mine;
    }
};

/// Base of a final class of which each request has one.
template <class Object>
class InSpareBlocks {
public:
    static void* operator new([[maybe_unused]] std::size_t size)
    {
        assert(size == sizeof(Object));
        return SpareBlocks<sizeof(Object)>::take();
    }
    static void operator delete(void* block) noexcept
    {
        SpareBlocks<sizeof(Object)>::give_back(block);
    }

private:
    friend Object;
    InSpareBlocks() = default;
};

/// For a vector that nearly always reserves `usual` elements.
template <class Element>
struct SpareAllocator {
    using value_type = Element;
    static constexpr std::size_t usual = 16;
    using Blocks = SpareBlocks<usual * sizeof(Element)>;

    [[nodiscard]] Element* allocate(std::size_t count)
    {
        return count == usual ? static_cast<Element*>(Blocks::take())
                              : std::allocator<Element> {}.allocate(count);
    }
    void deallocate(Element* elements, std::size_t count) noexcept
    {
        if (count == usual)
            return Blocks::give_back(elements);
        std::allocator<Element> {}.deallocate(elements, count);
    }
    bool operator==(const SpareAllocator&) const = default;
};

/// An empty text, with the room of one that was given back if there is any.
[[nodiscard]] std::string spare_text();
/// @param text one of up to 2 kB is kept
void give_back(std::string text);

}  // namespace hive
