/* Which files of C and C++ are looked at for state, their tables, and what types and names say. */
#include "base/base.h"
#include "rules/cstate.h"

#include <stdlib.h>

#include "rules/creators.h"
#include "rules/names.h"

#define UNREAL (ROLE_BACKUP | ROLE_VENDORED | ROLE_GENERATED)

/* --- Files --- */

/* nm-test-utils.h, fuzz/input.c: what helps tests, by a word of its own or its folder's name. */
static bool is_test_helper(struct str path)
{
	struct str parts = path_stem(path), part;

	if (is_for_tests(path) || is_for_tests(path_dir(path)))
		return true;
	while (str_next(&parts, '-', &part))
		if (is_for_tests(part))
			return true;
	return false;
}

static void collect_files(struct cstates *s)
{
	const struct project *p = s->in->project;

	for (file_id i = 0; i < p->file_count; i++) {
		const struct file *f = &p->files[i];

		if (f->creations && f->creations->source == CSOURCE_SYNTACTIC && f->creations->func_count > 0 && !f->is_gone && !(f->roles & UNREAL) &&
		    !f->creations->is_generated && project_is_production(p, i) &&
		    !is_test_helper(f->path))
			vec_push(&s->files, (struct cstate_file){ .file = i });
	}
}

static void read_files(struct cstates *s)
{
	file_id *ids = xcalloc(s->files.len + 1, sizeof(*ids));
	struct cstate_facts *facts = xcalloc(s->files.len + 1, sizeof(*facts));

	for (size_t i = 0; i < s->files.len; i++)
		ids[i] = s->files.items[i].file;
	project_statics(s->in->project, ids, (uint32_t)s->files.len, facts);
	for (size_t i = 0; i < s->files.len; i++)
		s->files.items[i].facts = facts[i];
	free(facts);
	free(ids);
}

/* --- Tables --- */

static int compare_refs(const void *a, const void *b)
{
	const struct cfunc_ref *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->func < y->func ? -1 : x->func > y->func;
}

static void index_file(struct cstates *s, uint32_t file)
{
	struct cstate_file *f = &s->files.items[file];
	const struct cfacts *c = s->in->project->files[f->file].creations;
	uint32_t at = 0;

	f->first_callee = arena_array(&s->arena, uint32_t, c->func_count + 1);
	for (uint32_t i = 0; i <= c->func_count; i++) {
		while (at < f->facts.callee_count && f->facts.callees[at].func < i)
			at++;
		f->first_callee[i] = at;
	}
	for (uint32_t i = 0; i < c->func_count; i++)
		vec_push(&s->funcs, (struct cfunc_ref){ str_hash(str_tail(c->funcs[i].name, ':')), file, i, false });
	for (uint32_t i = 0; i < f->facts.callee_count; i++)
		vec_push(&s->calls, (struct cfunc_ref){ f->facts.callees[i].name, file, f->facts.callees[i].func, f->facts.callees[i].is_guarded });
	for (uint32_t i = f->facts.first_guard; i < f->facts.event_count; i++)
		if (f->facts.events[i].kind == CSTATE_ONCE && f->facts.events[i].text.len)
			map_set(&s->once, map_pair(file, (uint32_t)str_hash(f->facts.events[i].text)), 1);
}

static struct cstate_folder *folder_of(struct cstates *s, struct str path)
{
	uint64_t key = str_hash(path_dir(path));
	uint32_t known = map_get(&s->folders_by, key);

	if (known == NONE) {
		known = (uint32_t)s->folders.len;
		map_set(&s->folders_by, key, known);
		vec_push(&s->folders, (struct cstate_folder){ false, NONE });
	}
	return &s->folders.items[known];
}

static void index_folder(struct cstates *s, uint32_t file)
{
	const struct file *f = &s->in->project->files[s->files.items[file].file];
	struct cstate_folder *folder = folder_of(s, f->path);

	for (uint32_t i = 0; i < f->creations->func_count; i++)
		if (str_is(f->creations->funcs[i].name, "main"))
			s->has_main = folder->has_main = true;
	if (s->files.items[file].facts.lock_line && folder->lock_file == NONE)
		folder->lock_file = file;
}

struct cstates *cstates_new(const struct rule_input *in)
{
	struct cstates *s = xcalloc(1, sizeof(*s));

	s->in = in;
	s->thread_file = NONE;
	collect_files(s);
	read_files(s);
	for (uint32_t i = 0; i < s->files.len; i++) {
		index_file(s, i);
		index_folder(s, i);
	}
	vec_sort(&s->funcs, compare_refs);
	vec_sort(&s->calls, compare_refs);
	cstate_find_reach(s);
	return s;
}

void cstates_free(struct cstates *s)
{
	if (!s)
		return;
	vec_release(&s->files);
	vec_release(&s->funcs);
	vec_release(&s->calls);
	vec_release(&s->reached);
	vec_release(&s->folders);
	map_release(&s->reached_by);
	map_release(&s->folders_by);
	map_release(&s->once);
	arena_release(&s->arena);
	free(s);
}

/* --- Words --- */

struct str cstate_symbol(struct cstates *s, const struct cstate_file *f, const struct cslot *slot)
{
	if (slot->kind == CSLOT_LOCAL)
		return arena_printf(&s->arena, STR_FMT "." STR_FMT, STR_ARG(cstate_func(s, f, slot->func)->name), STR_ARG(slot->name));
	if (slot->kind == CSLOT_CLASS && slot->owner.len)
		return arena_printf(&s->arena, STR_FMT "::" STR_FMT, STR_ARG(slot->owner), STR_ARG(slot->name));
	return slot->name;
}

struct str cstate_type(const struct cslot *slot)
{
	size_t end = slot->type.len;

	while (end > 0 && (slot->type.ptr[end - 1] == '*' || slot->type.ptr[end - 1] == ' '))
		end--;
	return str_slice(slot->type, 0, end);
}

bool cstate_is_record(const struct cslot *slot)
{
	static const char *const plain[] = {
		"bool", "_Bool", "char", "double", "float", "gboolean", "gchar", "gdouble", "gint", "gpointer", "gsize",
		"gssize", "guint", "gulong", "int", "long", "off_t", "short", "signed", "size_t", "ssize_t", "time_t", "uint",
		"unsigned", "void", "pid_t", "guint8", "guint16", "guint32", "guint64", "gint64", "gint32", "GType", "GQuark",
		"FILE", "HANDLE", "uchar", "u8", "u16", "u32", "u64", "s32", "s64", "BOOL", "DWORD", "time", "wchar_t", "guchar",
		"u_char", "BYTE", "byte", "u_int", "intptr_t", "uintptr_t", "ptrdiff_t", "xmlChar", "sds", "locale_t", "iconv_t",
		"regex_t", "std::string", "string", "auto", NULL,
	};
	struct str type = cstate_type(slot), first = str_slice(type, 0, str_find(type, ' '));

	if (str_starts(type, STR("struct ")) || str_starts(type, STR("class ")))
		return true;
	if (str_starts(type, STR("enum ")) || str_is_one_of(first, plain))
		return false;
	return !(str_ends(type, STR("_t")) && (str_starts(type, STR("int")) || str_starts(type, STR("uint")) || str_has(type, STR("fast"))));
}

/* `int *`, `size_t *`: where the function puts a number. */
static bool is_place_for_number(struct str type)
{
	static const char *const numbers[] = { "bool", "double", "float", "gboolean", "gint", "gsize", "guint", "int", "int32_t", "int64_t", "long", "short", "size_t",
					       "ssize_t", "time_t", "uint", "uint32_t", "uint64_t", "unsigned", NULL };

	return str_ends(type, STR("*")) && !str_has(type, STR("const ")) && str_is_one_of(str_slice(type, 0, str_find(type, ' ')), numbers);
}

static bool is_varied(const struct cparam *p)
{
	static const char *const words[] = { "error", "errp", "err", "alloc", "mempool", "arena", "pool", "msg", "func", "unused", "dummy", NULL };

	if ((str_starts(p->name, STR("err")) && str_ends(p->type, STR("*"))) || str_has(p->type, STR("pool")))
		return false;
	if (str_ends(p->type, STR("**")) || str_has(p->type, STR("Error")) || str_has(p->type, STR("TypeModule")) || str_has(p->type, STR("Alloc")))
		return false;
	if (str_has(p->type, STR("tsd")) || str_has_nocase(p->type, STR("thread")))
		return false; /* stands for the thread that calls */
	if (is_place_for_number(p->type) || (str_is(p->name, "line") && str_is(p->type, "int")))
		return false;
	return p->name.len > 0 && !str_is_one_of(p->name, words);
}

uint64_t cstate_varied(const struct cfunc *func, uint64_t bits)
{
	for (uint32_t i = 0; i < func->param_count && i < 64; i++)
		if (bits >> i & 1 && !is_varied(&func->params[i]))
			bits &= ~(UINT64_C(1) << i);
	return bits;
}

const struct cparam *cstate_param(const struct cfunc *func, uint64_t bits)
{
	bits = cstate_varied(func, bits);
	for (uint32_t i = 0; i < func->param_count && i < 64; i++)
		if (bits >> i & 1)
			return &func->params[i];
	return NULL;
}

bool cstate_is_collection(const struct cslot *slot)
{
	static const char *const words[] = {
		"list", "lists", "hash", "hashmap", "hashtable", "map", "table", "set", "tree", "queue", "array", "vec",
		"vector", "dict", "cache", "stack", "htab", "trie", "store", "glist", "gslist", "deque", "ptrarray", "bag",
		"ring", NULL,
	};

	return name_has_word(slot->type, words) || name_has_word(slot->name, words);
}

bool cstate_is_user(const struct cparam *p)
{
	static const char *const words[] = {
		"user", "client", "session", "request", "conn", "connection", "tenant", "account", "customer", "uid", "peer",
		"req", NULL,
	};

	return name_has_word(p->name, words) || (str_find(p->type, '*') < p->type.len && name_has_word(p->type, words));
}

bool cstate_claims_creation(struct str name)
{
	static const char *const anywhere[] = { "create", "construct", "instantiate", NULL };
	static const char *const verbs[] = { "new", "make", "build", "dup", "clone", "copy", NULL };
	struct tokens tokens;

	tokens_split(str_tail(name, ':'), &tokens);
	if (tokens.count == 0)
		return false;
	return name_has_word(str_tail(name, ':'), anywhere) || str_is_one_of(tokens.token[0], verbs) || str_is_one_of(tokens.token[tokens.count - 1], verbs);
}
