#include "tools/hive-probe/dns_message.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "tools/hive-probe/http_answer.h"

namespace hive {
namespace {

constexpr std::size_t header_size = 12;
constexpr std::size_t most_records = 64;
constexpr std::size_t longest_label = 63;
constexpr std::size_t longest_name = 255;
constexpr std::uint16_t type_a = 1;
constexpr std::uint16_t type_mx = 15;
constexpr std::uint16_t type_txt = 16;
constexpr std::uint16_t type_aaaa = 28;
constexpr std::array<std::string_view, 6> refusals {
    "", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"};

void append_number(std::string& packet, std::uint16_t number)
{
    packet += static_cast<char>(number >> 8);
    packet += static_cast<char>(number & 0xff);
}

/// Walks through a packet and never leaves it.
class Reader {
public:
    explicit Reader(std::string_view packet) : packet_ {packet} { }

    [[nodiscard]] bool is_good() const { return is_good_; }
    std::uint8_t byte()
    {
        if (at_ >= packet_.size())
            is_good_ = false;
        return is_good_ ? static_cast<std::uint8_t>(packet_[at_++]) : std::uint8_t {0};
    }
    std::uint16_t number()
    {
        const auto high = byte();
        return static_cast<std::uint16_t>(high << 8 | byte());
    }
    std::string_view bytes(std::size_t count)
    {
        if (count > packet_.size() - std::min(at_, packet_.size()))
            is_good_ = false;
        if (!is_good_)
            return {};
        at_ += count;
        return packet_.substr(at_ - count, count);
    }
    void skip(std::size_t count) { (void)bytes(count); }
    [[nodiscard]] std::size_t place() const { return at_; }

    /// Compressed names point back; each jump must go further back, so that it ends.
    std::string name()
    {
        std::string text;
        std::size_t after = 0;  // where to go on once the name is read
        auto limit = at_;
        for (std::uint8_t length = byte(); is_good_ && length != 0; length = byte()) {
            if (length > longest_label) {
                const std::size_t target = static_cast<std::size_t>(length & 0x3f) << 8 | byte();
                is_good_ = is_good_ && (length & 0xc0) == 0xc0 && target < limit;
                after = after == 0 ? at_ : after;
                limit = at_ = target;
                continue;
            }
            text += (text.empty() ? "" : ".") + std::string {bytes(length)};
            is_good_ = is_good_ && text.size() <= longest_name;
        }
        if (after != 0)
            at_ = after;
        return text;
    }

private:
    std::string_view packet_;
    std::size_t at_ = 0;
    bool is_good_ = true;
};

std::string address_text(int family, std::string_view bytes, std::size_t size)
{
    std::array<char, INET6_ADDRSTRLEN> text {};
    if (bytes.size() != size
        || ::inet_ntop(family, bytes.data(), text.data(), text.size()) == nullptr)
        return {};
    return text.data();
}

std::string joined_strings(Reader& reader, std::size_t end)
{
    std::string text;
    while (reader.is_good() && reader.place() < end)
        text += reader.bytes(reader.byte());
    return text;
}

std::string record_text(Reader& reader, std::uint16_t type, std::size_t length)
{
    switch (type) {
    case type_a: return address_text(AF_INET, reader.bytes(length), 4);
    case type_aaaa: return address_text(AF_INET6, reader.bytes(length), 16);
    case type_txt: return joined_strings(reader, reader.place() + length);
    case type_mx: {
        const auto preference = reader.number();
        return fmt::format("{} {}", preference, reader.name());
    }
    default: return reader.name();
    }
}

Result<> check_head(Reader& reader, std::uint16_t id, std::uint16_t& answers)
{
    const auto answered = reader.number();
    const auto flags = reader.number();
    const auto questions = reader.number();
    answers = reader.number();
    reader.skip(header_size - 8);
    if (!reader.is_good() || answered != id || (flags & 0x8000U) == 0 || questions > 1)
        return fail("answered with something that is no answer to the question");
    if (const auto code = flags & 0xfU; code != 0)
        return fail("answered {}", code < refusals.size() ? refusals.at(code) : "with an error");
    for (std::uint16_t i = 0; i < questions; ++i) {
        (void)reader.name();
        reader.skip(4);  // type, class
    }
    return {};
}

}  // namespace

Result<std::string> dns_query(const std::string& name, std::uint16_t type, std::uint16_t id)
{
    std::string packet;
    constexpr std::uint16_t recursion_desired = 0x0100;
    for (const std::uint16_t number : {id, recursion_desired})
        append_number(packet, number);
    constexpr std::array<std::uint16_t, 4> counts {1, 0, 0, 0};  // one question
    for (const auto count : counts)
        append_number(packet, count);
    for (std::string_view rest = name.ends_with('.')
            ? std::string_view {name}.substr(0, name.size() - 1)
            : std::string_view {name};
        !rest.empty();) {
        const auto label = rest.substr(0, rest.find('.'));
        if (label.empty() || label.size() > longest_label)
            return fail("'{}' is no name: a part is empty or longer than 63", name);
        packet += static_cast<char>(label.size());
        packet += label;
        rest.remove_prefix(std::min(label.size() + 1, rest.size()));
    }
    packet += '\0';
    append_number(packet, type);
    append_number(packet, 1);  // the Internet
    return packet;
}

Result<std::vector<std::string>> parse_dns_answer(
    std::string_view packet, std::uint16_t type, std::uint16_t id)
{
    Reader reader {packet};
    std::uint16_t answers = 0;
    TRY(check_head(reader, id, answers));
    std::vector<std::string> records;
    for (std::uint16_t i = 0; i < answers && reader.is_good() && records.size() < most_records;
        ++i) {
        (void)reader.name();
        const auto found = reader.number();
        reader.skip(6);  // class, time to live
        const std::size_t length = reader.number();
        const auto end = reader.place() + length;
        if (found != type || !reader.is_good()) {
            reader.skip(length);
            continue;
        }
        records.push_back(record_text(reader, type, length));
        if (!reader.is_good() || reader.place() != end || records.back().empty())
            return fail("answered with a record that is not whole");
    }
    if (!reader.is_good())
        return fail("answered with a packet that is not whole");
    return records;
}

Result<std::string> judge_dns(const NetworkProbe& probe, std::string_view packet, std::uint16_t id)
{
    const auto records = TRY(parse_dns_answer(packet, probe.record_type, id));
    if (records.empty())
        return fail("{} has no record of that type", probe.name);
    const auto is_wanted = [&](const std::string& record) { return matches(probe.answer, record); };
    if (!probe.answer.empty() && std::ranges::none_of(records, is_wanted))
        return fail("answered {}, which does not match {}", fmt::join(records, ", "), probe.answer);
    return fmt::format("{}", fmt::join(records, ", "));
}

}  // namespace hive
