/* C functions that make what the canonical makes, and are meant to: other platforms, kinds, implementations, alternatives. */
#include "base/base.h"
#include "rules/creators.h"

#include "analyzers/lang/c/built.h"
#include "analyzers/lang/c/clang_project.h"

#define OWN_FUNCTIONS_MIN 2 /* that make a product an implementation; one may be a release or a callback */
#define KINDS_MIN 3 /* names that differ in the last word only */
#define SAME_PERCENT 90 /* from which a name does not excuse it */

/* In different arms of one #if: only one of them is compiled. */
static bool are_arms(const struct creators *c, const struct member *a, const struct member *b)
{
	const struct ccondition *all = cfacts_of(c, a->file)->conditions;

	if (a->file != b->file)
		return false;
	for (uint32_t x = member_func(c, a)->condition; x != NONE; x = all[x].parent)
		for (uint32_t y = member_func(c, b)->condition; y != NONE; y = all[y].parent)
			if (x != y && all[x].group == all[y].group)
				return true;
	return false;
}

static bool is_external(const struct creators *c, file_id file, const struct cfunc *f)
{
	return !(f->flags & CFUNC_STATIC) && !is_header(c->project->files[file].path);
}

/* Does another file define the external function, too? Then only one of the two files is linked. */
static bool has_twin_in(const struct creators *c, file_id file, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->funcs, name, &refs);

	for (uint32_t i = 0; i < count; i++)
		if (refs[i].file == file && is_external(c, file, cfunc_at(c, file, refs[i].index)))
			return true;
	return false;
}

/* A file that no build lists is dead, or an example: it is no alternative to one that is linked. */
bool is_built(struct creators *c, file_id file)
{
	struct err err = { 0 };

	if (!c->database) {
		c->database = arena_new(c->arena, struct compdb);
		if (!clang_project_database(c->project, c->arena, c->database, &err))
			*c->database = (struct compdb){ 0 };
	}
	return built_find(c->project->root, c->project->files[file].path, c->database) != BUILT_NO;
}

/* The function itself, or every external one that calls it, has its twin in the other file. */
bool are_twins(const struct creators *c, const struct member *m, const struct member *canonical)
{
	const struct cfacts *facts = cfacts_of(c, m->file);
	bool found = false;

	if (m->file == canonical->file)
		return false;
	if (is_external(c, m->file, member_func(c, m)))
		return has_twin_in(c, canonical->file, m->symbol);
	for (uint32_t i = 0; i < facts->func_count; i++) {
		const struct cfunc *f = &facts->funcs[i];

		for (uint32_t k = 0; k < f->call_count; k++) {
			if (!str_eq(f->calls[k].callee, m->symbol))
				continue;
			if (!is_external(c, m->file, f) || !has_twin_in(c, canonical->file, f->name))
				return false;
			found = true;
		}
	}
	return found;
}

bool are_link_time(struct creators *c, const struct member *m, const struct member *canonical)
{
	return are_twins(c, m, canonical) && is_built(c, m->file) && is_built(c, canonical->file);
}

static const char *const platforms[] = { "aix",	  "android", "arm",   "arm64", "avx2",	"bsd",	   "cocoa", "darwin", "epoll",	"evport", "freebsd", "generic",
					 "haiku", "i386",    "kqueue", "linux", "mac",	 "macos",  "mips",  "neon",   "netbsd", "null",	  "openbsd", "osx",
					 "posix", "ppc",     "riscv", "s390x", "select", "solaris", "sse2",  "stub",   "sunos",	"unix",	  "vms",     "wasm",
					 "wayland", "win", "win32", "windows", "x11",  "x86" };

static bool is_platform(struct str word)
{
	for (size_t i = 0; i < ARRAY_LEN(platforms); i++)
		if (str_is(word, platforms[i]))
			return true;
	return false;
}

/* The words of a path's base and last directory that name a platform. */
static bool has_platform(struct str path, struct str other)
{
	struct tokens t, o;

	tokens_split(path_stem(path), &t);
	tokens_split(path_stem(other), &o);
	for (uint32_t i = 0; i < t.count; i++) {
		bool in_other = false;

		for (uint32_t k = 0; k < o.count; k++)
			in_other |= str_eq(t.token[i], o.token[k]);
		if (!in_other && is_platform(t.token[i]))
			return true;
	}
	return is_platform(path_base(path_dir(path))) && !str_eq(path_dir(path), path_dir(other));
}

static bool calls_name(const struct cfacts *facts, struct str name)
{
	for (uint32_t i = 0; i < facts->func_count; i++)
		for (uint32_t k = 0; k < facts->funcs[i].call_count; k++)
			if (str_eq(facts->funcs[i].calls[k].callee, name))
				return true;
	return false;
}

/* A file for another platform does platform work, unless it calls the canonical elsewhere. */
bool are_platforms(const struct creators *c, const struct member *m, const struct member *canonical)
{
	struct str a = c->project->files[m->file].path, b = c->project->files[canonical->file].path;

	return (has_platform(a, b) || has_platform(b, a)) && !calls_name(cfacts_of(c, m->file), canonical->symbol);
}

/* The files that implement the product may lay it out as they need. */
bool is_own_file(const struct creators *c, const struct family *fam, const struct member *m)
{
	struct str own = c->project->files[fam->product_file].path, path = c->project->files[m->file].path;

	return m->file == fam->product_file ||
	       (is_header(own) && str_eq(path_stem(own), path_stem(path)) && str_eq(path_base(path_dir(own)), path_base(path_dir(path))));
}

/* The canonical's name and a word that says how this one differs: pool_conn_new beside conn_new. */
static bool is_named_variant(struct str name, struct str canonical)
{
	static const char *const words[] = { "arena", "async", "atomic", "default", "dummy", "empty", "fake", "inline", "local", "lazy", "mem",
					     "null",  "pool",  "shared", "static",  "temp",  "temporary", "tmp", "virtual" };
	struct tokens t, c;
	uint32_t found = 0, kinds = 0;

	tokens_split(name, &t);
	tokens_split(canonical, &c);
	for (uint32_t i = 0; i < t.count; i++) {
		bool in_canonical = false;

		for (uint32_t k = 0; k < c.count; k++)
			in_canonical |= str_eq(t.token[i], c.token[k]);
		found += in_canonical;
		for (size_t k = 0; !in_canonical && k < ARRAY_LEN(words); k++)
			kinds += str_is(t.token[i], words[k]);
	}
	return found == c.count && kinds > 0 && found + kinds == t.count;
}

/* prepare_drive and prepare_socket are kinds of one thing; alpha_conn_new and beta_conn_new are not. */
static bool differ_in_last_word(struct str a, struct str b)
{
	struct tokens x, y;

	tokens_split(a, &x);
	tokens_split(b, &y);
	if (x.count != y.count || x.count < 3 || str_eq(x.token[x.count - 1], y.token[y.count - 1]))
		return false;
	for (uint32_t i = 0; i + 1 < x.count; i++)
		if (!str_eq(x.token[i], y.token[i]))
			return false;
	return true;
}

static bool is_in_series(const struct family *fam, const struct member *m)
{
	uint32_t others = 0;

	vec_foreach(struct member, x, &fam->members)
		others += x->kind == MEMBER_FUNCTION && x->file == m->file && differ_in_last_word(x->symbol, m->symbol);
	return others + 1 >= KINDS_MIN;
}

/* Functions of its own file that a body puts into what it makes. */
static uint32_t own_functions(const struct creators *c, const struct member *m)
{
	const struct cfacts *facts = cfacts_of(c, m->file);
	const struct cfunc *f = member_func(c, m);
	uint32_t count = 0;

	for (uint32_t i = 0; i < facts->address_count; i++) {
		const struct caddress *a = &facts->addresses[i];
		file_id home;
		uint32_t func;

		count += a->span.start >= f->body && a->span.start < f->end && find_callee(c, m->file, a->name, &home, &func) && home == m->file;
	}
	return count;
}

/* A public function for this very product: an entry of a table elsewhere that needs one could call it. */
static bool is_dedicated(struct creators *c, const struct family *fam, const struct member *m)
{
	return !m->is_slot && is_external(c, m->file, member_func(c, m)) && is_named_maker(c, fam->product, m->symbol);
}

const char *variant_reason(struct creators *c, const struct family *fam, const struct member *m, const struct member *canonical, unsigned alike)
{
	if (are_arms(c, m, canonical))
		return "stands in another arm of one #if: only one of them is compiled";
	if (are_link_time(c, m, canonical))
		return "both files define the same external function: only one of them is linked";
	if (m->file == canonical->file && !same_body(member_func(c, m), member_func(c, canonical)))
		return "stands in the canonical's own file: part of its interface";
	if (m->made_file == canonical->made_file && is_own_file(c, fam, m) && !same_signature(c, m, canonical))
		return "stands in the product's own file: part of its interface";
	if (are_platforms(c, m, canonical))
		return "its file is for another platform";
	if (is_named_variant(m->symbol, canonical->symbol) && alike < SAME_PERCENT)
		return "its name says that it is another kind";
	if (alike < SAME_PERCENT && own_functions(c, m) >= OWN_FUNCTIONS_MIN && own_functions(c, canonical) >= OWN_FUNCTIONS_MIN)
		return "puts functions of its own file into it, as the other does: each is an implementation";
	if (alike < SAME_PERCENT && is_in_series(fam, m))
		return "its name differs from those beside it in the last word only: one of several kinds";
	if (m->is_slot && !is_dedicated(c, fam, canonical) && alike < NEAR_PERCENT && !same_body(member_func(c, m), member_func(c, canonical)))
		return "no call names it: it implements an entry of a table of functions";
	return NULL;
}
