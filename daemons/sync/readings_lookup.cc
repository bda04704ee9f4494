// What ReadingsWriter knows of rows that are here.
#include "daemons/sync/readings_statements.h"

namespace hive {
namespace {

Result<> bind_range(Statement& statement, std::int64_t source, IdRange range)
{
    TRY(statement.bind(1, source));
    TRY(statement.bind(2, range.first));
    return statement.bind(3, range.last);
}

SourceState state_of(const Statement& statement)
{
    return {.is_new = false,
        .watermark = statement.integer(0),
        .copied = statement.integer(1),
        .finished = statement.integer(2),
        .verified = statement.integer(3),
        .rules = std::string {statement.text(4)},
        .corrections = {.late = statement.integer(5),
            .edited = statement.integer(6),
            .deleted = statement.integer(7)}};
}

}  // namespace

Result<SourceState> ReadingsWriter::state(const std::string& source)
{
    auto& statement = statements_->read_state;
    TRY(statement.bind(1, source));
    SourceState state;
    if (TRY(statement.step()))
        state = state_of(statement);
    statement.reset();
    return state;
}

Result<std::vector<ReadingsWriter::Apiary>> ReadingsWriter::apiaries()
{
    auto statement = TRY(database_.prepare(
        "SELECT id, name, first, last FROM apiary WHERE last IS NOT NULL ORDER BY id"));
    std::vector<Apiary> apiaries;
    while (TRY(statement.step()))
        apiaries.push_back({.id = statement.integer(0),
            .name = std::string {statement.text(1)},
            .first = statement.integer(2),
            .last = statement.integer(3)});
    return apiaries;
}

Result<std::vector<Kept>> ReadingsWriter::kept(std::int64_t after, std::int64_t limit)
{
    auto statement = TRY(database_.prepare(
        "SELECT src_id, group_concat(part || ' ' || reason, char(10)), raw, origin.hash"
        " FROM quarantine JOIN origin USING (source, src_id)"
        " WHERE source = ? AND src_id > ? AND gone IS NULL"
        " GROUP BY src_id ORDER BY src_id LIMIT ?"));
    TRY(bind_range(statement, source_, {after, limit}));
    std::vector<Kept> rows;
    while (TRY(statement.step())) {
        auto& row = rows.emplace_back(Kept {.id = statement.integer(0),
            .faults = std::string {statement.text(1)},
            .raw = std::string {statement.text(2)}});
        if (!statement.is_null(3))
            row.hash = statement.integer(3);
    }
    return rows;
}

Result<Checksum> ReadingsWriter::checksum(IdRange range)
{
    auto& statement = statements_->checksum;
    TRY(bind_range(statement, source_, range));
    TRY(statement.step());
    const Checksum checksum {.rows = statement.integer(0), .sum = statement.integer(1)};
    statement.reset();
    return checksum;
}

Result<std::int64_t> ReadingsWriter::block_end(std::int64_t first, std::int64_t rows)
{
    auto& statement = statements_->block_end;
    TRY(bind_range(statement, source_, {first, state_.watermark}));
    TRY(statement.bind(4, rows - 1));
    const auto end = TRY(statement.step()) ? statement.integer(0) : state_.watermark;
    statement.reset();
    return end;
}

Result<std::vector<Origin>> ReadingsWriter::origins(IdRange range)
{
    auto statement
        = TRY(database_.prepare("SELECT src_id, hash, gone IS NOT NULL FROM origin"
                                " WHERE source = ? AND src_id BETWEEN ? AND ? ORDER BY src_id"));
    TRY(bind_range(statement, source_, range));
    std::vector<Origin> origins;
    while (TRY(statement.step())) {
        auto& origin = origins.emplace_back(Origin {.id = statement.integer(0)});
        if (!statement.is_null(1))
            origin.hash = statement.integer(1);
        origin.is_gone = statement.integer(2) != 0;
    }
    return origins;
}

}  // namespace hive
