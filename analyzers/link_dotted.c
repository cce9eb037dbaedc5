/* Dotted names: where they stand in the code, in strings, and as members of classes. */
#include "base/base.h"
#include "analyzers/link_impl.h"

#include <ctype.h>
#include <stdlib.h>

static struct str take_first(struct str *dotted)
{
	struct str first = STR("");

	str_next(dotted, '.', &first);
	return first;
}

/* --- Members of classes --- */

static bool chain_in_class(
	struct link *l, struct target *t, file_id file, uint32_t class, struct str name, const struct visit *up);

/* Bases are looked up where the class statement stands. */
static bool chain_in_bases(struct link *l, struct target *t, const struct visit *v)
{
	const struct def *def = &link_outline(l, v->file)->defs[v->def];
	const struct detail *detail = details_find(&l->project->files[v->file].details, def->span.start);
	struct target saved = *t;
	bool found = false;

	if (!detail || l->depth >= CHAIN_DEPTH_MAX)
		return false;
	l->depth++;
	for (uint32_t i = 0; i < detail->base_count && !found; i++) {
		struct target base = { .file = NONE, .index = NONE };

		*t = saved;
		found = chain_dotted(l, &base, v->file, def->parent, detail->bases[i], def->span.start, NULL) &&
			base.kind == TARGET_DEF && chain_in_class(l, t, base.file, base.index, v->name, v);
	}
	l->depth--;
	return found;
}

static bool follow_class(struct link *l, struct target *t, const struct visit *v)
{
	/* A base of several bases, or a class among its own. */
	if (query_is_dead(l, v->file, v->def, v->name))
		return false;
	if (chain_in_body(l, t, v->file, v->def, v->name, NONE, v->up))
		return true;
	query_add_dead(l, v->file, v->def, v->name);
	return chain_in_bases(l, t, v);
}

/* False when neither the class nor a base binds the name. */
static bool chain_in_class(
	struct link *l, struct target *t, file_id file, uint32_t class, struct str name, const struct visit *up)
{
	struct visit v = { file, class, name, NONE, up };
	struct query query;
	bool found;

	if (link_outline(l, file)->defs[class].kind != DEF_CLASS)
		return false;
	if (up)
		return follow_class(l, t, &v);
	query_begin(l, &query);
	found = follow_class(l, t, &v);
	query_end(l);
	return found;
}

/* --- Attributes --- */

static void chain_attribute(struct link *l, struct target *t, struct str name, const struct visit *up)
{
	struct target saved;

	switch (t->kind) {
	case TARGET_MODULE: chain_in_module(l, t, t->index, name, up); break;
	case TARGET_EXTERNAL: t->name = link_join(l, t->name, name); break;
	case TARGET_DEF:
		saved = *t;
		if (chain_in_class(l, t, t->file, t->index, name, up))
			break;
		*t = saved;
		chain_end(t, TARGET_UNKNOWN, t->file, NONE, link_text(l, name));
		break;
	case TARGET_VARIABLE: chain_end(t, TARGET_UNKNOWN, t->file, NONE, link_text(l, name)); break;
	default: break;
	}
}

void chain_attributes(struct link *l, struct target *t, struct str dotted, const struct visit *up)
{
	struct str part;

	while (str_next(&dotted, '.', &part))
		chain_attribute(l, t, part, up);
}

/* --- Names in a place --- */

/* At the top level a statement sees what stands before it; what it calls later sees everything. */
static bool chain_at_top(
	struct link *l, struct target *t, file_id file, struct str name, uint32_t before, const struct visit *up)
{
	if (before != NONE && chain_in_body(l, t, file, NONE, name, before, up))
		return true;
	if (before != NONE && link_hooks(l, file)->is_builtin(name))
		return false; /* `next = six_next`, and in six `six_next = next`: nothing else was there yet */
	return chain_in_body(l, t, file, NONE, name, NONE, up);
}

static bool is_parameter(const struct detail *detail, struct str name)
{
	for (uint32_t i = 0; i < detail->param_count; i++)
		if (str_eq(detail->params[i].name, name))
			return true;
	return false;
}

/* Is the name a parameter or a variable of the function? Known for functions with details only. */
static bool is_local(const struct link *l, file_id file, uint32_t function, struct str name)
{
	const struct details *details = &l->project->files[file].details;
	const struct detail *detail = details_find(details, link_outline(l, file)->defs[function].span.start);
	bool is_assigned = false;

	if (!detail)
		return false;
	if (is_parameter(detail, name))
		return true;
	for (uint32_t i = detail->first_use; i < detail->first_use + detail->use_count; i++) {
		const struct use *use = &details->uses[i];

		if (use->kind == USE_GLOBAL && str_eq(use->name, name))
			return false;
		is_assigned |= str_eq(use->target, name);
	}
	return is_assigned;
}

/* The functions around a place, then its class (bodies of methods do not see it), then the module. */
static bool chain_first(struct link *l, struct target *t, file_id file, uint32_t def, struct str name, uint32_t before,
	const struct visit *up)
{
	const struct outline *o = link_outline(l, file);

	for (uint32_t d = def; d != NONE; d = o->defs[d].parent) {
		bool is_class = o->defs[d].kind == DEF_CLASS;

		if (is_class && d != def)
			continue;
		if (chain_in_body(l, t, file, d, name, is_class ? before : NONE, up))
			return true;
		if (!is_class && is_local(l, file, d, name)) {
			chain_end(t, TARGET_UNKNOWN, file, NONE, link_text(l, name));
			return true;
		}
	}
	return chain_at_top(l, t, file, name, before, up);
}

bool chain_dotted(struct link *l, struct target *t, file_id file, uint32_t def, struct str dotted, uint32_t before,
	const struct visit *up)
{
	struct str rest = dotted;
	struct str first = take_first(&rest);

	if (!chain_first(l, t, file, def, first, before, up)) {
		if (!link_hooks(l, file) || !link_hooks(l, file)->is_builtin(first))
			return false;
		chain_end(t, TARGET_EXTERNAL, NONE, NONE, link_text(l, first));
	}
	chain_attributes(l, t, rest, up);
	return true;
}

struct target link_dotted(struct link *l, file_id file, uint32_t def, struct str dotted)
{
	struct target t = { .file = NONE, .index = NONE };

	if (!chain_dotted(l, &t, file, def, dotted, NONE, NULL))
		chain_end(&t, TARGET_UNKNOWN, file, NONE, link_text(l, dotted));
	return t;
}

struct target link_member(struct link *l, file_id file, uint32_t class_def, struct str name)
{
	struct target t = { .file = NONE, .index = NONE };

	if (!chain_in_class(l, &t, file, class_def, name, NULL))
		chain_end(&t, TARGET_UNKNOWN, file, NONE, link_text(l, name));
	return t;
}

/* --- Names in strings --- */

/* The longest part of a dotted name that is a module; *rest is what follows it. */
static struct lookup longest_module(struct link *l, file_id reader, struct str *rest)
{
	struct str all = *rest;
	struct lookup found = modules_find(l, reader, all);

	for (size_t end = all.len; found.kind != TARGET_MODULE && end > 0;) {
		while (end > 0 && all.ptr[end - 1] != '.')
			end--;
		if (end == 0)
			break;
		*rest = str_slice(all, end, all.len);
		found = modules_find(l, reader, str_slice(all, 0, --end));
	}
	if (found.kind == TARGET_MODULE && str_eq(found.dotted, all))
		*rest = STR("");
	return found;
}

/* A package that lacks the middle of a name lacks a module; anything else lacks a name. */
static void end_string(struct link *l, struct target *t, uint32_t module, struct str rest)
{
	const struct module *m = &l->map.modules.items[module];
	struct str first = take_first(&rest);

	chain_in_module(l, t, module, first, NULL);
	if (t->kind == TARGET_NO_NAME && t->file == m->file && link_hooks(l, m->file)->is_builtin(first))
		chain_end(t, TARGET_EXTERNAL, NONE, NONE, link_text(l, first));
	else if (t->kind == TARGET_NO_NAME && t->file == m->file && t->hop_count == 0 && m->is_package && rest.len > 0)
		chain_end(t, TARGET_NO_MODULE, NONE, NONE, link_join(l, modules_name(l, module), first));
	else
		chain_attributes(l, t, rest, NULL);
}

/* Could the text be names with single dots or a colon between them? */
static bool is_dotted(struct str text)
{
	bool wants_name = true;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		bool is_mark = c == '.' || c == ':';

		if (is_mark ? wants_name : c <= ' ' || (c < 0x80 && c != '_' && ispunct(c)))
			return false;
		wants_name = is_mark;
	}
	return !wants_name;
}

struct target link_string(struct link *l, file_id reader, struct str dotted)
{
	size_t colon = str_find(dotted, ':');
	struct target t = { .file = NONE, .index = NONE };
	struct str rest = str_slice(dotted, 0, colon);
	struct lookup found;

	if (!is_dotted(dotted)) {
		bool is_relative = dotted.len == 0 || dotted.ptr[0] == '.';

		chain_end(&t, is_relative ? TARGET_UNKNOWN : TARGET_EXTERNAL, NONE, NONE, link_text(l, dotted));
		return t;
	}
	if (colon < dotted.len) {
		found = modules_find(l, reader, rest);
		rest = str_slice(dotted, colon + 1, dotted.len);
	} else {
		found = longest_module(l, reader, &rest);
	}
	chain_to_lookup(l, &t, &found);
	if (found.kind == TARGET_MODULE && rest.len > 0)
		end_string(l, &t, found.module, rest);
	else if (found.kind == TARGET_EXTERNAL)
		t.name = link_text(l, dotted);
	return t;
}
