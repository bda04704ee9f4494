// supervisor/keeper/systemd_store.h - the sockets of the net, left with systemd over a restart of
// all.
//
// systemd holds copies of descriptors for a service (FDSTORE in sd_notify(3), the option
// FileDescriptorStoreMax) and passes them to its next process as LISTEN_FDS, just as it passes
// those of .socket units. Without systemd, $NOTIFY_SOCKET is unset and nothing here happens.
#pragma once

#include "supervisor/keeper/descriptor_store.h"

namespace hive {

/// Takes what systemd passed into `store`: a stored socket under its own name, the n-th socket
/// that a unit calls NAME under NAME.n
void receive_from_systemd(DescriptorStore& store);
/// Leaves a copy of a listening socket of the net; a Unix socket dies with its directory.
void keep_with_systemd(const char* name, int fd);
void drop_from_systemd(const char* name);

}  // namespace hive
