/* Which headers only lead to another, by what the configuration, they themselves and their text say. */
#include "base/base.h"
#include "rules/headers.h"

#include <limits.h>
#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "analyzers/config.h"
#include "analyzers/lang/c/imp.h"
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

static void add_private(const struct rule_input *in, const struct creators *c, struct header_detours *d, struct map *seen)
{
	for (uint32_t i = 0; i < c->file_count; i++) {
		const struct cfacts *f = cfacts_of(c, c->files[i]);

		if (is_header(in->project->files[c->files[i]].path) && f->public_header.len)
			add(d, seen, (struct header_detour){ c->files[i], named_header(c, c->files[i], f->public_header), HEADER_PRIVATE, 1, NONE });
	}
}

static void add_shims(const struct rule_input *in, const struct creators *c, struct header_detours *d, struct map *seen)
{
	for (uint32_t i = 0; i < c->file_count; i++) {
		const struct cfacts *f = cfacts_of(c, c->files[i]);

		if (is_header(in->project->files[c->files[i]].path) && !f->public_header.len && is_shim(in, c->files[i], f))
			add(d, seen, (struct header_detour){ c->files[i], c->targets[c->files[i]][0], HEADER_SHIM, f->includes[0].span.line, NONE });
	}
}

/* --- Mapping files of include-what-you-use --- */

/* The one file of this name, as an #include below some directory would write it; NONE when there are none or several. */
static file_id mapped_file(const struct creators *c, struct str quoted)
{
	struct str path = quoted.len > 2 ? str_slice(quoted, 1, quoted.len - 1) : quoted;
	file_id found = project_find(c->project, path);
	const struct name_ref *refs;
	uint32_t count = table_find(&c->bases, path_base(path), &refs);

	for (uint32_t i = 0; found == NONE && i < count; i++) {
		struct str other = c->project->files[refs[i].file].path;
		bool is_it = str_ends(other, path) && other.len > path.len && other.ptr[other.len - path.len - 1] == '/';

		for (uint32_t k = i + 1; is_it && k < count; k++)
			if (str_ends(c->project->files[refs[k].file].path, path))
				return NONE;
		if (is_it)
			found = refs[i].file;
	}
	return found;
}

/* IWYU's expressions are of a whole include as it is written: quotes, and a path below some directory. */
static bool matches(const regex_t *pattern, struct str path)
{
	char text[PATH_MAX];

	for (;;) {
		for (int is_angled = 0; is_angled < 2; is_angled++) {
			regmatch_t m;

			snprintf(text, sizeof(text), is_angled ? "<" STR_FMT ">" : "\"" STR_FMT "\"", STR_ARG(path));
			if (regexec(pattern, text, 1, &m, 0) == 0 && m.rm_so == 0 && (size_t)m.rm_eo == strlen(text))
				return true;
		}
		if (str_find(path, '/') == path.len)
			return false;
		path = str_slice(path, str_find(path, '/') + 1, path.len);
	}
}

static void add_matching(const struct creators *c, struct header_detours *d, struct map *seen, const struct imp_include *x, file_id to)
{
	struct arena scratch = { 0 };
	regex_t pattern;

	if (regcomp(&pattern, arena_str(&scratch, x->from).ptr, REG_EXTENDED) == 0) {
		for (uint32_t i = 0; i < c->file_count; i++)
			if (is_header(c->project->files[c->files[i]].path) && matches(&pattern, c->project->files[c->files[i]].path))
				add(d, seen, (struct header_detour){ c->files[i], to, HEADER_MAPPED, 1, NONE });
		regfree(&pattern);
	}
	arena_release(&scratch);
}

/* From what is private to what is public; where both are public, both may be included. */
static void add_mapped(const struct rule_input *in, const struct creators *c, struct header_detours *d, struct map *seen)
{
	const struct imp *imp = in->config->imp;

	for (uint32_t i = 0; imp && i < imp->include_count; i++) {
		const struct imp_include *x = &imp->includes[i];
		file_id to = x->from_is_private && !x->to_is_private ? mapped_file(c, x->to) : NONE;

		if (to == NONE)
			continue;
		if (x->is_regex)
			add_matching(c, d, seen, x, to);
		else
			add(d, seen, (struct header_detour){ mapped_file(c, x->from), to, HEADER_MAPPED, 1, NONE });
	}
}

/* The public header of a symbol by the mapping files, or NONE. */
static file_id mapped_symbol(const struct rule_input *in, const struct creators *c, struct str name)
{
	const struct imp *imp = in->config->imp;

	for (uint32_t i = 0; imp && i < imp->symbol_count; i++)
		if (!imp->symbols[i].is_regex && !imp->symbols[i].header_is_private && !imp->symbols[i].is_forward &&
		    str_eq(imp->symbols[i].name, name))
			return mapped_file(c, imp->symbols[i].header);
	return NONE;
}

/* --- Headers that declare a family's canonical, beside the one that its file includes --- */

static bool includes(const struct creators *c, file_id file, file_id header)
{
	for (uint32_t i = 0; i < cfacts_of(c, file)->include_count; i++)
		if (c->targets[file][i] == header)
			return true;
	return false;
}

/* The one header with the canonical's declaration that its own file includes. */
static bool find_own(const struct rule_input *in, const struct creators *c, const struct member *m, file_id *ret)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->protos, m->symbol, &refs), owners = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (!is_header(in->project->files[refs[i].file].path) || !includes(c, m->file, refs[i].file))
			continue;
		owners += *ret != refs[i].file;
		*ret = refs[i].file;
	}
	return owners == 1;
}

static void add_copies(const struct rule_input *in, const struct creators *c, const struct family *fam, struct header_detours *d, struct map *seen)
{
	const struct member *m = canonical_of(fam);
	const struct name_ref *refs;
	uint32_t count = table_find(&c->protos, m->symbol, &refs), own = mapped_symbol(in, c, m->symbol);
	bool is_one = own != NONE || find_own(in, c, m, &own);

	for (uint32_t i = 0; is_one && i < count; i++) {
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
	add_private(in, c, ret, &seen);
	add_mapped(in, c, ret, &seen);
	add_shims(in, c, ret, &seen);
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

file_id headers_last(const struct header_detours *d, file_id to)
{
	for (size_t hops = 0; hops < d->items.len; hops++) {
		file_id next = to;

		vec_foreach(struct header_detour, x, &d->items)
			if (x->from == to && x->reason != HEADER_COPY)
				next = x->to;
		if (next == to)
			return to;
		to = next;
	}
	return to;
}

void headers_release(struct header_detours *d)
{
	vec_release(&d->items);
}
