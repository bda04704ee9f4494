// daemons/sync/import.h - `hive-sync import FILE.csv`: rows of files into the store, once.
#pragma once

namespace hive {

/// @param argv "hive-sync", "import", then [-c FILE] FILE.csv...
/// @return exit status as daemon_main() has them
int import_main(int argc, char** argv);

}  // namespace hive
