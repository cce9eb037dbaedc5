/* The text of a seam: what its components name, what it should say, which of its bytes change. */
#include "base/base.h"
#include "rewriters/seam_impl.h"

/* A string's path as dots: "a.b:C" -> "a.b.C"; separators stand in the same places. */
static struct str as_dots(struct planner *p, struct str text)
{
	size_t colon = str_find(text, ':');

	if (colon == text.len)
		return text;
	return arena_printf(planner_arena(p), STR_FMT "." STR_FMT, STR_ARG(str_slice(text, 0, colon)), STR_ARG(str_slice(text, colon + 1, text.len)));
}

static size_t component_end(struct str text, size_t from)
{
	while (from < text.len && text.ptr[from] != '.')
		from++;
	return from;
}

static bool is_loader(struct str callee)
{
	static const char *const loaders[] = { "import_module", "__import__", "find_spec" };

	for (size_t i = 0; i < ARRAY_LEN(loaders); i++)
		if (str_is(str_tail(callee, '.'), loaders[i]))
			return true;
	return false;
}

/* patch.dict() changes the dict that it finds, and puts nothing in its place. */
static bool changes_object(struct str callee)
{
	return str_is(str_tail(callee, '.'), "dict");
}

bool seam_split(struct planner *p, file_id file, const struct seam *seam, struct seam_plan *ret)
{
	struct link *l = planner_input(p)->link;
	struct str dots = as_dots(p, seam->text);
	size_t module = 0;

	ret->text = seam->text;
	for (size_t end = component_end(dots, 0); end <= dots.len; end = component_end(dots, end + 1)) {
		struct target t = link_string(l, file, str_slice(dots, 0, end));

		if (t.kind == TARGET_MODULE && t.file != NONE) {
			module = end;
			ret->old_file = t.file;
		} else if (t.kind != TARGET_MODULE) {
			break;
		}
		if (end == dots.len)
			break;
	}
	if (module == 0)
		return false;
	ret->old_module = str_slice(dots, 0, module);
	ret->name = module < dots.len ? str_slice(dots, module + 1, component_end(dots, module + 1)) : STR("");
	if (!ret->name.len)
		ret->kind = SEAM_MODULE;
	else if (module + 1 + ret->name.len < dots.len || changes_object(seam->callee))
		ret->kind = SEAM_OBJECT;
	else
		ret->kind = SEAM_ATTRIBUTE;
	return ret->kind != SEAM_MODULE || is_loader(seam->callee);
}

static bool is_same_target(const struct target *a, const struct target *b)
{
	return a->kind == b->kind && a->file == b->file && a->index == b->index && (a->kind == TARGET_DEF || a->kind == TARGET_VARIABLE);
}

/* What the name is called in the canonical's module: as here, or as the definition. */
static struct str name_there(struct planner *p, const struct seam_plan *s)
{
	struct link *l = planner_input(p)->link;
	struct target here = link_name(l, s->old_file, s->name), there = link_name(l, s->new_file, s->name);
	const struct outline *o = here.kind == TARGET_DEF ? &planner_input(p)->project->files[here.file].outline : NULL;

	if (is_same_target(&here, &there))
		return s->name;
	if (!o)
		return STR("");
	there = link_name(l, s->new_file, o->defs[here.index].name);
	return is_same_target(&here, &there) ? o->defs[here.index].name : STR("");
}

/* The new module spelt from the same root as the old one is. */
static struct str module_text(struct planner *p, const struct seam_plan *s)
{
	struct link *l = planner_input(p)->link;
	struct str full = link_module_name(l, s->old_file), name = link_module_name(l, s->new_file);
	size_t extra;

	if (str_eq(full, s->old_module))
		return name;
	if (str_ends(s->old_module, full)) { /* "src.app.old" where "app.old" is what importers write */
		extra = s->old_module.len - full.len;
		return arena_printf(planner_arena(p), STR_FMT STR_FMT, STR_ARG(str_slice(s->old_module, 0, extra)), STR_ARG(name));
	}
	return STR("");
}

static struct str new_text(struct planner *p, const struct seam_plan *s)
{
	struct str name = s->name.len ? name_there(p, s) : STR("");
	size_t used = s->old_module.len;

	if (!s->name.len)
		return s->new_module;
	if (!name.len)
		return STR("");
	/* the separator, dot or colon, and what comes behind the name stay as they are */
	return arena_printf(planner_arena(p), STR_FMT STR_FMT STR_FMT STR_FMT, STR_ARG(s->new_module), STR_ARG(str_slice(s->text, used, used + 1)),
			    STR_ARG(name), STR_ARG(str_slice(s->text, used + 1 + s->name.len, s->text.len)));
}

bool seam_read(struct planner *p, const struct finding *x, const struct seam *seam, struct seam_plan *ret)
{
	const struct rule_input *in = planner_input(p);
	const struct family *fam = x->family == NONE ? NULL : &in->families->items.items[x->family];
	struct target old, new;

	if (!fam || fam->canonical == NONE || seam->is_dynamic || !seam_split(p, x->file, seam, ret))
		return false;
	ret->new_file = fam->members.items[fam->canonical].file;
	if (ret->new_file == ret->old_file)
		return false;
	ret->new_module = module_text(p, ret);
	ret->new_text = ret->new_module.len ? new_text(p, ret) : STR("");
	if (!ret->new_text.len)
		return false;
	old = link_string(in->link, x->file, as_dots(p, ret->text));
	new = link_string(in->link, x->file, as_dots(p, ret->new_text));
	return ret->kind == SEAM_MODULE ? new.kind == TARGET_MODULE && new.file == ret->new_file
					: is_same_target(&old, &new) || (old.kind == TARGET_UNKNOWN && new.kind == TARGET_UNKNOWN && ret->kind == SEAM_OBJECT);
}

/* --- Bytes --- */

/* Where the content of the literal begins: behind prefix and quotes. */
static size_t content_start(struct str literal)
{
	size_t at = 0, quotes = 1;

	while (at < literal.len && literal.ptr[at] != '"' && literal.ptr[at] != '\'')
		at++;
	if (at + 2 < literal.len && literal.ptr[at + 1] == literal.ptr[at] && literal.ptr[at + 2] == literal.ptr[at])
		quotes = 3;
	return at + quotes;
}

bool seam_edit(struct str source, const struct seam *seam, const struct seam_plan *s, struct source_edit *ret)
{
	struct str literal = str_slice(source, seam->span.start, seam->span.end), old = s->text, new = s->new_text;
	size_t start = content_start(literal), same = 0, behind = 0;

	if (!str_eq(str_slice(literal, start, start + old.len), old) || start + old.len >= literal.len || str_find(old, '\\') < old.len)
		return false;
	for (size_t i = 0; i < old.len && i < new.len && old.ptr[i] == new.ptr[i]; i++)
		if (old.ptr[i] == '.' || old.ptr[i] == ':')
			same = i + 1;
	for (size_t i = 1; i <= old.len - same && i <= new.len - same && old.ptr[old.len - i] == new.ptr[new.len - i]; i++)
		if (old.ptr[old.len - i] == '.' || old.ptr[old.len - i] == ':')
			behind = i;
	ret->start = seam->span.start + (uint32_t)(start + same);
	ret->end = seam->span.start + (uint32_t)(start + old.len - behind);
	ret->text = str_slice(new, same, new.len - behind);
	return true;
}

/* --- Modules that are loaded by name --- */

static bool has_same(struct planner *p, const struct seam_plan *s, struct str attribute)
{
	struct link *l = planner_input(p)->link;
	struct target a = link_name(l, s->old_file, attribute), b = link_name(l, s->new_file, attribute);

	return is_same_target(&a, &b);
}

static void check_attribute(struct planner *p, const struct seam_plan *s, struct str dotted, uint32_t change)
{
	struct str first = str_slice(dotted, 0, str_find(dotted, '.'));

	if (!first.len)
		change_lower(p, change, MEND_SHOW, "the module is handed on: what is taken from it is not known");
	else if (!has_same(p, s, first))
		change_lower(p, change, MEND_SHOW, "`" STR_FMT "` is taken from it, which is not the same in " STR_FMT, STR_ARG(first),
			     STR_ARG(s->new_module));
}

static size_t skip_blanks(struct str text, size_t at)
{
	while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
		at++;
	return at;
}

static size_t word_end(struct str text, size_t at)
{
	while (at < text.len && (text.ptr[at] == '_' || (unsigned char)text.ptr[at] >= 0x80 || (text.ptr[at] >= '0' && text.ptr[at] <= '9') ||
				 ((text.ptr[at] | 0x20) >= 'a' && (text.ptr[at] | 0x20) <= 'z')))
		at++;
	return at;
}

/* The variable of `name = import_module("...")` on one line; its binding is the last one before the string. */
static const struct source_bound *variable_of(const struct source_names *names, struct str source, const struct seam *seam)
{
	const struct source_bound *found = NULL;

	for (uint32_t i = 0; i < names->bound_count && names->bounds[i].end <= seam->span.start; i++)
		found = &names->bounds[i];
	if (!found || found->by != BOUND_BY_ASSIGNMENT)
		return NULL;
	for (uint32_t i = found->end; i < seam->span.start; i++)
		if (source.ptr[i] == '\n' || source.ptr[i] == ';')
			return NULL;
	return source.ptr[skip_blanks(source, found->end)] == '=' ? found : NULL;
}

static void check_variable(struct planner *p, const struct seam_plan *s, file_id file, const struct source_bound *b, uint32_t change)
{
	const struct source_names *names = planner_names(p, file);

	for (uint32_t i = 0; i < names->read_count; i++) {
		const struct source_read *r = &names->reads[i];

		if (!str_eq(r->name, b->name) || r->binder != b->scope)
			continue;
		if (r->is_stored)
			change_lower(p, change, MEND_ASK, "an attribute of the module is set");
		check_attribute(p, s, str_slice(r->dotted, r->name.len + 1, r->dotted.len), change);
	}
	for (uint32_t i = 0; i < names->bound_count; i++)
		if (&names->bounds[i] != b && names->bounds[i].scope == b->scope && str_eq(names->bounds[i].name, b->name))
			change_lower(p, change, MEND_ASK, "`" STR_FMT "` is bound to something else too", STR_ARG(b->name));
}

void seam_check_module(struct planner *p, const struct seam_plan *s, file_id file, const struct seam *seam, uint32_t change)
{
	struct str source = planner_source(p, file);
	size_t close = skip_blanks(source, seam->span.end);
	const struct source_bound *b;

	if (str_is(str_tail(seam->callee, '.'), "find_spec")) {
		change_lower(p, change, MEND_ASK, "it asks about the module itself, not for what is in it");
	} else if (close >= source.len || source.ptr[close] != ')') {
		change_lower(p, change, MEND_SHOW, "what is taken from the module is not known");
	} else if (close + 1 < source.len && source.ptr[close + 1] == '.') {
		check_attribute(p, s, str_slice(source, close + 2, word_end(source, close + 2)), change);
	} else if (!planner_lang(p, file) || !planner_lang(p, file)->names || !(b = variable_of(planner_names(p, file), source, seam))) {
		change_lower(p, change, MEND_SHOW, "the module is handed on: what is taken from it is not known");
	} else {
		check_variable(p, s, file, b, change);
	}
}
