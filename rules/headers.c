/* Which headers only lead to another, by what the configuration, they themselves and their text say. */
#include "base/base.h"
#include "rules/headers.h"

#include "analyzers/config.h"
#include "base/strbuf.h"
#include "rules/creators.h"

#define SHIM_MAX 8192 /* bytes: a header with more than that is no shim, whatever it comments */

static void add(struct header_detours *d, struct map *seen, struct header_detour x)
{
	if (x.to != NONE && x.from != NONE && x.from != x.to && map_add(seen, x.from, 0))
		vec_push(&d->items, x);
}

static void add_configured(const struct rule_input *in, struct header_detours *d, struct map *seen)
{
	for (size_t i = 0; i < in->config->header_count; i++) {
		const struct config_header *h = &in->config->headers[i];
		file_id to = project_find(in->project, h->canonical);

		for (size_t k = 0; k < h->replace_count; k++)
			add(d, seen, (struct header_detour){ project_find(in->project, h->replaces[k]), to, HEADER_CONFIGURED, 1, NONE });
	}
}

/* --- Shims --- */

/* Comments become nothing; the rest stays. */
static struct str without_comments(struct str text, struct strbuf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		bool pair = i + 1 < text.len && text.ptr[i] == '/';

		if (pair && text.ptr[i + 1] == '*') {
			for (i += 2; i + 1 < text.len && !(text.ptr[i] == '*' && text.ptr[i + 1] == '/');)
				i++;
			i++;
		} else if (pair && text.ptr[i + 1] == '/') {
			while (i < text.len && text.ptr[i] != '\n')
				i++;
			strbuf_addch(out, '\n');
		} else {
			strbuf_addch(out, text.ptr[i]);
		}
	}
	return strbuf_str(out);
}

static bool is_harmless(struct str directive)
{
	static const char *const words[] = { "ifndef", "define", "endif", "pragma", "include", "warning", "if !defined" };

	directive = str_trim(str_slice(directive, 1, directive.len));
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_starts(directive, str_from(words[i])))
			return true;
	return false;
}

static bool holds_directives_only(const struct rule_input *in, file_id file)
{
	struct strbuf source CLEANUP(strbuf_release) = { 0 }, bare CLEANUP(strbuf_release) = { 0 };
	struct str rest, line;
	struct err err = { 0 };

	if (in->project->files[file].size > SHIM_MAX || !project_source(in->project, file, &source, &err))
		return false;
	rest = without_comments(strbuf_str(&source), &bare);
	while (str_next(&rest, '\n', &line)) {
		line = str_trim(line);
		if (line.len && (line.ptr[0] != '#' || !is_harmless(line)))
			return false;
	}
	return true;
}

/* One #include, and at most a guard around it. */
static bool is_shim(const struct rule_input *in, file_id file, const struct cfacts *f)
{
	return f->include_count == 1 && f->includes[0].form == CINCLUDE_QUOTED && f->includes[0].condition == NONE && f->func_count == 0 &&
	       f->record_count == 0 && f->proto_count == 0 && f->address_count == 0 && f->macro_count <= 1 && !f->is_generated &&
	       holds_directives_only(in, file);
}

static file_id named_header(const struct creators *c, file_id from, struct str name)
{
	struct str dir = path_dir(c->project->files[from].path);
	struct arena scratch = { 0 };
	file_id found = NONE;

	for (;; dir = path_dir(dir)) {
		found = project_find(c->project, path_normalise(&scratch, dir.len ? path_join(&scratch, dir, name) : name));
		if (found == NONE)
			found = project_find(c->project, path_normalise(&scratch, path_join(&scratch, dir.len ? path_join(&scratch, dir, STR("include")) : STR("include"), name)));
		if (found != NONE || dir.len == 0)
			break;
	}
	arena_release(&scratch);
	return found;
}

static void add_by_text(const struct rule_input *in, const struct creators *c, struct header_detours *d, struct map *seen)
{
	for (uint32_t i = 0; i < c->file_count; i++) {
		const struct cfacts *f = cfacts_of(c, c->files[i]);

		if (!is_header(in->project->files[c->files[i]].path))
			continue;
		if (f->public_header.len)
			add(d, seen, (struct header_detour){ c->files[i], named_header(c, c->files[i], f->public_header), HEADER_PRIVATE, 1, NONE });
		else if (is_shim(in, c->files[i], f))
			add(d, seen, (struct header_detour){ c->files[i], c->targets[c->files[i]][0], HEADER_SHIM, f->includes[0].span.line, NONE });
	}
}

/* --- Headers that declare a family's canonical, beside the one that its file includes --- */

static bool includes(const struct creators *c, file_id file, file_id header)
{
	for (uint32_t i = 0; i < cfacts_of(c, file)->include_count; i++)
		if (c->targets[file][i] == header)
			return true;
	return false;
}

static void add_copies(const struct rule_input *in, const struct creators *c, const struct family *fam, struct header_detours *d, struct map *seen)
{
	const struct member *m = canonical_of(fam);
	const struct name_ref *refs;
	uint32_t count = table_find(&c->protos, m->symbol, &refs), own = NONE, owners = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (!is_header(in->project->files[refs[i].file].path) || !includes(c, m->file, refs[i].file))
			continue;
		owners += own != refs[i].file;
		own = refs[i].file;
	}
	for (uint32_t i = 0; owners == 1 && i < count; i++) {
		const struct cproto *p = &cfacts_of(c, refs[i].file)->protos[refs[i].index];

		if (refs[i].file != own && is_header(in->project->files[refs[i].file].path) && str_eq(p->name, m->symbol) &&
		    project_is_production(in->project, refs[i].file) && !includes(c, refs[i].file, own))
			add(d, seen, (struct header_detour){ refs[i].file, own, HEADER_COPY, p->span.line, family_index(in, fam) });
	}
}

static int compare_detours(const void *a, const void *b)
{
	const struct header_detour *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

void headers_find(const struct rule_input *in, struct header_detours *ret)
{
	const struct creators *c = in->families->creators;
	struct map seen = { 0 };

	*ret = (struct header_detours){ .items = { 0 } };
	if (!c)
		return;
	add_configured(in, ret, &seen);
	add_by_text(in, c, ret, &seen);
	vec_foreach(struct family, fam, &in->families->items)
		if (fam->basis != BASIS_LINKED && fam->canonical != NONE)
			add_copies(in, c, fam, ret, &seen);
	vec_sort(&ret->items, compare_detours);
	map_release(&seen);
}

bool header_detour_of(const struct finding *x, file_id *ret_from, file_id *ret_to)
{
	if (x->basis == BASIS_LINKED || !str_is(str_from(x->rule->code), "CN201") || x->related.len != 2)
		return false;
	*ret_from = x->related.items[0].file;
	*ret_to = x->related.items[1].file;
	return true;
}

bool header_of_prototype(const struct finding *x, file_id *ret_header)
{
	if (x->basis == BASIS_LINKED || !str_is(str_from(x->rule->code), "CN206") || x->related.len != 1)
		return false;
	*ret_header = x->related.items[0].file;
	return true;
}

void headers_release(struct header_detours *d)
{
	vec_release(&d->items);
}
