// lib/lru_map.h - a map of bounded size that forgets what was touched longest ago.
#pragma once

#include <cassert>
#include <cstddef>
#include <functional>
#include <list>
#include <unordered_map>
#include <utility>

namespace hive {

/// What strangers can make grow is kept in one of these. All operations take constant time.
template <class Key, class Value, class Hash = std::hash<Key>>
class LruMap {
public:
    /// @param room entries kept at most, >= 1
    explicit LruMap(std::size_t room) : room_ {room} { assert(room >= 1); }
    // The index holds iterators into the list: a copy would point into the original.
    LruMap(const LruMap&) = delete;
    LruMap& operator=(const LruMap&) = delete;
    LruMap(LruMap&&) noexcept = default;
    LruMap& operator=(LruMap&&) noexcept = default;
    ~LruMap() = default;

    /// The value of a key, made when it is new; the key is now the youngest. The oldest
    /// entry goes when there is no room. @return valid until the next call
    Value& touch(const Key& key)
    {
        if (const auto found = index_.find(key); found != index_.end()) {
            order_.splice(order_.begin(), order_, found->second);
            return order_.front().second;
        }
        if (order_.size() == room_) {
            index_.erase(order_.back().first);
            order_.pop_back();
        }
        order_.emplace_front(key, Value {});
        index_.emplace(key, order_.begin());
        return order_.front().second;
    }
    void erase(const Key& key)
    {
        const auto found = index_.find(key);
        if (found == index_.end())
            return;
        order_.erase(found->second);
        index_.erase(found);
    }
    /// Does not make the key younger. @return null when it is not there
    [[nodiscard]] const Value* find(const Key& key) const
    {
        const auto found = index_.find(key);
        return found == index_.end() ? nullptr : &found->second->second;
    }
    /// The key that goes when a new one comes; null while there is room.
    [[nodiscard]] const Key* next_to_go() const
    {
        return order_.size() == room_ ? &order_.back().first : nullptr;
    }
    [[nodiscard]] std::size_t size() const { return order_.size(); }
    /// Calls visit(key, value) for each, the youngest first.
    template <class Visit>
    void for_each(Visit visit)
    {
        for (auto& [key, value] : order_)
            visit(std::as_const(key), value);
    }

private:
    using Order = std::list<std::pair<Key, Value>>;
    std::size_t room_;
    Order order_;  // youngest first
    std::unordered_map<Key, typename Order::iterator, Hash> index_;
};

}  // namespace hive
