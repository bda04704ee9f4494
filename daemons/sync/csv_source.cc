#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <limits>

#include <fcntl.h>
#include <unistd.h>

#include "daemons/sync/calendar.h"
#include "daemons/sync/csv.h"
#include "daemons/sync/source.h"
#include "lib/fd.h"

namespace hive {
namespace {

constexpr std::size_t piece = 1 << 16;
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// The records of a file, one after the other. A last line without its end is still being
/// written: it is no record yet.
class CsvFile {
public:
    explicit CsvFile(Fd file) : file_ {std::move(file)} { }

    Result<std::optional<CsvRecord>> next()
    {
        while (true) {
            auto record = TRY(parse_csv_record(std::string_view {buffer_}.substr(used_)));
            if (record) {
                used_ += record->size;
                return record;
            }
            if (!TRY(read_piece()))
                return std::nullopt;
        }
    }

    void rewind()
    {
        buffer_.clear();
        used_ = 0;
        offset_ = 0;
    }

    /// Ends of lines in the whole file.
    [[nodiscard]] Result<std::int64_t> lines() const
    {
        std::array<char, piece> bytes {};
        std::int64_t count = 0;
        for (off_t at = 0;;) {
            const auto got = ::pread(file_.get(), bytes.data(), bytes.size(), at);
            if (got < 0)
                return std::unexpected {Error::from_errno(errno, "read")};
            if (got == 0)
                return count;
            count += std::count(bytes.begin(), bytes.begin() + got, '\n');
            at += got;
        }
    }

private:
    /// @return false at the end of the file
    Result<bool> read_piece()
    {
        buffer_.erase(0, std::exchange(used_, 0));
        const auto size = buffer_.size();
        buffer_.resize(size + piece);
        const auto got = ::pread(file_.get(), buffer_.data() + size, piece, offset_);
        buffer_.resize(size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got < 0)
            return std::unexpected {Error::from_errno(errno, "read")};
        offset_ += got;
        return got > 0;
    }

    Fd file_;
    std::string buffer_;
    std::size_t used_ = 0;  // bytes at its front that were records
    off_t offset_ = 0;
};

/// Rows are numbered by their place below the header line: that is their id.
class CsvSource : public RowSource {
public:
    CsvSource(CsvFile file, CalendarZone zone, const SourceConfig& config)
        : file_ {std::move(file)}, zone_ {zone}, config_ {config}
    {
    }

    Result<std::vector<RemoteColumn>> columns() override
    {
        TRY(start());
        auto first = TRY(file_.next());
        std::vector<RemoteColumn> columns {{config_.columns.id, "bigint"}};
        for (std::size_t i = 0; i < header_.size(); ++i) {
            if (header_[i] == config_.columns.id)
                continue;
            const auto field = first && i < first->fields.size() ? first->fields[i] : "";
            const auto value = csv_number(field);
            columns.push_back({header_[i], value && !std::isnan(*value) ? "double" : ""});
        }
        TRY(start());
        return columns;
    }

    Result<> select(const Columns& columns, IdRange range) override
    {
        if (range.first <= row_.id)
            TRY(start());
        row_.bins.resize(columns.bins.size());
        row_.extras.resize(columns.extras.size());
        places_.clear();
        for (const auto* name :
            {&columns.apiary, &columns.time, &columns.internal, &columns.external})
            places_.push_back(place_of(*name));
        for (const auto* names : {&columns.bins, &columns.extras})
            for (const auto& name : *names)
                places_.push_back(place_of(name));
        range_ = range;
        return {};
    }

    Result<const RemoteRow*> next() override
    {
        while (row_.id < range_.last) {
            auto record = TRY(file_.next());
            if (!record)
                return nullptr;
            ++row_.id;
            if (row_.id < range_.first)
                continue;
            record_ = std::move(*record);
            read_row();
            return &row_;
        }
        return nullptr;
    }

    Result<std::int64_t> count(const Columns& columns, IdRange range) override
    {
        TRY(select(columns, range));
        std::int64_t rows = 0;
        while (TRY(next()) != nullptr)
            ++rows;
        return rows;
    }

    Result<Checksum> checksum(const Columns& columns, IdRange range) override
    {
        return read_checksum(*this, columns, range);
    }

    Result<std::optional<std::int64_t>> last_id(const Columns& /*columns*/) override
    {
        return std::max<std::int64_t>(TRY(file_.lines()) - 1, 0);
    }

private:
    Result<> start()
    {
        file_.rewind();
        row_.id = 0;
        const auto header = TRY(file_.next());
        if (!header)
            return fail("{}: no header line", config_.uri.path);
        header_ = header->fields;
        if (!header_.empty() && header_.front().starts_with("\xEF\xBB\xBF"))
            header_.front().erase(0, 3);  // the byte order mark of spreadsheets
        return {};
    }

    [[nodiscard]] std::size_t place_of(const std::string& name) const
    {
        return static_cast<std::size_t>(std::ranges::find(header_, name) - header_.begin());
    }

    /// "" when the record is too short.
    [[nodiscard]] std::string_view field(std::size_t column) const
    {
        const auto place = places_[column];
        return place < record_.fields.size() ? std::string_view {record_.fields[place]}
                                             : std::string_view {};
    }

    void read_row()
    {
        const auto name = field(0);
        const bool has_name = !name.empty() && name != "NULL" && name != "\\N";
        row_.apiary
            = has_name ? std::optional {name.substr(0, RemoteRow::longest_apiary)} : std::nullopt;
        row_.is_apiary_cut = name.size() > RemoteRow::longest_apiary;
        read_time(field(1));
        row_.internal = csv_number(field(2));
        row_.external = csv_number(field(3));
        std::size_t column = 4;
        for (auto* values : {&row_.bins, &row_.extras})
            for (double& value : *values)
                value = csv_number(field(column++)).value_or(no_value);
    }

    void read_time(std::string_view text)
    {
        constexpr double latest = 1e15;  // beyond any time, within a whole number
        const auto seconds = csv_number(text);
        if (seconds && std::abs(*seconds) < latest) {
            row_.time = row_.column_time = static_cast<std::int64_t>(std::floor(*seconds));
            return;
        }
        row_.time = row_.column_time = parse_calendar_time(text);
        if (row_.time)
            row_.time = zone_.epoch(*row_.time);
    }

    CsvFile file_;
    CalendarZone zone_;
    const SourceConfig& config_;
    std::vector<std::string> header_;
    std::vector<std::size_t> places_;  // in a record: apiary, time, temperatures, bins, extras
    IdRange range_;
    CsvRecord record_;
    RemoteRow row_;
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_csv_source(const SourceConfig& config)
{
    Fd file {::open(config.uri.path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file)
        return std::unexpected {Error::from_errno(errno, "open " + config.uri.path)};
    const auto zone = TRY(CalendarZone::find(config.time_column_zone));
    return std::make_unique<CsvSource>(CsvFile {std::move(file)}, zone, config);
}

}  // namespace hive
