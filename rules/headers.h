/* Headers that stand in the place of another: what files should include instead. */
#ifndef RULES_HEADERS_H
#define RULES_HEADERS_H

#include "rules/rule.h"

enum header_reason {
	HEADER_CONFIGURED, /* canonry.yaml says so */
	HEADER_PRIVATE,    /* it says so itself: IWYU pragma: private, include "..." */
	HEADER_MAPPED,     /* a mapping file of include-what-you-use says so */
	HEADER_SHIM,       /* it holds nothing but one #include */
	HEADER_COPY        /* it declares what the canonical's own header declares */
};

/* The earlier reason holds where several apply. */
struct header_detour {
	file_id from, to;
	enum header_reason reason;
	uint32_t line;   /* in `from` */
	uint32_t family; /* HEADER_COPY: whose canonical it declares again; or NONE */
};

struct header_detours {
	VEC(struct header_detour) items; /* one for each `from` at most, by it */
};

void headers_find(const struct rule_input *in, struct header_detours *ret);
void headers_release(struct header_detours *d);

/* A canonical header may itself give way to another: where that ends. */
file_id headers_last(const struct header_detours *d, file_id to);

/*
 * The same as a mapping file of include-what-you-use, without HEADER_COPY; how
 * many headers it has. Entries are sorted, and spelled as the code base does.
 */
struct strbuf;
uint32_t headers_write_imp(const struct rule_input *in, struct strbuf *out);

/* cn201_include.c: findings of CN201 at the #include lines that take a detour. */
void report_includes(const struct rule *self, const struct rule_input *in, struct findings *out);

/* Such a finding's headers: the one that is taken, and the canonical one. False for other findings. */
bool header_detour_of(const struct finding *x, file_id *ret_from, file_id *ret_to);

/* Of a finding of CN206: the header that declares the function. False for other findings. */
bool header_of_prototype(const struct finding *x, file_id *ret_header);

#endif
