#include "daemons/sync/outcome.h"

#include <utility>

#include <fmt/format.h>

namespace hive {

std::string_view outcome_word(Outcome outcome)
{
    switch (outcome) {
    case Outcome::created: return "created";
    case Outcome::updated: return "updated";
    case Outcome::current: return "current";
    case Outcome::mismatch: return "mismatch";
    case Outcome::failed: return "failed";
    }
    std::unreachable();
}

std::string outcome_text(Outcome outcome, std::int64_t rows, std::string_view error)
{
    switch (outcome) {
    case Outcome::created: return fmt::format("database has been created! Rows added:  {}", rows);
    case Outcome::updated:
        return fmt::format("database has been updated! New rows added: {}", rows);
    case Outcome::current: return "database is already up to date...";
    case Outcome::mismatch: return "remote and local database counts do not match!";
    case Outcome::failed: return fmt::format("database could not be updated: {}", error);
    }
    std::unreachable();
}

}  // namespace hive
