#include "daemons/ban/filter_file.h"

#include <filesystem>
#include <set>
#include <vector>

#include "daemons/ban/filter_ini.h"
#include "lib/file.h"
#include "lib/trim.h"

namespace hive {
namespace {

constexpr std::size_t max_file = 1 << 20;
constexpr std::size_t max_files = 20;

/// The lines of a value, without empty ones.
std::vector<std::string> lines_of(std::string_view value)
{
    std::vector<std::string> lines;
    while (!value.empty()) {
        const auto end = value.find('\n');
        if (const auto line = trimmed(value.substr(0, end)); !line.empty())
            lines.emplace_back(line);
        value.remove_prefix(end == std::string_view::npos ? value.size() : end + 1);
    }
    return lines;
}

/// Reads a file and all it includes, in fail2ban's order: before, the file, its .local, after.
class Includes {
public:
    explicit Includes(const FileReader& read) : read_ {read} { }

    enum class Presence { required, optional };
    Result<> take(const std::filesystem::path& path, Presence presence)
    {
        if (!seen_.insert(path.lexically_normal().string()).second)
            return fail("{} includes itself", path.string());
        if (seen_.size() > max_files)
            return fail("more than {} files include each other", max_files);
        const auto text = read_(path.string());
        if (!text && presence == Presence::optional)
            return {};
        if (!text)
            return fail("{}: cannot be read", path.string());
        auto ini = FilterIni::parse(*text);
        if (!ini)
            return std::unexpected {std::move(ini).error().within(path.string())};
        TRY(take_named(path, *ini, "before"));
        const auto copy = *ini;
        ini_.merge(*std::move(ini));
        if (path.extension() != ".local")
            TRY(take(std::filesystem::path {path}.replace_extension(".local"), Presence::optional));
        return take_named(path, copy, "after");
    }
    [[nodiscard]] const FilterIni& ini() const { return ini_; }

private:
    /// A file named by `after` may be missing: stock filters name .local files nobody made.
    Result<> take_named(
        const std::filesystem::path& path, const FilterIni& ini, std::string_view option)
    {
        const auto* names = ini.find("INCLUDES", option);
        if (names == nullptr)
            return {};
        const auto presence = option == "after" ? Presence::optional : Presence::required;
        for (const auto& name : lines_of(*names)) {
            const auto included = (path.parent_path() / name).lexically_normal();
            if (!seen_.contains(included.string()))
                TRY(take(included, presence));
        }
        return {};
    }

    const FileReader& read_;
    FilterIni ini_;
    std::set<std::string> seen_;
};

Result<> refuse_unsupported(const FilterIni& ini)
{
    const auto lines = TRY(ini.value("Definition", "maxlines"));
    if (!lines.empty() && lines != "1")
        return fail("maxlines = {} is not supported: a filter sees one line at a time", lines);
    const auto date = TRY(ini.value("Definition", "datepattern"));
    if (!date.empty() && date != "{^LN-BEG}")
        return fail("datepattern = {} is not supported", date);
    return {};
}

Result<FilterRules> rules_in(const FilterIni& ini)
{
    TRY(refuse_unsupported(ini));
    FilterRules rules;
    rules.fail = lines_of(TRY(ini.value("Definition", "failregex")));
    rules.ignore = lines_of(TRY(ini.value("Definition", "ignoreregex")));
    rules.prefix = TRY(ini.value("Definition", "prefregex"));
    if (rules.fail.empty())
        return fail("[Definition] has no failregex");
    return rules;
}

}  // namespace

Result<FilterRules> parse_filter_file(const std::string& path, const FileReader& read)
{
    Includes includes {read};
    TRY(includes.take(path, Includes::Presence::required));
    auto rules = rules_in(includes.ini());
    if (!rules)
        return std::unexpected {std::move(rules).error().within(path)};
    return rules;
}

Result<FilterRules> load_filter_file(const std::string& path)
{
    return parse_filter_file(path, [](const std::string& name) -> std::optional<std::string> {
        auto text = read_file(name, max_file);
        return text ? std::optional {*std::move(text)} : std::nullopt;
    });
}

}  // namespace hive
