// lib/guard_schema.h - guard.db: what hive-guard writes; hive-chart and hive-train read it.
//
// STATE/guard/guard.db, WAL. hive-guard writes one transaction a second; readers open it
// Mode::read_only and see new rows by PRAGMA data_version. Times are epoch seconds of the
// events (UTC), not of their arrival.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hive {

/// Migration steps of guard.db; append only (lib/sqlite.h, Sqlite::migrate).
///
/// server     a destination of traffic: the Destination of flows, the host of requests, the
///            `server` of an access log. At most max_guard_servers; the rest is counted under
///            the name "other"
/// class      a class of traffic by name; is_attack is 0 for what a model calls benign, and for
///            'Benign', the class of what nothing was said against. At most 256
/// second     requests and flow records of one second, by server and class as judged when the
///            second was over. ts is its start. Kept keep_seconds (2 h), at most 1 M rows
/// five       the same of five seconds (ts divisible by 5), as judged when those were over:
///            the model's word is in it. Kept keep_fives (2 d), at most 1 M rows
/// outcome    labelled flow records by what they were and what they were taken for, by hour (ts
///            its start): precision, recall and accuracy come from it. Kept 30 d
/// decision   what was decided against a client.
///            by_what: 'rule NAME', 'model KIND' or 'operator'. score: 0 to 1, of a rule how far
///            the measured is above the threshold: 1 - threshold / measured / 2.
///            action: 'dry-run' (would have been banned), 'pending' (hive-ban was not reached
///            yet), 'banned', 'refused' (hive-ban's or our safe list: why says it), 'undone',
///            'lost' (hive-ban stayed away). until: when the ban ends, NULL without one.
///            reasons: JSON [{"name": .., "value": .., "weight": .., "text": ..}], the strongest
///            first, at most 3; of a model name is the feature, weight its contribution to the
///            margin; text is a sentence. lines: JSON [".."], sample requests or records, at
///            most 5. Kept keep_decisions (30 d), at most 100000
/// client     who stands out now: the suspicion of each client with a strike or a verdict in the
///            last ten minutes, at most 1000. requests, errors (400 and above) and attacks
///            count its events since `since`. class and score of its last verdict, strikes of
///            the last strike window; reasons and lines as in decision
/// feedback   what an operator said of a decision: verdict 'benign' or 'attack', class the one it
///            truly was (that of the decision for 'attack', 'Benign' for 'benign'). Kept
/// window     feature vectors for training, little-endian float32 in the order of the kind's
///            names (flow_feature_names, http_feature_names): of every window judged an attack
///            and of one in `sample_every` others. kind 'flows' or 'http'; class as judged; label
///            as the stream gave it, or as feedback changed it, else ''. Kept keep_windows (14 d),
///            at most 200000
/// model      models in the order they were taken; is_current of at most one a kind. card: the
///            whole card as JSON. retired: NULL while in use. The last 100
/// drift      stability index (PSI) of each feature of the model in use over the last ten
///            minutes (drift_every) that had 200 windows; the last value only. above .25 it has
///            drifted
/// safe       who is never acted against. kind 'network', 'agent', 'path' or 'user'; value: a CIDR
///            network, "WORDS in-domain DOMAIN", a path's prefix, a user. By the operator: what
///            guard.ini says is not here. At most 10000
/// state      JSON by key, renewed every second: see guard_state_key
extern const std::array<std::string_view, 1> guard_migrations;

constexpr std::size_t max_guard_servers = 1000;
/// The class of traffic nothing was said against.
constexpr std::string_view benign_class = "Benign";

/// The row of `state` that says how hive-guard is:
///   {"time": 1767225600.0, "started": .., "version": "..",
///    "mode": "dry-run" | "armed", "dry_run_until": .. | null, "dry_run_classes": ["Scan"],
///    "models": [{"kind": "http", "version": "..", "trees": 100, "loaded": ..}],   none: rules only
///    "sources": [{"name": "hive-proxy", "kind": "events", "events": 12, "refused": 0,
///                 "late": 0}],
///    "clients": 12, "evicted": 0, "ban": "connected" | "away", "waiting": 0,
///    "drifting": ["requests"]}
constexpr std::string_view guard_state_key = "status";

/// window.features
[[nodiscard]] std::vector<std::byte> encode_features(std::span<const float> features);
/// @return nothing when the bytes are no whole number of features
[[nodiscard]] std::optional<std::vector<float>> decode_features(std::span<const std::byte> bytes);

// The control verbs of hive-guard, RUNTIME/guard.sock (lib/control.h). All arguments are
// optional unless marked with a star; times are epoch seconds. hive-chart and hive-portal may use
// them; whoever passes on what a person did says who it was by `user`.
//
//   status    what guard_state_key holds, and "classes": [{"name", "is_attack", "count",
//             "dry_run"}], "decisions": {"banned": n, ..} by action
//   top       {"limit": 20} -> {"clients": [{"address", "server", "since", "last", "requests",
//             "errors", "attacks", "class", "score", "strikes", "reasons", "lines"}]}, the most
//             suspicious first
//   why       {"address"*} -> {"address", "client": {as in top} | null, "safe": "why it is spared"
//   |
//             null, "decisions": [{"id", "time", "class", "by", "score", "action", "why",
//             "until", "reasons", "lines"}]}, the newest first, at most 50
//   undo      {"address"* | "decision"*, "remember": false, "user"} -> {"undone": n,
//             "unbanned": true | false, "remembered": true | false}: ends the ban, marks the
//             decisions undone, forgets the strikes, notes feedback 'benign'; with remember the
//             address is safe from now on
//   ban       {"address"*, "seconds": 600, "user"} -> {"decision": id}: by the operator, dry run or
//             not; a safe address is refused
//   feedback  {"decision"*, "verdict"*: "benign" | "attack", "class", "user"} -> {}
//   safe      {} -> {"safe": [{"kind", "value", "note", "added", "by", "from": "file" |
//             "operator"}]}
//   safe-add     {"kind"*, "value"*, "note", "user"} -> {"added": true | false}
//   safe-remove  {"kind"*, "value"*, "user"} -> {"removed": true | false}
//   arm       {"class"} -> {}: ends the dry run, of one class or of all; {"class", "off": true}
//             begins it again
//   model     {} -> {"models": [{"kind", "path", "loaded", "card": {..}, "trees", "drift":
//             [{"feature", "psi"}]}]}; {"reload": true} reads the files again first
//   metrics   counters and gauges

}  // namespace hive
