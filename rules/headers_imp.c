/* What is known of headers in the place of others, as a mapping file of include-what-you-use. */
#include "base/base.h"
#include "rules/headers.h"

#include <stdlib.h>

#include "base/strbuf.h"
#include "rules/creators.h"

/* A way in which the code base writes the #include of a header: with its quotes or brackets. */
struct written {
	struct str text;
	uint32_t uses;
};

typedef VEC(struct written) written_list;

static int compare_text(const void *a, const void *b)
{
	return str_cmp(((const struct written *)a)->text, ((const struct written *)b)->text);
}

static void add_written(written_list *all, struct str text)
{
	vec_foreach(struct written, w, all) {
		if (str_eq(w->text, text)) {
			w->uses++;
			return;
		}
	}
	vec_push(all, (struct written){ text, 1 });
}

/* By text; the path from the root when nobody includes it. */
static void find_written(const struct rule_input *in, const struct creators *c, file_id header, struct arena *a, written_list *ret)
{
	for (uint32_t i = 0; i < c->file_count; i++) {
		const struct cfacts *f = cfacts_of(c, c->files[i]);

		for (uint32_t k = 0; k < f->include_count; k++) {
			const struct cinclude *x = &f->includes[k];

			if (c->targets[c->files[i]][k] == header && x->form <= CINCLUDE_ANGLED)
				add_written(ret, arena_printf(a, x->form == CINCLUDE_ANGLED ? "<" STR_FMT ">" : "\"" STR_FMT "\"", STR_ARG(x->path)));
		}
	}
	if (ret->len == 0)
		add_written(ret, arena_printf(a, "\"" STR_FMT "\"", STR_ARG(in->project->files[header].path)));
	vec_sort(ret, compare_text);
}

static struct str most_used(const written_list *all)
{
	struct written best = { STR(""), 0 };

	vec_foreach(struct written, w, all)
		if (w->uses > best.uses)
			best = *w;
	return best.text;
}

static void add_quoted(struct strbuf *out, struct str text)
{
	strbuf_addch(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"' || text.ptr[i] == '\\')
			strbuf_addch(out, '\\');
		strbuf_addch(out, text.ptr[i]);
	}
	strbuf_addch(out, '"');
}

static void add_entry(struct strbuf *out, struct str from, struct str to)
{
	strbuf_addz(out, "  { \"include\": [");
	add_quoted(out, from);
	strbuf_addz(out, ", \"private\", ");
	add_quoted(out, to);
	strbuf_addz(out, ", \"public\"] },\n");
}

static void add_detour(const struct rule_input *in, const struct header_detours *d, const struct header_detour *x, struct arena *a, struct strbuf *out)
{
	written_list from = { 0 }, to = { 0 };

	find_written(in, in->families->creators, x->from, a, &from);
	find_written(in, in->families->creators, headers_last(d, x->to), a, &to);
	vec_foreach(struct written, w, &from)
		add_entry(out, w->text, most_used(&to));
	vec_release(&from);
	vec_release(&to);
}

uint32_t headers_write_imp(const struct rule_input *in, struct strbuf *out)
{
	struct header_detours d;
	struct arena scratch = { 0 };
	uint32_t count = 0;

	headers_find(in, &d);
	strbuf_addz(out, "[\n");
	vec_foreach(struct header_detour, x, &d.items) {
		/* That one declares the same as the other is a finding, not yet an order. */
		if (x->reason == HEADER_COPY)
			continue;
		add_detour(in, &d, x, &scratch, out);
		count++;
	}
	strbuf_addz(out, "]\n");
	headers_release(&d);
	arena_release(&scratch);
	return count;
}
