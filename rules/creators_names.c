/* Tables by name: functions, records, prototypes and files of the C family, and who mentions whom. */
#include "base/base.h"
#include "base/bisect.h"
#include "rules/creators.h"

#include <ctype.h>
#include <stdlib.h>

#define PASSER_TOKENS 12 /* of a body that only calls, braces and all, beside two for each argument */

static int compare_refs(const void *a, const void *b)
{
	const struct name_ref *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

uint32_t table_find(const struct name_table *t, struct str name, const struct name_ref **ret)
{
	uint64_t hash = str_hash(name);
	size_t at, end;

	bisect(at, t->items.len, t->items.items[at].hash < hash);
	for (end = at; end < t->items.len && t->items.items[end].hash == hash;)
		end++;
	*ret = t->items.items + at;
	return (uint32_t)(end - at);
}

static void add_name(struct name_table *t, struct str name, file_id file, uint32_t index)
{
	if (name.len)
		vec_push(&t->items, (struct name_ref){ str_hash(name), file, index });
}

bool is_header(struct str path)
{
	static const char *const endings[] = { "h", "hh", "hpp", "hxx", "inl", "inc", "def" };

	for (size_t i = 0; i < ARRAY_LEN(endings); i++)
		if (str_is(path_extension(path), endings[i]))
			return true;
	return false;
}

uint32_t common_directories(struct str a, struct str b)
{
	uint32_t count = 0;

	for (size_t i = 0; i < a.len && i < b.len && a.ptr[i] == b.ptr[i]; i++)
		count += a.ptr[i] == '/';
	return count;
}

/* Benches, fuzzers and what helps tests stand beside the program's own files in many trees. */
bool is_for_tests(struct str path)
{
	static const char *const words[] = { "bench", "benchmark", "example", "fuzz", "fuzzer", "mock", "stress", "test", "testing", "tests" };
	struct tokens t;

	tokens_split(path_stem(path), &t);
	for (uint32_t i = 0; i < t.count; i++)
		for (size_t k = 0; k < ARRAY_LEN(words); k++)
			if (str_is(t.token[i], words[k]))
				return true;
	return false;
}

static void count_name(struct map *m, struct str name)
{
	uint64_t key = str_hash(name);
	uint32_t before = map_get(m, key);

	map_set(m, key, before == NONE ? 1 : before + 1);
}

/* "ns::make" is called as "make" inside of ns, and "make<T>" is the template. */
static struct str plain_callee(struct str callee)
{
	size_t colon = str_rfind(callee, ':');

	callee = str_slice(callee, 0, str_find(callee, '<'));
	colon = str_rfind(callee, ':');
	return colon < callee.len ? str_slice(callee, colon + 1, callee.len) : callee;
}

/* "WritableFile::Create" of "ns::WritableFile::Create": a method's last name alone says too little. */
static struct str method_name(struct str callee)
{
	struct str last = plain_callee(callee), whole = str_slice(callee, 0, str_find(callee, '<')), scope;

	if (whole.len < last.len + 3)
		return last;
	scope = str_tail(str_slice(whole, 0, whole.len - last.len - 2), ':');
	return str_slice(whole, whole.len - last.len - 2 - scope.len, whole.len);
}

static void count_call(struct creators *c, struct str callee)
{
	struct str last = plain_callee(callee), method = method_name(callee);

	count_name(&c->called, last);
	if (method.len != last.len)
		count_name(&c->called, method);
}

static void index_calls(struct creators *c, const struct cfunc *f)
{
	for (uint32_t i = 0; i < f->call_count; i++)
		if (!f->calls[i].is_indirect)
			count_call(c, f->calls[i].callee);
}

/* GObject's types are asked for by X_TYPE_FOO: typedefs are found by their letters alone. */
static struct str folded(struct creators *c, struct str name)
{
	char *text = arena_array(c->arena, char, name.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] != '_')
			text[len++] = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] | 0x20) : name.ptr[i];
	return (struct str){ text, len };
}

/* `T *old(a) { return made(a); }`: nothing of its own but the name. */
static bool only_passes_on(const struct cfunc *f)
{
	return f->alloc_count == 0 && f->call_count == 1 && f->calls[0].flow == CFLOW_RETURN && !f->calls[0].is_indirect &&
	       f->calls[0].argument_count == f->param_count && f->token_count <= PASSER_TOKENS + 2 * f->param_count;
}

static bool sets_up(const struct cfunc *f)
{
	struct tokens t;

	if (f->flags & CFUNC_STATIC || f->param_count == 0 || !str_has_nocase(f->name, STR("init")))
		return false;
	tokens_split(str_tail(f->name, ':'), &t);
	for (uint32_t i = 0; i < t.count; i++)
		if (str_starts(t.token[i], STR("init")))
			return true;
	return false;
}

static struct str first_name(struct str body)
{
	size_t len = 0;

	body = str_trim(body);
	while (len < body.len && (body.ptr[len] == '_' || isalnum((unsigned char)body.ptr[len])))
		len++;
	return str_slice(body, 0, len);
}

static void index_file(struct creators *c, file_id file)
{
	const struct cfacts *f = cfacts_of(c, file);
	bool counts = project_is_production(c->project, file) && !is_for_tests(c->project->files[file].path);

	add_name(&c->bases, path_base(c->project->files[file].path), file, 0);
	for (uint32_t i = 0; i < f->func_count; i++) {
		add_name(&c->funcs, plain_callee(f->funcs[i].name), file, i);
		if (counts)
			index_calls(c, &f->funcs[i]);
		if (sets_up(&f->funcs[i]))
			add_name(&c->inits, f->funcs[i].name, file, i);
		if (only_passes_on(&f->funcs[i]))
			add_name(&c->passers, plain_callee(f->funcs[i].calls[0].callee), file, i);
	}
	for (uint32_t i = 0; i < f->macro_count; i++)
		if (str_ends(f->macros[i].name, STR("_INIT")))
			map_set(&c->initialisers, str_hash(f->macros[i].name), 0);
	for (uint32_t i = 0; i < f->macro_count; i++) {
		add_name(&c->macros, first_name(f->macros[i].body), file, i);
		if (f->macros[i].is_function_like && str_has_nocase(f->macros[i].name, STR("alloc")))
			add_name(&c->alloc_macros, f->macros[i].name, file, i);
	}
	for (uint32_t i = 0; i < f->record_count; i++) {
		add_name(&c->records, str_tail(record_name(&f->records[i]), ':'), file, i);
		if (f->records[i].kind == CRECORD_TYPEDEF)
			add_name(&c->object_types, folded(c, f->records[i].name), file, i);
	}
	for (uint32_t i = 0; i < f->proto_count; i++)
		if (f->protos[i].flags & CFUNC_VIRTUAL)
			map_set(&c->virtuals, str_hash(method_name(f->protos[i].name)), 0);
	for (uint32_t i = 0; i < f->proto_count; i++)
		add_name(&c->protos, plain_callee(f->protos[i].name), file, i);
	for (uint32_t i = 0; counts && i < f->address_count; i++)
		count_name(&c->addressed, f->addresses[i].name);
}

#define sort_table(t) vec_sort(&(t)->items, compare_refs)

void creators_index(struct creators *c)
{
	for (uint32_t i = 0; i < c->file_count; i++)
		index_file(c, c->files[i]);
	sort_table(&c->bases);
	sort_table(&c->funcs);
	sort_table(&c->records);
	sort_table(&c->object_types);
	sort_table(&c->protos);
	sort_table(&c->passers);
	sort_table(&c->macros);
	sort_table(&c->alloc_macros);
}

bool find_callee(const struct creators *c, file_id file, struct str name, file_id *ret_file, uint32_t *ret_func)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->funcs, plain_callee(name), &refs), externals = 0;

	for (uint32_t i = 0; i < count; i++) {
		bool is_own = refs[i].file == file;

		if (!is_own && cfunc_at(c, refs[i].file, refs[i].index)->flags & CFUNC_STATIC && !is_header(c->project->files[refs[i].file].path))
			continue;
		if (is_own || externals == 0) {
			*ret_file = refs[i].file;
			*ret_func = refs[i].index;
		}
		if (is_own)
			return true;
		externals++;
	}
	return externals > 0;
}

/* A definition outside of its class does not say that it overrides: the class does. */
bool is_declared_virtual(const struct creators *c, const struct cfunc *f)
{
	return f->flags & CFUNC_METHOD && map_has(&c->virtuals, str_hash(method_name(f->name)));
}

file_id header_of(const struct creators *c, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->protos, plain_callee(name), &refs);

	for (uint32_t i = 0; i < count; i++)
		if (is_header(c->project->files[refs[i].file].path) && project_is_production(c->project, refs[i].file))
			return refs[i].file;
	return NONE;
}

uint32_t caller_count(const struct creators *c, struct str name)
{
	uint32_t count = map_get(&c->called, str_hash(method_name(name)));

	return count == NONE ? 0 : count;
}
