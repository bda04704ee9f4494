#include "daemons/proxy/spare_memory.h"

#include <utility>
#include <vector>

namespace hive {

namespace {

constexpr std::size_t most_texts = 64;
constexpr std::size_t longest_text = 2048;

std::vector<std::string>& texts()
{
    static thread_local std::vector<std::string> mine;
    return mine;
}

}  // namespace

std::string spare_text()
{
    auto& spare = texts();
    if (spare.empty())
        return {};
    auto text = std::move(spare.back());
    spare.pop_back();
    return text;
}

void give_back(std::string text)
{
    auto& spare = texts();
    if (!keeps_spare_memory || text.capacity() > longest_text || spare.size() == most_texts)
        return;
    text.clear();
    spare.push_back(std::move(text));
}

}  // namespace hive
