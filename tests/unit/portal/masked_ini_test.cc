#include "supervisor/portal/masked_ini.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

struct Line {
    const char* name;
    const char* given;
    const char* shown;
};

class MaskedIni : public testing::TestWithParam<Line> { };

TEST_P(MaskedIni, ShowsNoSecret)
{
    EXPECT_EQ(masked_ini(GetParam().given), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(Lines, MaskedIni,
    testing::Values(Line {"Harmless", "[proxy]\nport = 80\n", "[proxy]\nport = 80\n"},
        Line {"Password", "smtp_password = honey\n", "smtp_password = ••••\n"},
        Line {"AnyCase", "API_KEY=abc\n", "API_KEY= ••••\n"},
        Line {"InAnAddress", "uri = mariadb://ann:ho:ney@db.example/raw\n",
            "uri = mariadb://ann:••••@db.example/raw\n"},
        Line {"AddressWithoutPassword", "uri = mariadb://ann@db.example/raw, http://x:80/\n",
            "uri = mariadb://ann@db.example/raw, http://x:80/\n"},
        Line {"Comment", "; password = old\n", "; password = ••••\n"},
        Line {"Continued", "token = a\n  b\nport = 1\n", "token = ••••\n    ••••\nport = 1\n"},
        Line {"WithoutEnd", "secret = x", "secret = ••••\n"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
