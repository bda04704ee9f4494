// What may be asked about the store while a run is under way.
#include "daemons/sync/store_questions.h"
#include "daemons/sync/sync.h"
#include "lib/json.h"
#include "lib/paths.h"

namespace hive {

void Sync::serve_questions()
{
    daemon_.control.verb("check", "Lets SQLite check the store for damage.", {},
        [this](const Json& /*arguments*/, const ControlReply& reply) {
            const bool is_taken = questions_.submit(
                daemon_.loop, [path = state_path(config_.store)] { return check_store(path); },
                [reply](const Result<std::vector<std::string>>& damage) {
                    damage ? reply.done({{"intact", damage->empty()}, {"damage", *damage}})
                           : reply.fail(damage.error().message());
                });
            if (!is_taken)
                reply.fail("too many questions at once");
        });
    daemon_.control.verb("quarantine", "Counts the refused rows and values, shows the newest.", {},
        [this](const Json& arguments, const ControlReply& reply) {
            const auto wanted = integer_at(arguments, "limit", 20);
            const bool is_taken = questions_.submit(
                daemon_.loop,
                [path = state_path(config_.store), wanted] {
                    return read_quarantine(path, wanted);
                },
                [reply](const Result<Quarantine>& quarantine) {
                    if (!quarantine)
                        return reply.fail(quarantine.error().message());
                    for (const auto& row : quarantine->rows)
                        reply.line(row);
                    reply.done({{"count", quarantine->count}, {"reasons", quarantine->reasons}});
                });
            if (!is_taken)
                reply.fail("too many questions at once");
        });
}

}  // namespace hive
