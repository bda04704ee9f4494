// lib/start_memory.h - gives back the memory that only starting needed.
#pragma once

namespace hive {

/// Call once, when everything is open. Free memory goes back to the system, and the pages of
/// programs and libraries that nobody writes to are unmapped: much of them was touched by the
/// dynamic linker and by reading the configuration alone. What is used again is mapped again,
/// from the page cache, at the cost of a minor fault for every 16 pages.
void release_start_memory();

}  // namespace hive
