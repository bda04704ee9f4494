#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "lib/fd.h"
#include "tools/hive-sample/csv.h"
#include "tools/hive-sample/sink.h"

namespace hive {
namespace {

constexpr std::size_t buffer_size = 1 << 20;

class CsvSink : public RowSink {
public:
    CsvSink(Fd file, std::string path) : file_ {std::move(file)}, path_ {std::move(path)}
    {
        text_.reserve(buffer_size + 4096);
        text_ = csv_header();
    }

    Result<TableState> state(std::int64_t /*now*/) override { return TableState {}; }

    Result<> write(std::span<const SampleRow> rows) override
    {
        for (const auto& row : rows) {
            append_csv(text_, row);
            if (text_.size() >= buffer_size)
                TRY(flush());
        }
        return {};
    }

    Result<> finish() override { return flush(); }

private:
    Result<> flush()
    {
        std::string_view left = text_;
        while (!left.empty()) {
            const auto size = ::write(file_.get(), left.data(), left.size());
            if (size < 0 && errno != EINTR)
                return std::unexpected {Error::from_errno(errno, "write " + path_)};
            left.remove_prefix(size < 0 ? 0 : static_cast<std::size_t>(size));
        }
        text_.clear();
        return {};
    }

    Fd file_;
    std::string path_;
    std::string text_;
};

}  // namespace

Result<std::unique_ptr<RowSink>> open_csv_sink(const std::string& path)
{
    Fd file {path == "-" ? ::dup(STDOUT_FILENO)
                         : ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};
    if (!file)
        return std::unexpected {Error::from_errno(errno, "open " + path)};
    return std::make_unique<CsvSink>(std::move(file), path);
}

}  // namespace hive
