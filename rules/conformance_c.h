/* Functions of C and C++ as their callers see them, and what two of them differ in; private to the conformance rules. */
#ifndef RULES_CONFORMANCE_C_H
#define RULES_CONFORMANCE_C_H

#include "rules/conformance.h"
#include "rules/creators.h"

/* What one side calls the product. */
struct cproduct {
	struct str base; /* "struct conn", "Engine": as its maker writes it */
	struct record_id record;
};

/* A function by its prototype, or by its definition. */
struct cface {
	file_id file;
	uint32_t line;
	struct str name;  /* of a method without its class */
	struct str key;   /* what it is for: without what it shares with its maker's name */
	struct str returns;
	const struct cparam *params;
	uint32_t param_count;
	unsigned flags;
	const struct cfunc *body; /* NULL where there is none, or several */
	bool is_vague;  /* a macro, or one of several of the name: of how it is called no more is known */
	bool is_taken;  /* of a rival: it stands for one of the canonical's */
	struct cface *same; /* of the canonical: the rival's that goes by its name or key; or NULL */
};

typedef VEC(struct cface) cfaces;

struct cface cface_of_func(file_id file, const struct cfunc *f);
struct cface cface_of_proto(file_id file, const struct cproto *p);
struct cface *cface_find(cfaces *list, struct str name);

/* --- conformance_types.c --- */

struct cfacing {
	struct creators *creators;
	struct arena *arena;
	struct cproduct canonical, own;
};

/* Does the type mean the product, or something that leads to it? */
bool is_of_product(struct creators *c, file_id file, struct str type, const struct cproduct *product);

/* Do they take so much alike that one could be meant for the other? */
bool cface_is_akin(const struct cfacing *f, const struct cface *canonical, const struct cface *own);

/* "drops `size` (int); returns int, not struct conn *", or empty. In the arena. Types of which nothing is known count as equal. */
struct str cface_drift(const struct cfacing *f, const struct cface *canonical, const struct cface *own);

/* --- conformance_handle.c: what belongs to a handle of C --- */

/*
 * The other functions of the header that declares a maker, that take or return
 * its product: conn_free() beside conn_new(). `against` is the canonical whose
 * header's functions are not a rival's own, or NULL.
 */
void cfaces_of_handle(struct creators *c, const struct family *fam, const struct member *m, const struct member *against, const struct cproduct *product,
		      struct arena *a, cfaces *ret);

/* --- conformance_class.c: what belongs to a class of C++ --- */

/* The class that a method belongs to; empty for a function. */
struct str class_of_func(const struct cfunc *f);

/* Public methods of the class, its own and those of its bases; false when it is not known. *ret_is_open: it may have more. */
bool cfaces_of_class(struct creators *c, file_id file, struct str class, cfaces *ret, bool *ret_is_open);

/* --- conformance_c.c --- */

bool csurface_find(struct creators *c, const struct family *fam, const struct member *m, struct arena *a, struct surface *ret);
uint32_t csurface_unmet(struct creators *c, const struct family *fam, struct arena *a, struct str **ret);

#endif
