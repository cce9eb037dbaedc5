#ifndef CRATE_H
#define CRATE_H

struct crate {
	int weight;
	struct crate *next;
};

/* A crate that nobody uses lies in a list under another name. */
struct spare_crate {
	int room;
	struct spare_crate *next;
};

struct crate *crate_new(int weight);
#define new_crate(weight) crate_new(weight)

#endif
