/* From the name of a type, as one file writes it, to the body of the record that it means. */
#include "base/base.h"
#include "rules/creators.h"

#define TYPEDEFS_MAX 8 /* of a chain; a longer one is a circle */

static const struct record_id no_record = { NONE, NONE };

static bool take_prefix(struct str *text, struct str prefix)
{
	if (!str_starts(*text, prefix))
		return false;
	*text = str_trim(str_slice(*text, prefix.len, text->len));
	return true;
}

struct str without_keyword(struct str name)
{
	bool found = true;

	while (found)
		found = take_prefix(&name, STR("const ")) || take_prefix(&name, STR("volatile ")) || take_prefix(&name, STR("struct ")) ||
			take_prefix(&name, STR("union ")) || take_prefix(&name, STR("class ")) || take_prefix(&name, STR("typename ")) ||
			take_prefix(&name, STR("::"));
	return name;
}

struct str record_name(const struct crecord *r)
{
	return without_keyword(r->name);
}

/* Templates that stand for a pointer to their argument. */
static const char *const pointers[] = { "unique_ptr", "shared_ptr", "auto_ptr",	   "weak_ptr",  "scoped_ptr",  "intrusive_ptr", "scoped_refptr",
					"RefPtr",     "Ref",	    "SmartPointer", "Handle",   "QPointer",    "QSharedPointer", "ComPtr",
					"UniquePtr",  "SharedPtr",  "sp",	   "not_null" };

static bool is_pointer_template(struct str name)
{
	struct str last = str_tail(name, ':');

	for (size_t i = 0; i < ARRAY_LEN(pointers); i++)
		if (str_is(last, pointers[i]))
			return true;
	return false;
}

/* The first argument of a template, with commas of nested ones inside. */
static struct str first_argument(struct str inside)
{
	unsigned nested = 0;

	for (size_t i = 0; i < inside.len; i++) {
		nested += inside.ptr[i] == '<';
		if (inside.ptr[i] == '>' && nested-- == 0)
			return str_slice(inside, 0, i);
		if (inside.ptr[i] == ',' && nested == 0)
			return str_slice(inside, 0, i);
	}
	return inside;
}

struct type_shape type_shape(struct str type)
{
	struct type_shape s = { .base = str_trim(type) };

	for (bool more = true; more;) {
		struct str before = s.base;
		size_t open;

		while (s.base.len && (s.base.ptr[s.base.len - 1] == '*' || s.base.ptr[s.base.len - 1] == '&' || s.base.ptr[s.base.len - 1] == ' ')) {
			s.depth += s.base.ptr[s.base.len - 1] == '*';
			s.base.len--;
		}
		if (str_ends(s.base, STR(" const")) || str_ends(s.base, STR("*const")))
			s.base.len -= 5;
		take_prefix(&s.base, STR("const "));
		open = str_find(s.base, '<');
		if (open < s.base.len && is_pointer_template(str_trim(str_slice(s.base, 0, open)))) {
			s.base = str_trim(first_argument(str_slice(s.base, open + 1, s.base.len)));
			s.depth++;
		}
		more = s.base.len != before.len;
	}
	return s;
}

/* `typedef struct { ... } conn;`: the typedef is all the name that there is. */
static bool is_anonymous(const struct crecord *r)
{
	return r->kind == CRECORD_TYPEDEF && (str_is(r->target, "struct") || str_is(r->target, "union"));
}

bool is_record_body(const struct crecord *r)
{
	if (is_anonymous(r))
		return true;
	return r->is_definition && (r->kind == CRECORD_STRUCT || r->kind == CRECORD_UNION || r->kind == CRECORD_CLASS);
}

/* How near a file's declaration is: its own, one that it includes, a neighbour, any. 0: it cannot be seen, as in another .c file. */
static uint32_t nearness(struct creators *c, file_id from, file_id file, uint32_t others)
{
	struct str a = c->project->files[from].path, b = c->project->files[file].path;

	if (file == from)
		return 10000;
	if (!is_header(b) && !sees(c, from, file))
		return 0;
	if (others == 1)
		return 1;
	return (sees(c, from, file) ? 1000 : 0) + common_directories(a, b) * 2 + (str_eq(path_dir(a), path_dir(b)) ? 1 : 0) + 1;
}

/* Of two names one may leave out scopes that it stands in. */
static bool ends_scoped(struct str longer, struct str shorter)
{
	return str_ends(longer, shorter) && longer.len > shorter.len + 2 && longer.ptr[longer.len - shorter.len - 1] == ':';
}

bool is_scoped_name(struct str whole, struct str name)
{
	return str_eq(whole, name) || ends_scoped(whole, name);
}

static bool is_same_name(struct str a, struct str b)
{
	return str_eq(a, b) || ends_scoped(a, b) || ends_scoped(b, a);
}

static bool matches(const struct crecord *r, struct str name, bool wants_typedef)
{
	return is_same_name(record_name(r), name) && (wants_typedef ? r->kind == CRECORD_TYPEDEF && r->target.len > 0 && !is_anonymous(r) : is_record_body(r));
}

static struct record_id best_record(struct creators *c, file_id from, struct str name, bool wants_typedef, uint32_t *ret_near)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->records, str_tail(name, ':'), &refs), best_near = 0, fitting = 0;
	struct record_id best = no_record;

	for (uint32_t i = 0; i < count; i++)
		fitting += matches(crecord_at(c, (struct record_id){ refs[i].file, refs[i].index }), name, wants_typedef);
	for (uint32_t i = 0; fitting && i < count; i++) {
		struct record_id id = { refs[i].file, refs[i].index };
		uint32_t near;

		if (!matches(crecord_at(c, id), name, wants_typedef))
			continue;
		near = nearness(c, from, id.file, fitting);
		if (near > 0)
			near = 2 * near + !(wants_typedef && str_is(crecord_at(c, id)->target, "void"));
		if (near > best_near) {
			best = id;
			best_near = near;
		}
	}
	*ret_near = best_near;
	return best;
}

static bool has_keyword(struct str base)
{
	return str_starts(base, STR("struct ")) || str_starts(base, STR("union ")) || str_starts(base, STR("class "));
}

/* None where a body of that name lies nearer: `typedef struct { ... } name;` is one. */
static struct record_id best_typedef(struct creators *c, file_id from, struct str name)
{
	uint32_t near_def, near_body;
	struct record_id def = best_record(c, from, name, true, &near_def);
	struct record_id body = best_record(c, from, name, false, &near_body);

	return body.file != NONE && near_body > near_def ? no_record : def;
}

struct record_id record_of_type(struct creators *c, file_id file, struct str base, unsigned *depth)
{
	for (unsigned i = 0; i < TYPEDEFS_MAX; i++) {
		struct str name = str_trim(str_slice(without_keyword(base), 0, str_find(without_keyword(base), '<')));
		uint32_t near;
		struct record_id def = no_record;
		struct type_shape target;

		if (str_starts(base, STR("enum ")) || name.len == 0)
			return no_record;
		if (!has_keyword(base))
			def = best_typedef(c, file, name);
		if (def.file == NONE)
			return best_record(c, file, name, false, &near);
		target = type_shape(crecord_at(c, def)->target);
		if (target.base.len == 0 || (str_eq(target.base, base) && !has_keyword(target.base)))
			return best_record(c, file, name, false, &near);
		*depth += target.depth;
		base = target.base;
		file = def.file;
	}
	return no_record;
}

/* The name that people use: the typedef's, where there is one beside the body. */
struct str product_name(const struct creators *c, struct record_id id)
{
	struct str tag = record_name(crecord_at(c, id)), best = tag;
	const struct cfacts *f;

	if (tag.len == 0 || tag.ptr[0] != '_')
		return tag;
	for (uint32_t i = 0; i < c->file_count; i++) {
		bool is_home = c->files[i] == id.file;

		f = cfacts_of(c, c->files[i]);
		for (uint32_t k = 0; k < f->record_count; k++) {
			const struct crecord *r = &f->records[k];

			if (r->kind == CRECORD_TYPEDEF && has_keyword(r->target) && str_eq(without_keyword(r->target), tag) && (is_home || best.ptr == tag.ptr))
				best = r->name;
		}
	}
	return best;
}
