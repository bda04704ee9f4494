// daemons/ban/zone_names.cc - abbreviations by their offset, then the digits behind them.
#include "daemons/ban/zone_names.h"

#include <algorithm>
#include <array>

namespace hive {
namespace {

struct Row {
    int minutes;
    std::string_view names;  // each between blanks
};

/// A name that several zones share stands where fail2ban has it.
constexpr std::array<Row, 39> zones {{
    {-720, " Y "},
    {-660, " X NUT SST "},
    {-600, " W CKT HAST HST TAHT TKT "},
    {-540, " V AKST GAMT GIT HADT HNY "},
    {-480, " U AKDT CIST HAY HNP PST PT "},
    {-420, " T HAP HNR MST PDT "},
    {-360, " S CST EAST GALT HAR HNC MDT "},
    {-300, " R CDT COT EASST ECT EST ET HAC HNE PET "},
    {-240, " Q AST BOT CLT COST EDT FKT GYT HAE HNA PYT "},
    {-180, " P ADT ART BRT CLST FKST GFT HAA PMST PYST SRT UYT WGT "},
    {-120, " O BRST FNT PMDT UYST WGST "},
    {-60, " N AZOT CVT EGT "},
    {0, " Z EGST GMT UTC WET WT "},
    {60, " A CET DFT WAT WEDT WEST "},
    {120, " B CAT CEDT CEST EET SAST WAST "},
    {180, " C EAT EEDT EEST IDT MSK "},
    {240, " D AMT AZT GET GST KUYT MSD MUT RET SAMT SCT "},
    {300, " E AMST AQTT AZST HMT MAWT MVT PKT TFT TJT TMT UZT YEKT "},
    {360, " F ALMT BIOT BTT IOT KGT NOVT OMST YEKST "},
    {420, " G CXT DAVT HOVT ICT KRAT NOVST OMSST THA WIB "},
    {480, " H ACT AWST BDT BNT CAST HKT IRKT KRAST MYT PHT SGT ULAT WITA "},
    {540, " I AWDT IRKST JST KST PWT TLT WDT WIT YAKT "},
    {600, " K AEST ChST PGT VLAT YAKST YAPT "},
    {660, " L AEDT LHDT MAGT NCT PONT SBT VLAST VUT "},
    {720, " M ANAST ANAT FJT GILT MAGST MHT NZST PETST PETT TVT WFT "},
    {780, " FJST NZDT "},
    {690, " NFT "},
    {630, " ACDT LHST "},
    {570, " ACST "},
    {390, " CCT MMT "},
    {345, " NPT "},
    {330, " SLT "},
    {270, " AFT IRDT "},
    {210, " IRST "},
    {-150, " HAT NDT "},
    {-210, " HNT NST NT "},
    {-270, " HLV VET "},
    {-570, " MART MIT "},
    {480, " WST "},
}};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// The length of the abbreviation in front: one capital, or three to five.
std::size_t name_length(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size() && length < 5 && text[length] >= 'A' && text[length] <= 'Z')
        ++length;
    return length == 2 ? 1 : length;
}

std::optional<int> minutes_of(std::string_view name)
{
    for (const auto& row : zones) {
        const auto place = row.names.find(name);
        if (place != std::string_view::npos && row.names[place - 1] == ' '
            && row.names[place + name.size()] == ' ')
            return row.minutes;
    }
    return std::nullopt;
}

/// "+01", "-0530", "+05:30"
std::optional<int> signed_minutes(std::string_view text)
{
    const auto hours_only = text.size() == 3;
    const bool has_colon = text.size() == 6 && text[3] == ':';
    if ((!hours_only && text.size() != 5 && !has_colon) || (text[0] != '+' && text[0] != '-')
        || text[1] > '1' || !std::ranges::all_of(text.substr(1, 2), is_digit))
        return std::nullopt;
    const auto last = text.substr(text.size() - 2);
    if (!hours_only && !std::ranges::all_of(last, is_digit))
        return std::nullopt;
    const int hours = (text[1] - '0') * 10 + (text[2] - '0');
    const int minutes = hours_only ? 0 : (last[0] - '0') * 10 + (last[1] - '0');
    return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

ZoneOffset parse_zone(std::string_view text)
{
    using Kind = ZoneOffset::Kind;
    const auto name = text.substr(0, name_length(text));
    const auto digits = text.substr(name.size());
    const auto offset = digits.empty() ? std::optional {0} : signed_minutes(digits);
    if (!offset)
        return {};
    const auto base = name.empty() ? std::optional {0} : minutes_of(name);
    if (!base)
        return {.kind = Kind::unknown_name};
    return {.kind = Kind::known, .offset = std::chrono::minutes {*base + *offset}};
}

}  // namespace hive
