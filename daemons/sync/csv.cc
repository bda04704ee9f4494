#include "daemons/sync/csv.h"

#include <limits>

#include "lib/number.h"

namespace hive {
namespace {

/// One record, field by field.
class Reader {
public:
    explicit Reader(std::string_view text) : text_ {text} { }

    Result<std::optional<CsvRecord>> record()
    {
        while (true) {
            std::string field;
            const bool is_whole
                = at_ < text_.size() && text_[at_] == '"' ? quoted(field) : plain(field);
            if (!is_whole)
                return incomplete();
            record_.fields.push_back(std::move(field));
            if (text_[at_] != ',')
                return end_of_record();
            ++at_;
        }
    }

private:
    /// Behind the last field.
    Result<std::optional<CsvRecord>> end_of_record()
    {
        if (text_[at_] == '\r' && at_ + 1 == text_.size())
            return incomplete();
        at_ += text_[at_] == '\r' && text_[at_ + 1] == '\n' ? 1 : 0;
        if (text_[at_] != '\n')
            return fail("there is more behind a closing quotation mark");
        record_.size = at_ + 1;
        return std::move(record_);
    }
    [[nodiscard]] Result<std::optional<CsvRecord>> incomplete() const
    {
        if (text_.size() >= longest_record)
            return fail("a record is longer than {} bytes", longest_record);
        return std::nullopt;
    }

    /// Up to the comma or line end, which it leaves. @return false when there is none
    bool plain(std::string& field)
    {
        const auto end = text_.find_first_of(",\n", at_);
        if (end == std::string_view::npos)
            return false;
        const bool has_return = text_[end] == '\n' && end > at_ && text_[end - 1] == '\r';
        field = text_.substr(at_, end - at_ - (has_return ? 1 : 0));
        at_ = end;
        return true;
    }

    /// Behind the closing quotation mark. @return false when the text ends before what follows it
    bool quoted(std::string& field)
    {
        for (auto from = at_ + 1;;) {
            const auto mark = text_.find('"', from);
            if (mark == std::string_view::npos || mark + 1 >= text_.size())
                return false;
            field += text_.substr(from, mark - from);
            at_ = mark + 1;
            if (text_[at_] != '"')
                return true;
            field += '"';
            from = at_ + 1;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    CsvRecord record_;
};

}  // namespace

Result<std::optional<CsvRecord>> parse_csv_record(std::string_view text)
{
    return Reader {text}.record();
}

std::optional<double> csv_number(std::string_view field)
{
    if (field.empty() || field == "NULL" || field == "\\N")
        return std::nullopt;
    return number_of<double>(field).value_or(std::numeric_limits<double>::quiet_NaN());
}

}  // namespace hive
