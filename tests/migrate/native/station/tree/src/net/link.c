/* Built twice: as it is, and with LINK_TLS. */
#include "net/link.h"

#include "../core/pool.h"
#ifdef LINK_TLS
#include <station/compat/series.h>
#endif

#if defined(LINK_TLS)
struct series *link_listen_tls(const char *peer)
{
	struct series *heard = archive_series(peer, 4);
	if (heard)
		series_add(heard, 443);
	return heard;
}
#elif defined(LINK_SERIAL)
struct series *link_listen_serial(const char *peer)
{
	return archive_series(peer, 1);
}
#else
struct series *link_listen(const char *peer)
{
	struct series *scratch = pool_series();
	struct series *heard = scratch ? archive_series(peer, 2) : NULL;
	if (heard)
		series_add(heard, 80);
	series_free(scratch);
	return heard;
}
#endif
