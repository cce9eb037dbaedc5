/* Facts as bytes and back: compact, position-free, checked when read. */
#ifndef ANALYZERS_PACK_H
#define ANALYZERS_PACK_H

#include "base/arena.h"
#include "base/strbuf.h"

struct cfacts;
struct cstate_facts;
struct details;
struct outline;
struct source_fields;
struct source_site;
struct state_facts;
struct test_facts;

/*
 * Numbers are varints, text is stored in place. A blob says nothing about the
 * source it comes from; the cache keeps it under the source's hash. Equal
 * facts give equal blobs, on machines of one byte order.
 */
void details_pack(const struct details *d, struct strbuf *out);
void outline_pack(const struct outline *o, struct strbuf *out);
void cfacts_pack(const struct cfacts *f, struct strbuf *out);
void cstate_pack(const struct cstate_facts *f, struct strbuf *out);
void tests_pack(const struct test_facts *f, struct strbuf *out);
void state_pack(const struct state_facts *f, struct strbuf *out); /* the events; details have a blob of their own */
void site_pack(const struct source_site *s, struct strbuf *out);
void fields_pack(const struct source_fields *f, struct strbuf *out);

/*
 * False for anything that is no blob of this kind and version, or that would
 * break a promise of facts.h or cfacts.h which others rely on: an id out of range, a
 * parent behind its child, an unknown kind. Takes memory in proportion to the
 * blob. The facts live in the arena, but their text stays in the blob, which
 * must not go before them.
 */
bool details_unpack(struct str blob, struct arena *a, struct details *ret);
bool outline_unpack(struct str blob, struct arena *a, struct outline *ret);
bool cfacts_unpack(struct str blob, struct arena *a, struct cfacts *ret);
bool cstate_unpack(struct str blob, struct arena *a, struct cstate_facts *ret); /* `func` is any number: compare it with the file's functions */
bool tests_unpack(struct str blob, uint32_t def_count, struct arena *a, struct test_facts *ret); /* def_count: of the outline of the same content */
bool state_unpack(struct str blob, struct arena *a, struct state_facts *ret); /* sets the events and nothing else */
bool site_unpack(struct str blob, struct arena *a, struct source_site *ret);
bool fields_unpack(struct str blob, struct arena *a, struct source_fields *ret);

#endif
