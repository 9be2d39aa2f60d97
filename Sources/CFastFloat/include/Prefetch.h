#pragma once

/// Asks the processor for the line of memory at an address that will be read soon; any address is allowed.
///
/// Its own look-ahead stops at the end of a page of 4 KiB, and a column of a table has a thousand pages.
static inline void backdrop_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }
