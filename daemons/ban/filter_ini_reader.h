// daemons/ban/filter_ini_reader.h - the lines of an ini file, one by one.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "daemons/ban/filter_ini.h"

namespace hive {

/// Reads a file line by line into sections. Pure.
class IniReader {
public:
    IniReader(FilterIni& ini, std::string_view file) : ini_ {ini}, file_ {file} { }

    /// @return an error without the place
    Result<> line(std::string_view raw, int number);

private:
    Result<> header(std::string_view text);
    Result<> option(std::string_view text);

    FilterIni& ini_;
    std::string_view file_;
    std::string where_;
    std::string section_name_;
    FilterIni::Options* section_ = nullptr;
    std::string* value_ = nullptr;
    std::size_t indent_ = 0;
    std::set<std::string> headers_;
    std::set<std::string> options_;
};

}  // namespace hive
