/* How a guard of C can make one product and be rid of it again, as far as declarations say. */
#include "base/base.h"
#include "rewriters/guard_c.h"

#include "analyzers/cfacts.h"
#include "rules/creators.h"
#include "rules/names.h"

struct making {
	const struct rule_input *in;
	struct creators *creators;
	struct guard_c *g;
	const guard_headers *headers;
	const struct cfunc *func;
	file_id file;
	struct strbuf source; /* of the canonical's file */
};

/* --- Parameters --- */

/* Facts leave out what the pointee is qualified with: the text of the i-th parameter has it. */
static struct str param_text(struct str head, uint32_t wanted)
{
	uint32_t i = 0;
	int depth = 0;
	size_t start = 0;

	for (size_t at = 0; at < head.len; at++) {
		depth += head.ptr[at] == '(';
		depth -= head.ptr[at] == ')';
		if (depth == 0 || (depth == 1 && head.ptr[at] == ',')) {
			if (i++ == wanted)
				return str_slice(head, start, at);
			start = at + 1;
		}
		if (depth == 0)
			break;
	}
	return STR("");
}

static bool is_const_text(struct str type, struct str text)
{
	return str_is(type, "char *") && str_has(text, STR("const"));
}

/* C++: what takes a text of C as well. */
static bool is_string(struct str type, struct str text)
{
	return (str_starts(type, STR("std::string")) || str_starts(type, STR("string_view"))) && (!str_has(type, STR("&")) || str_has(text, STR("const"))) && !str_has(type, STR("*"));
}

static bool stands_for_user(struct str name)
{
	static const char *const words[] = { "account", "client", "customer", "id", "key", "label", "login", "name", "owner", "session", "tenant", "title", "uid", "user", "username", NULL };

	return name_has_word(name, words);
}

/* A text that has to mean something: a path, a format, an address. */
static bool is_particular(struct str name)
{
	static const char *const words[] = { "dir", "device", "file", "filename", "font", "host", "hostname", "interface", "module", "path", "pathname", "type", "uri", "url", NULL };

	return name_has_word(name, words);
}

static bool is_number(struct str type)
{
	static const char *const types[] = { "int", "int32_t", "int64_t", "long", "short", "size_t", "ssize_t", "uint16_t", "uint32_t", "uint64_t", "unsigned", "unsigned int",
					     "unsigned long", "unsigned short", NULL };

	return str_is_one_of(type, types);
}

/* One of something is always right; what number is a right descriptor, port or kind nobody says. */
static bool is_amount(struct str name)
{
	static const char *const words[] = { "amount", "capacity", "count", "depth", "height", "length", "len", "limit", "max", "maximum", "num", "number", "size", "timeout", "width", NULL };

	return name_has_word(name, words);
}

static const char *value_of(const struct cparam *p, struct str text)
{
	if ((is_const_text(p->type, text) || is_string(p->type, text)) && stands_for_user(p->name) && !is_particular(p->name))
		return "user";
	if (is_number(p->type) && is_amount(p->name))
		return "1";
	if (str_is(p->type, "bool") || str_is(p->type, "_Bool"))
		return "0";
	return str_is(p->type, "double") || str_is(p->type, "float") ? "1" : NULL;
}

static bool is_out(const struct making *m, uint32_t param)
{
	struct type_shape s = type_shape(m->func->params[param].type);

	return s.depth == 2 && s.base.len;
}

static bool add_arguments(struct making *m, struct strbuf *call)
{
	struct str head = str_slice(strbuf_str(&m->source), m->func->span.end, m->func->body);

	for (uint32_t i = 0; i < m->func->param_count; i++) {
		const struct cparam *p = &m->func->params[i];
		const char *value = m->g->made.is_out && is_out(m, i) ? "&made" : value_of(p, param_text(head, i));

		if (!value) {
			m->g->made.why_not = arena_printf(&m->g->arena, "nothing says what `" STR_FMT "` of " STR_FMT "() may be", STR_ARG(p->name), STR_ARG(m->func->name));
			return false;
		}
		m->g->made.has_user |= str_is(str_from(value), "user");
		strbuf_printf(call, "%s%s", i ? ", " : "", value);
	}
	return true;
}

/* --- The product --- */

static struct str pointer_to(struct arena *a, struct str base)
{
	return arena_printf(a, STR_FMT " *", STR_ARG(base));
}

/* What is returned, or given out by the one parameter that can. */
static bool find_type(struct making *m)
{
	struct type_shape returned = type_shape(m->func->returns);
	uint32_t outs = 0;

	if (returned.depth == 1) {
		m->g->made.is_owner = str_has(m->func->returns, STR("unique_ptr<")) || str_has(m->func->returns, STR("shared_ptr<"));
		m->g->made.type = pointer_to(&m->g->arena, returned.base);
		return true;
	}
	if (m->g->made.is_cpp)
		return false;
	for (uint32_t i = 0; i < m->func->param_count; i++)
		if (is_out(m, i)) {
			outs++;
			m->g->made.type = pointer_to(&m->g->arena, type_shape(m->func->params[i].type).base);
		}
	m->g->made.is_out = true;
	return returned.depth == 0 && outs == 1;
}

static bool is_product(const struct making *m, struct str type)
{
	struct type_shape x = type_shape(type), y = type_shape(m->g->made.type);

	return x.depth == 1 && str_eq(x.base, y.base);
}

/* --- What is declared beside it --- */

typedef void see_proto(struct making *m, const struct cproto *p, struct str source);

static void each_proto(struct making *m, see_proto *see)
{
	vec_foreach(file_id, h, m->headers) {
		const struct cfacts *f = cfacts_of(m->creators, *h);
		struct strbuf source CLEANUP(strbuf_release) = { 0 };

		if (!project_source(m->in->project, *h, &source, NULL))
			continue;
		for (uint32_t i = 0; i < f->proto_count; i++)
			if (f->protos[i].condition == NONE && !(f->protos[i].flags & (CFUNC_METHOD | CFUNC_VARIADIC)))
				see(m, &f->protos[i], strbuf_str(&source));
	}
}

static unsigned ending_of(struct str name)
{
	static const char *const words[] = { "free", "destroy", "delete", "release", "unref", "dispose", "drop", "close" };
	struct tokens t;

	tokens_split(str_tail(name, ':'), &t);
	for (unsigned i = 0; i < ARRAY_LEN(words); i++)
		if (t.count && (str_is(t.token[0], words[i]) || str_is(t.token[t.count - 1], words[i])))
			return (unsigned)ARRAY_LEN(words) - i;
	return 0;
}

/* In C++ the name alone may mean another namespace's: as facts have it, whole. */
static void see_destroyer(struct making *m, const struct cproto *p, struct str source)
{
	if (m->g->made.is_owner)
		return;
	if (p->param_count != 1 || !is_product(m, p->params[0].type) || str_has(str_slice(source, p->span.end, p->end), STR("const")))
		return;
	if (ending_of(p->name) > ending_of(m->g->made.destroy))
		m->g->made.destroy = arena_str(&m->g->arena, p->name);
}

static void see_count(struct making *m, const struct cproto *p, struct str source)
{
	static const char *const words[] = { "active", "alive", "count", "live", "outstanding", NULL };

	if (p->param_count == 0 && is_number(p->returns) && name_has_word(p->name, words) && names_product(p->name, m->g->product) && !m->g->made.count.len)
		m->g->made.count = arena_str(&m->g->arena, p->name);
}

/* `const char *series_title(const struct series *s);` */
static void see_getter(struct making *m, const struct cproto *p, struct str source)
{
	struct str before = str_slice(source, p->start, p->span.start), behind = str_slice(source, p->span.end, p->end);

	if (p->param_count == 1 && is_product(m, p->params[0].type) && is_const_text(p->returns, before) && str_has(behind, STR("const")))
		vec_push(&m->g->made.texts, arena_printf(&m->g->arena, STR_FMT "(made)", STR_ARG(p->name)));
}

/* --- What is in it --- */

/* The allocation clears what it gives: a field that nobody sets is no address of anything else. */
static bool is_cleared(const struct making *m)
{
	for (uint32_t i = 0; i < m->func->alloc_count; i++)
		if (str_has(m->func->allocs[i].callee, STR("calloc")) || str_has(m->func->allocs[i].callee, STR("new0")) || str_has(m->func->allocs[i].callee, STR("zalloc")))
			return true;
	return false;
}

/* `const char *name` or `char *name`: the name; empty for any other field. */
static struct str text_field(struct str field)
{
	struct str rest = str_trim(field), word;

	if (str_starts(rest, STR("const ")))
		rest = str_trim(str_slice(rest, 6, rest.len));
	if (!str_starts(rest, STR("char ")) && !str_starts(rest, STR("char*")))
		return STR("");
	rest = str_trim(str_slice(rest, 4, rest.len));
	if (!str_starts(rest, STR("*")))
		return STR("");
	word = str_trim(str_slice(rest, 1, rest.len));
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] != '_' && !(word.ptr[i] >= 'a' && word.ptr[i] <= 'z') && !(word.ptr[i] >= 'A' && word.ptr[i] <= 'Z') && !(word.ptr[i] >= '0' && word.ptr[i] <= '9'))
			return STR("");
	return word;
}

/* The fields of a body that is opened right behind the record's name; comments end the search: what they hide is left alone. */
static void add_text_fields(struct making *m, struct str source, uint32_t behind_name)
{
	struct str rest = str_trim(str_slice(source, behind_name, source.len)), field;

	if (!str_starts(rest, STR("{")))
		return;
	rest = str_slice(rest, 1, str_find(rest, '}'));
	while (str_next(&rest, ';', &field)) {
		struct str name;

		/* What is said behind the field before. */
		while (str_starts(str_trim(field), STR("/*"))) {
			field = str_trim(field);
			for (size_t i = 2; i <= field.len; i++)
				if (i == field.len || (field.ptr[i] == '/' && field.ptr[i - 1] == '*')) {
					field = str_slice(field, i + 1, field.len);
					break;
				}
		}
		name = text_field(field);
		if (name.len)
			vec_push(&m->g->made.texts, arena_printf(&m->g->arena, "made->" STR_FMT, STR_ARG(name)));
	}
}

static bool is_seen(struct making *m, file_id file)
{
	vec_foreach(file_id, h, m->headers)
		if (sees(m->creators, *h, file))
			return true;
	return false;
}

static void find_fields(struct making *m)
{
	unsigned depth = 0;
	struct record_id id = record_of_type(m->creators, m->file, type_shape(m->g->made.type).base, &depth);
	struct strbuf source CLEANUP(strbuf_release) = { 0 };

	if (id.file == NONE || depth || !is_header(m->in->project->files[id.file].path) || !is_seen(m, id.file) || !is_record_body(crecord_at(m->creators, id)))
		return;
	m->g->made.is_complete = true;
	if (is_cleared(m) && project_source(m->in->project, id.file, &source, NULL))
		add_text_fields(m, strbuf_str(&source), crecord_at(m->creators, id)->span.end);
}

/* --- All of it --- */

static const struct cfunc *func_of(const struct making *m)
{
	const struct cfacts *f = cfacts_of(m->creators, m->file);

	for (uint32_t i = 0; i < f->func_count; i++)
		if (str_eq(f->funcs[i].name, m->g->canonical))
			return &f->funcs[i];
	return NULL;
}

static bool find_call(struct making *m)
{
	struct strbuf call CLEANUP(strbuf_release) = { 0 };

	m->func = func_of(m);
	if (!m->func || !project_source(m->in->project, m->file, &m->source, NULL) || m->func->flags & (CFUNC_VARIADIC | CFUNC_METHOD | CFUNC_TEMPLATE)) {
		m->g->made.why_not = STR("its signature says too little");
		return false;
	}
	m->g->made.is_cpp = cfacts_of(m->creators, m->file)->is_cpp;
	if (!find_type(m)) {
		m->g->made.why_not = STR("it gives out no product of its own");
		return false;
	}
	strbuf_printf(&call, STR_FMT "(", STR_ARG(m->func->name));
	if (!add_arguments(m, &call))
		return false;
	strbuf_addch(&call, ')');
	m->g->made.call = arena_str(&m->g->arena, strbuf_str(&call));
	return true;
}

void guard_c_drop_making(struct guard_c *g, struct str why)
{
	vec_release(&g->made.texts);
	g->made = (struct guard_product){ .why_not = why, .why_no_user = why };
}

void guard_c_find_making(const struct rule_input *in, const guard_headers *headers, struct guard_c *g)
{
	struct making m = { .in = in, .creators = in->families->creators, .g = g, .headers = headers, .file = project_find(in->project, g->file) };

	if (find_call(&m)) {
		each_proto(&m, see_destroyer);
		each_proto(&m, see_count);
		each_proto(&m, see_getter);
		find_fields(&m);
		if (g->made.is_cpp)
			g->made.type = STR("const guard_product &");
		if (!g->made.has_user)
			g->made.why_no_user = STR("what it takes stands for no user");
	} else {
		g->made.why_no_user = g->made.why_not;
	}
	strbuf_release(&m.source);
}
