// daemons/chart/answer_cache.h - large answers kept as long as the store is what it was.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hive {

/// A form in which an answer is sent.
struct Representation {
    std::string type;  // of its content
    std::string coding;  // "br", "gzip", or "" for none
    std::string tag;  // of this form
    std::shared_ptr<const std::string> bytes;
};

/// Forgets what was not asked for longest. Any thread may call.
class AnswerCache {
public:
    /// @param room bytes of answers that are kept; a single one takes at most half of it
    explicit AnswerCache(std::size_t room) : room_ {room} { }
    AnswerCache(const AnswerCache&) = delete;
    AnswerCache& operator=(const AnswerCache&) = delete;
    ~AnswerCache() = default;

    /// @param generation of the store (Store::generation): what was made of another is forgotten
    [[nodiscard]] std::optional<Representation> find(
        const std::string& key, std::uint64_t generation);
    void keep(std::string key, std::uint64_t generation, const Representation& representation);
    /// An answer was in the cache in no form and had to be made.
    void note_miss();
    /// How often find() found something, and how often note_miss() was called.
    struct Luck {
        std::int64_t hits = 0, misses = 0;
    };
    [[nodiscard]] Luck luck() const;
    /// Bytes that are kept, keys and bookkeeping included.
    [[nodiscard]] std::size_t size() const;

private:
    struct Kept {
        std::string key;
        Representation representation;
    };
    void start_generation(std::uint64_t generation);

    const std::size_t room_;
    mutable std::mutex mutex_;  // guards all below
    std::uint64_t generation_ = 0;
    std::list<Kept> kept_;  // last asked for first
    std::unordered_map<std::string_view, std::list<Kept>::iterator> by_key_;
    std::size_t size_ = 0;
    Luck luck_;
};

}  // namespace hive
