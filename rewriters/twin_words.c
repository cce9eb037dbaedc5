/* What two functions of C do otherwise, by what their texts make and call. */
#include "base/base.h"
#include "rewriters/twin.h"

#include "base/strbuf.h"

#define LINES_MAX 12 /* of a table; what differs in more places is no copy */

static const struct cfunc *func_of(const struct rule_input *in, const struct member *m)
{
	const struct cfacts *facts = in->project->files[m->file].creations;

	return facts && m->def < facts->func_count ? &facts->funcs[m->def] : NULL;
}

struct table {
	struct strbuf *out;
	uint32_t lines;
};

static bool has_room(struct table *t)
{
	if (t->lines++ == LINES_MAX)
		strbuf_addz(t->out, "...\n");
	return t->lines <= LINES_MAX;
}

static void compare_signature(struct table *t, const struct cfunc *canonical, const struct cfunc *f)
{
	if (!str_eq(f->returns, canonical->returns) && has_room(t))
		strbuf_printf(t->out, "returns " STR_FMT ", the canonical " STR_FMT "\n", STR_ARG(f->returns), STR_ARG(canonical->returns));
	for (uint32_t i = 0; i < MAX(f->param_count, canonical->param_count); i++) {
		struct str a = i < f->param_count ? f->params[i].type : STR("nothing"), b = i < canonical->param_count ? canonical->params[i].type : STR("nothing");

		if (!str_eq(a, b) && has_room(t))
			strbuf_printf(t->out, "takes " STR_FMT " as argument %u, the canonical " STR_FMT "\n", STR_ARG(a), i + 1, STR_ARG(b));
	}
}

static bool calls(const struct cfunc *f, struct str callee)
{
	for (uint32_t i = 0; i < f->call_count; i++)
		if (str_eq(f->calls[i].callee, callee))
			return true;
	return false;
}

static bool is_repeated(const struct cfunc *f, uint32_t call)
{
	for (uint32_t i = 0; i < call; i++)
		if (str_eq(f->calls[i].callee, f->calls[call].callee))
			return true;
	return false;
}

static void compare_calls(struct table *t, const struct cfunc *a, const struct cfunc *b, const char *path, int path_len, const char *says)
{
	for (uint32_t i = 0; i < a->call_count; i++)
		if (!calls(b, a->calls[i].callee) && !is_repeated(a, i) && has_room(t))
			strbuf_printf(t->out, "%.*s:%u %s " STR_FMT "\n", path_len, path, a->calls[i].span.line, says, STR_ARG(a->calls[i].callee));
}

bool creation_differences(const struct rule_input *in, const struct member *canonical, const struct member *m, struct strbuf *table)
{
	const struct cfunc *a = func_of(in, m), *b = func_of(in, canonical);
	struct table t = { .out = table };
	struct str path = in->project->files[m->file].path, other = in->project->files[canonical->file].path;

	if (!a || !b)
		return false;
	compare_signature(&t, b, a);
	compare_calls(&t, a, b, path.ptr, (int)path.len, "alone calls");
	compare_calls(&t, b, a, other.ptr, (int)other.len, "(the canonical) alone calls");
	return t.lines > 0;
}
