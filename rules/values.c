/* What expressions are: a small abstract look along assignments, calls and attributes. */
#include "base/base.h"
#include "rules/finder.h"

#include <string.h>

#define DEPTH_MAX 12 /* of a chain of calls and assignments; deeper is unknown */

static struct value name_value(struct finder *f, file_id file, uint32_t def, struct str dotted, unsigned depth);
static struct value call_value(struct finder *f, file_id file, const struct use *call, unsigned depth);
static struct value function_product(struct finder *f, file_id file, uint32_t def, unsigned depth);

static struct value unknown(void)
{
	return (struct value){ .kind = VALUE_UNKNOWN, .file = NONE, .def = NONE, .state_file = NONE, .state_binding = NONE, .maker_file = NONE, .maker_def = NONE };
}

static struct value def_value(enum value_kind kind, file_id file, uint32_t def)
{
	struct value v = unknown();

	v.kind = kind;
	v.file = file;
	v.def = def;
	return v;
}

static struct value external_value(struct str name)
{
	struct value v = unknown();

	v.kind = VALUE_EXTERNAL;
	v.name = name;
	return v;
}

uint32_t def_by_start(const struct file *file, uint32_t start)
{
	uint32_t def = outline_def_from(&file->outline, start);

	return def < file->outline.def_count && file->outline.defs[def].span.start == start ? def : NONE;
}

const struct detail *detail_at(const struct finder *f, file_id file, uint32_t def)
{
	const struct file *x = &f->project->files[file];

	return details_find(&x->details, x->outline.defs[def].span.start);
}

static uint32_t enclosing_class(const struct finder *f, file_id file, uint32_t def)
{
	while (def != NONE && def_at(f, file, def)->kind != DEF_CLASS)
		def = def_at(f, file, def)->parent;
	return def;
}

static bool is_constant(struct str name)
{
	return name.len == 0 || str_is(name, "None") || str_is(name, "True") || str_is(name, "False");
}

/* The value that a use gives to its target. */
static struct value use_value(struct finder *f, file_id file, uint32_t def, const struct use *u, unsigned depth)
{
	if (u->kind == USE_CALL)
		return call_value(f, file, u, depth);
	if (u->kind == USE_COPY && !is_constant(u->name))
		return name_value(f, file, def, u->name, depth);
	return unknown();
}

/* The first known value that a function assigns to a local variable. */
static struct value local_value(struct finder *f, file_id file, uint32_t def, struct str name, unsigned depth)
{
	const struct detail *d = detail_at(f, file, def);
	const struct details *all = &f->project->files[file].details;

	for (uint32_t i = 0; d && i < d->use_count; i++) {
		const struct use *u = &all->uses[d->first_use + i];

		if ((u->kind != USE_CALL && u->kind != USE_COPY) || !str_eq(u->target, name) || str_eq(u->name, name))
			continue;
		struct value v = use_value(f, file, def, u, depth);
		if (v.kind != VALUE_UNKNOWN)
			return v;
	}
	for (uint32_t i = 0; d && i < d->param_count; i++) {
		if (str_eq(d->params[i].name, name) && d->params[i].annotation.len) {
			struct target t = link_dotted(f->link, file, NONE, annotation_core(d->params[i].annotation));
			if (t.kind == TARGET_DEF && def_at(f, t.file, t.index)->kind == DEF_CLASS)
				return def_value(VALUE_INSTANCE, t.file, t.index);
		}
	}
	return unknown();
}

static bool is_local(struct finder *f, file_id file, uint32_t def, struct str name)
{
	const struct detail *d = detail_at(f, file, def);
	const struct details *all = &f->project->files[file].details;

	for (uint32_t i = 0; d && i < d->use_count; i++)
		if (str_eq(all->uses[d->first_use + i].target, name))
			return true;
	for (uint32_t i = 0; d && i < d->param_count; i++)
		if (str_eq(d->params[i].name, name))
			return true;
	return false;
}

/* What the methods of a class assign to self.<name>. */
static struct value attribute_value(struct finder *f, file_id file, uint32_t class_def, struct str name, unsigned depth)
{
	const struct outline *o = &f->project->files[file].outline;
	const struct details *all = &f->project->files[file].details;

	for (uint32_t m = class_def + 1; m < o->def_count && o->defs[m].span.start < o->defs[class_def].end; m++) {
		const struct detail *d = o->defs[m].parent == class_def ? detail_at(f, file, m) : NULL;

		for (uint32_t i = 0; d && i < d->use_count; i++) {
			const struct use *u = &all->uses[d->first_use + i];

			if (!str_starts(u->target, STR("self.")) || !str_eq(str_slice(u->target, 5, u->target.len), name))
				continue;
			struct value v = use_value(f, file, m, u, depth);
			if (v.kind != VALUE_UNKNOWN) {
				v.is_stored = true;
				return v;
			}
		}
	}
	return unknown();
}

/* The value of `v.name`. */
static struct value member_value(struct finder *f, struct value v, struct str name, unsigned depth)
{
	if (v.kind == VALUE_EXTERNAL)
		return v;
	if ((v.kind != VALUE_INSTANCE && v.kind != VALUE_DEF) || def_at(f, v.file, v.def)->kind != DEF_CLASS)
		return unknown();
	struct target t = link_member(f->link, v.file, v.def, name);
	if (t.kind == TARGET_DEF)
		return def_value(VALUE_DEF, t.file, t.index);
	return attribute_value(f, v.file, v.def, name, depth);
}

/* A module-level variable: by its annotation, by what it is assigned, by what functions of its module store in it. */
static struct value variable_value(struct finder *f, file_id file, uint32_t binding, unsigned depth)
{
	const struct binding *b = &f->project->files[file].outline.bindings[binding];
	const struct details *all = &f->project->files[file].details;
	struct value v = def_value(VALUE_STATE, file, binding);
	struct target t;

	if (b->annotation.len) {
		t = link_dotted(f->link, file, NONE, annotation_core(b->annotation));
		if (t.kind == TARGET_DEF && def_at(f, t.file, t.index)->kind == DEF_CLASS)
			v = def_value(VALUE_INSTANCE, t.file, t.index);
	}
	if (v.kind == VALUE_STATE && b->kind == BINDING_CALL) {
		t = link_dotted(f->link, file, NONE, b->value);
		if (t.kind == TARGET_DEF && def_at(f, t.file, t.index)->kind == DEF_CLASS)
			v = def_value(VALUE_INSTANCE, t.file, t.index);
		else if (t.kind == TARGET_DEF)
			v = function_product(f, t.file, t.index, depth + 1);
		if (v.kind == VALUE_UNKNOWN)
			v = def_value(VALUE_STATE, file, binding);
	}
	for (uint32_t i = 0; v.kind == VALUE_STATE && i < all->use_count; i++) {
		const struct use *u = &all->uses[i];

		if (u->kind == USE_CALL && str_eq(u->target, b->name) && u->def_start != NONE) {
			struct value made = call_value(f, file, u, depth + 1);
			if (made.kind == VALUE_INSTANCE)
				v = made;
		}
	}
	v.is_stored = true;
	v.state_file = file;
	v.state_binding = binding;
	return v;
}

static struct value target_value(struct finder *f, struct target t, unsigned depth)
{
	switch (t.kind) {
	case TARGET_DEF:
		return def_value(VALUE_DEF, t.file, t.index);
	case TARGET_VARIABLE:
		return variable_value(f, t.file, t.index, depth);
	case TARGET_EXTERNAL:
		return external_value(t.name);
	default:
		return unknown();
	}
}

/* self, cls and what hangs on them. */
static struct value self_value(struct finder *f, file_id file, uint32_t def, struct str first)
{
	uint32_t class_def = enclosing_class(f, file, def);
	const struct detail *d = def == NONE ? NULL : detail_at(f, file, def);

	if (class_def == NONE)
		return unknown();
	if (str_is(first, "cls") || (d && d->flags & BODY_CLASSMETHOD))
		return def_value(VALUE_DEF, file, class_def);
	return def_value(VALUE_INSTANCE, file, class_def);
}

/* What a call of the value gives. */
static struct value given_by(struct finder *f, struct value v, unsigned depth)
{
	struct value given;

	if (v.kind == VALUE_EXTERNAL)
		return v;
	if (v.kind != VALUE_DEF)
		return unknown();
	if (def_at(f, v.file, v.def)->kind == DEF_CLASS)
		given = def_value(VALUE_INSTANCE, v.file, v.def);
	else
		given = function_product(f, v.file, v.def, depth + 1);
	given.maker_file = v.file;
	given.maker_def = v.def;
	return given;
}

/* Where the first call of a chain ends: "get_factory().create" -> 13; the length when there is none. */
static size_t first_call_end(struct str dotted)
{
	for (size_t i = 0; i + 2 < dotted.len; i++)
		if (dotted.ptr[i] == '(' && dotted.ptr[i + 1] == ')' && dotted.ptr[i + 2] == '.')
			return i + 2;
	return dotted.len;
}

/* A chain of calls and attributes: get_factory().scope().enter */
static struct value chain_value(struct finder *f, file_id file, uint32_t def, struct str chain, size_t end, unsigned depth)
{
	struct str rest = str_slice(chain, end + 1, chain.len), part;
	struct value v = given_by(f, name_value(f, file, def, str_slice(chain, 0, end - 2), depth + 1), depth + 1);

	while (str_next(&rest, '.', &part)) {
		bool is_called = str_ends(part, STR("()"));

		v = member_value(f, v, is_called ? str_slice(part, 0, part.len - 2) : part, depth + 1);
		if (is_called)
			v = given_by(f, v, depth + 1);
	}
	return v;
}

static struct value name_value(struct finder *f, file_id file, uint32_t def, struct str dotted, unsigned depth)
{
	struct str rest = dotted, first, part;
	struct value v;

	if (depth > DEPTH_MAX || dotted.len == 0)
		return unknown();
	if (first_call_end(dotted) < dotted.len)
		return chain_value(f, file, def, dotted, first_call_end(dotted), depth);
	str_next(&rest, '.', &first);
	if (def != NONE && (str_is(first, "self") || str_is(first, "cls")) && enclosing_class(f, file, def) != NONE) {
		v = self_value(f, file, def, first);
	} else if (def != NONE && is_local(f, file, def, first)) {
		v = local_value(f, file, def, first, depth + 1);
		if (v.kind == VALUE_UNKNOWN) {
			/* `global x; x = X()` makes x look local; what the module binds is asked then. */
			struct target t = link_dotted(f->link, file, NONE, first);
			if (t.kind == TARGET_VARIABLE)
				v = variable_value(f, t.file, t.index, depth + 1);
		} else {
			struct target t = link_name(f->link, file, first);
			if (t.kind == TARGET_VARIABLE && t.file == file && f->project->files[file].outline.bindings[t.index].def == NONE &&
			    !v.is_stored) {
				v.state_file = t.file;
				v.state_binding = t.index;
			}
		}
	} else {
		struct target t = link_dotted(f->link, file, def, dotted);
		if (t.kind == TARGET_DEF || t.kind == TARGET_EXTERNAL || rest.len == 0)
			return target_value(f, t, depth + 1);
		v = target_value(f, link_dotted(f->link, file, def, first), depth + 1);
	}
	while (rest.len && str_next(&rest, '.', &part))
		v = member_value(f, v, part, depth + 1);
	return v;
}

static struct value call_value(struct finder *f, file_id file, const struct use *call, unsigned depth)
{
	uint32_t def = call->def_start == NONE ? NONE : def_by_start(&f->project->files[file], call->def_start);
	struct value callee = name_value(f, file, def, call->name, depth + 1);

	if (callee.kind == VALUE_EXTERNAL)
		return external_value(call->name);
	return given_by(f, callee, depth);
}

struct value value_of_name(struct finder *f, file_id file, uint32_t def, struct str dotted)
{
	return name_value(f, file, def, dotted, 0);
}

struct value value_of_call(struct finder *f, file_id file, const struct use *call)
{
	return call_value(f, file, call, 0);
}

/* --- Annotations --- */

static const char *const wrappers[] = { "Optional",      "Type",           "type",          "AsyncGenerator",       "Generator",
					"AsyncIterator", "Iterator",       "Annotated",     "AsyncContextManager",  "ContextManager",
					"Awaitable",     "Coroutine",      "Final",         "ClassVar",             "AbstractAsyncContextManager",
					"AbstractContextManager", "Callable" };

static bool is_wrapper(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(wrappers); i++)
		if (str_is(name, wrappers[i]))
			return true;
	return false;
}

/* The first argument at depth 0 of "A, B[C, D]". */
static struct str first_argument(struct str text)
{
	int depth = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '[')
			depth++;
		else if (text.ptr[i] == ']')
			depth--;
		else if (text.ptr[i] == ',' && depth == 0)
			return str_slice(text, 0, i);
	}
	return text;
}

/* "X | None" and "None | X" -> X; other unions say nothing. */
static struct str union_core(struct str text)
{
	size_t bar = str_find(text, '|');
	struct str left = str_trim(str_slice(text, 0, bar)), right = str_trim(str_slice(text, bar + 1, text.len));

	if (str_is(left, "None"))
		return right;
	return str_is(right, "None") ? left : (struct str){ 0 };
}

static struct str trim_quotes(struct str s)
{
	s = str_trim(s);
	while (s.len && (s.ptr[0] == '"' || s.ptr[0] == '\''))
		s = str_slice(s, 1, s.len);
	while (s.len && (s.ptr[s.len - 1] == '"' || s.ptr[s.len - 1] == '\''))
		s = str_slice(s, 0, s.len - 1);
	return str_trim(s);
}

struct str annotation_core(struct str annotation)
{
	struct str s = trim_quotes(annotation);

	for (unsigned i = 0; i < DEPTH_MAX; i++) {
		size_t open = str_find(s, '[');

		if (str_find(str_slice(s, 0, open), '|') < MIN(open, s.len)) {
			s = trim_quotes(union_core(s));
			continue;
		}
		if (open == s.len)
			break;
		struct str head = str_tail(str_slice(s, 0, open), '.');
		if (!is_wrapper(head))
			return str_slice(s, 0, open);
		s = trim_quotes(first_argument(str_slice(s, open + 1, s.len - 1)));
	}
	return s;
}

/* --- Products --- */

static struct value annotated_product(struct finder *f, file_id file, uint32_t def, const struct detail *d)
{
	struct str core = annotation_core(d->returns);
	struct target t;

	if (core.len == 0)
		return unknown();
	t = link_dotted(f->link, file, def_at(f, file, def)->parent, core);
	if (t.kind == TARGET_UNKNOWN || t.kind == TARGET_NO_NAME)
		t = link_dotted(f->link, file, NONE, core);
	if (t.kind == TARGET_DEF && def_at(f, t.file, t.index)->kind == DEF_CLASS)
		return def_value(VALUE_INSTANCE, t.file, t.index);
	/* Any, Union[...], Dict[...]: how something is typed, not what it is. */
	if (t.kind == TARGET_EXTERNAL && !str_starts(t.name, STR("typing")) && str_find(t.name, '.') < t.name.len)
		return external_value(core);
	return unknown();
}

/* The best of what the body gives back: an instance of a class of this project before anything else. */
static struct value returned_product(struct finder *f, file_id file, uint32_t def, const struct detail *d, unsigned depth)
{
	const struct details *all = &f->project->files[file].details;
	struct value best = unknown();

	for (uint32_t i = 0; i < d->use_count; i++) {
		const struct use *u = &all->uses[d->first_use + i];
		struct value v = unknown();

		if (u->kind == USE_CALL && u->is_returned)
			v = call_value(f, file, u, depth + 1);
		else if (u->kind == USE_RETURN && !is_constant(u->name))
			v = name_value(f, file, def, u->name, depth + 1);
		if (v.kind == VALUE_INSTANCE)
			return v;
		if (best.kind == VALUE_UNKNOWN)
			best = v;
	}
	return best;
}

static struct value function_product(struct finder *f, file_id file, uint32_t def, unsigned depth)
{
	uint32_t known = map_get(&f->product_memo, map_pair(file, def));
	const struct detail *d = detail_at(f, file, def);
	struct value v;

	if (known != NONE)
		return f->memo.items[known];
	if (!d || depth > DEPTH_MAX)
		return unknown();
	/* A function that gives back what itself gives back ends here. */
	map_set(&f->product_memo, map_pair(file, def), (uint32_t)f->memo.len);
	vec_push(&f->memo, unknown());
	known = (uint32_t)f->memo.len - 1;
	v = returned_product(f, file, def, d, depth);
	if (v.kind != VALUE_INSTANCE) {
		struct value said = annotated_product(f, file, def, d);
		if (said.kind == VALUE_INSTANCE || v.kind == VALUE_UNKNOWN || v.kind == VALUE_STATE) {
			said.is_stored = v.is_stored;
			said.state_file = v.state_file;
			said.state_binding = v.state_binding;
			v = said;
		}
	}
	f->memo.items[known] = v;
	return v;
}

struct value product_of_function(struct finder *f, file_id file, uint32_t def)
{
	return function_product(f, file, def, 0);
}

/* Does a method's name say that it creates: create, create_x, build, __call__, get_x? */
static bool is_creating_method(struct finder *f, const struct def *d)
{
	struct claim_name c;

	if (d->kind != DEF_FUNCTION)
		return false;
	if (str_is(d->name, "__call__"))
		return true;
	c = name_claim(d->name, DEF_FUNCTION, f->arena);
	return c.claim == CLAIM_CREATE || c.claim == CLAIM_GET || c.claim == CLAIM_FACTORY;
}

struct value product_of_class(struct finder *f, file_id file, uint32_t def, struct str stem)
{
	const struct outline *o = &f->project->files[file].outline;
	struct value best = unknown();

	for (uint32_t m = def + 1; m < o->def_count && o->defs[m].span.start < o->defs[def].end; m++) {
		if (o->defs[m].parent != def || !is_creating_method(f, &o->defs[m]))
			continue;
		struct value v = product_of_function(f, file, m);
		if (v.kind != VALUE_INSTANCE || (v.file == file && v.def == def))
			continue;
		struct str made = stem_of(def_at(f, v.file, v.def)->name, f->arena);
		if (stem_within(stem, made) || stem_within(made, stem))
			return v;
		if (best.kind == VALUE_UNKNOWN)
			best = v;
	}
	return best;
}
