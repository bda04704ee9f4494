// daemons/sync/readings_statements.h - what ReadingsWriter has prepared.
#pragma once

#include "daemons/sync/readings_writer.h"
#include "lib/sqlite.h"

namespace hive {

struct ReadingsWriter::Statements {
    Statement find_source;
    Statement read_state;
    Statement save_state;
    Statement data_version;
    Statement checksum;
    Statement block_end;
};

}  // namespace hive
