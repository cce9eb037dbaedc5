/* Every way to name a function that a compiler knows. */
#include <stdio.h>

#include "peer.h"
#include "pool.h"
#include "shared.h"

struct conn *peer_open(const char *, int); /* once more */

struct maker {
	struct conn *(*make)(const char *, int);
};

static const struct maker maker = { .make = peer_open };

int main(void)
{
	struct conn *(*chosen)(const char *, int) = &peer_open;
	struct conn *all[] = {
		peer_open("example", 80),
		PEER_LOCAL(81),
		APPLY(peer_open, "other", 82),
		maker.make("more", 83),
		chosen("chosen", 84),
		shared_default(),
	};
	int sum = 0;

	for (unsigned i = 0; i < sizeof(all) / sizeof(*all); i++) {
		sum += shared_port(all[i]);
		shared_free(all[i]);
	}
	printf("%d\n", sum);
	printf("%d\n", pool_fill(4));
	printf("%d\n", peer_count());
	return 0;
}
