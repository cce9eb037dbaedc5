/* The classes of C functions that make what the canonical makes: copies, bypasses, and those that are meant to differ. */
#include "base/base.h"
#include "rules/creators.h"

#define CHOOSER_POINTS 20
#define CHOICES_MIN 3   /* makers that one function chooses from */
#define SAME_PERCENT 90 /* from which a name does not excuse it */
#define NEAR_PERCENT 50 /* of the smaller body's shingles, from which it is a diverged copy */

static void set_class(struct member *m, enum member_class class, unsigned confidence)
{
	m->class = class;
	m->confidence = confidence;
}

static const struct cfunc *func_of(const struct creators *c, const struct member *m)
{
	return cfunc_at(c, m->file, m->def);
}

static unsigned likeness(const struct cfunc *a, const struct cfunc *b)
{
	struct detail x = { .token_count = a->token_count, .shingles = a->shingles, .shingle_count = a->shingle_count };
	struct detail y = { .token_count = b->token_count, .shingles = b->shingles, .shingle_count = b->shingle_count };

	return MIN(similarity(&x, &y), 100u);
}

static bool same_body(const struct cfunc *a, const struct cfunc *b)
{
	return a->token_count > 0 && a->body_hash == b->body_hash && a->token_count == b->token_count;
}

static bool same_type(struct creators *c, file_id file_a, struct str a, file_id file_b, struct str b)
{
	struct type_shape x = type_shape(a), y = type_shape(b);
	struct record_id r, s;

	if (x.depth == y.depth && str_eq(x.base, y.base))
		return true;
	r = record_of_type(c, file_a, x.base, &x.depth);
	s = record_of_type(c, file_b, y.base, &y.depth);
	return r.file != NONE && same_record(r, s) && x.depth == y.depth;
}

static bool same_signature(struct creators *c, const struct member *a, const struct member *b)
{
	const struct cfunc *f = func_of(c, a), *g = func_of(c, b);

	if (f->param_count != g->param_count || !same_type(c, a->file, f->returns, b->file, g->returns))
		return false;
	for (uint32_t i = 0; i < f->param_count; i++)
		if (!same_type(c, a->file, f->params[i].type, b->file, g->params[i].type))
			return false;
	return true;
}

/* --- Meant to differ --- */

/* In different arms of one #if: only one of them is compiled. */
static bool are_arms(const struct creators *c, const struct member *a, const struct member *b)
{
	const struct ccondition *all = cfacts_of(c, a->file)->conditions;

	if (a->file != b->file)
		return false;
	for (uint32_t x = func_of(c, a)->condition; x != NONE; x = all[x].parent)
		for (uint32_t y = func_of(c, b)->condition; y != NONE; y = all[y].parent)
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

/* The function itself, or every external one that calls it, has its twin in the other file. */
static bool are_link_time(const struct creators *c, const struct member *m, const struct member *canonical)
{
	const struct cfacts *facts = cfacts_of(c, m->file);
	bool found = false;

	if (m->file == canonical->file)
		return false;
	if (is_external(c, m->file, func_of(c, m)))
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

static const char *const platforms[] = { "aix",	  "android", "arm",   "arm64", "avx2",	"bsd",	   "cocoa", "darwin", "epoll",	"evport", "freebsd", "generic",
					 "haiku", "i386",    "kqueue", "linux", "mac",	 "macos",  "mips",  "neon",   "netbsd", "null",	  "openbsd", "osx",
					 "posix", "ppc",     "riscv", "s390x", "select", "solaris", "sse2",  "stub",   "sunos",	"unix",	  "vms",     "wasm",
					 "wayland", "win32", "windows", "x11",  "x86" };

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
static bool are_platforms(const struct creators *c, const struct member *m, const struct member *canonical)
{
	struct str a = c->project->files[m->file].path, b = c->project->files[canonical->file].path;

	return (has_platform(a, b) || has_platform(b, a)) && !calls_name(cfacts_of(c, m->file), canonical->symbol);
}

/* The files that implement the product may lay it out as they need. */
static bool is_own_file(const struct creators *c, const struct family *fam, const struct member *m)
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

static const char *variant_reason(struct creators *c, const struct family *fam, const struct member *m, const struct member *canonical, unsigned alike)
{
	if (are_arms(c, m, canonical))
		return "stands in another arm of one #if: only one of them is compiled";
	if (are_link_time(c, m, canonical))
		return "both files define the same external function: only one of them is linked";
	if (m->file == canonical->file && !same_body(func_of(c, m), func_of(c, canonical)))
		return "stands in the canonical's own file: part of its interface";
	if (is_own_file(c, fam, m) && !same_signature(c, m, canonical))
		return "stands in the product's own file: part of its interface";
	if (are_platforms(c, m, canonical))
		return "its file is for another platform";
	if (is_named_variant(m->symbol, canonical->symbol) && alike < SAME_PERCENT)
		return "its name says that it is another kind";
	if (m->is_slot && alike < NEAR_PERCENT && !same_body(func_of(c, m), func_of(c, canonical)))
		return "no call names it: it implements an entry of a table of functions";
	return NULL;
}

/* --- Rivals --- */

static void say_makes(struct creators *c, const struct family *fam, struct member *m)
{
	const struct cfunc *f = func_of(c, m);
	uint32_t site = 0;

	while (site + 1 < f->alloc_count && f->allocs[site].span.start != m->place.start)
		site++;
	member_say(c->finder, m, m->file, m->place.line, "allocates " STR_FMT " itself, with " STR_FMT, STR_ARG(fam->product), STR_ARG(f->allocs[site].callee));
}

static bool is_second_maker(struct creators *c, const struct family *fam, const struct member *m, const struct member *canonical)
{
	return same_signature(c, m, canonical) && (!cfacts_of(c, m->file)->is_cpp || is_named_maker(c, fam->product, m->symbol));
}

static void classify_root(struct creators *c, struct family *fam, struct member *m, const struct member *canonical)
{
	const struct cfunc *f = func_of(c, m), *g = func_of(c, canonical);
	unsigned alike = likeness(f, g);
	const char *reason = variant_reason(c, fam, m, canonical, alike);

	m->similarity = alike;
	if (reason) {
		set_class(m, CLASS_VARIANT, 80);
		member_say(c->finder, m, m->file, m->span.line, "%s", reason);
	} else if (same_body(f, g)) {
		set_class(m, CLASS_DUPLICATE, 95);
		m->similarity = 100;
		member_say(c->finder, m, canonical->file, canonical->span.line, "its body is that of " STR_FMT ", token by token", STR_ARG(canonical->symbol));
	} else if (alike >= NEAR_PERCENT) {
		set_class(m, CLASS_NEAR_DUPLICATE, 85);
		member_say(c->finder, m, canonical->file, canonical->span.line, "%u %% of its body stands in " STR_FMT ", too", alike, STR_ARG(canonical->symbol));
	} else {
		set_class(m, is_second_maker(c, fam, m, canonical) ? CLASS_DUPLICATE : CLASS_BYPASS, 80);
		say_makes(c, fam, m);
		if (m->class == CLASS_DUPLICATE)
			member_say(c->finder, m, m->file, m->span.line, "takes and returns the same types as " STR_FMT, STR_ARG(canonical->symbol));
	}
	m->is_independent = m->class == CLASS_DUPLICATE || m->class == CLASS_NEAR_DUPLICATE;
}

static void classify_call(struct creators *c, struct family *fam, struct member *m, const struct member *canonical)
{
	if (m->file == canonical->file || is_own_file(c, fam, m) || are_link_time(c, m, canonical) || are_platforms(c, m, canonical))
		return;
	set_class(m, CLASS_BYPASS, 75);
	say_makes(c, fam, m);
}

/* Whom the others are compared with: the canonical, or the best of those that are level. */
static const struct member *reference(const struct family *fam)
{
	const struct member *best = fam->canonical == NONE ? NULL : &fam->members.items[fam->canonical];

	for (uint32_t i = 0; fam->canonical == NONE && i < fam->members.len; i++) {
		const struct member *m = &fam->members.items[i];

		if (m->kind == MEMBER_FUNCTION && m->class == CLASS_COUNT && (!best || m->score > best->score))
			best = m;
	}
	return best;
}

/* Of several that were level, one may be left when the others turned out to be variants. */
static void settle(struct creators *c, struct family *fam, uint32_t first)
{
	uint32_t rivals = 0;

	vec_foreach(struct member, m, &fam->members)
		rivals += m->is_independent;
	if (fam->canonical != NONE)
		return;
	if (rivals > 0) {
		set_class(&fam->members.items[first], CLASS_DUPLICATE, 80);
		say_makes(c, fam, &fam->members.items[first]);
	} else {
		fam->canonical = first;
		fam->confidence = 70;
		fam->decision = (struct str){ 0 };
		set_class(&fam->members.items[first], CLASS_CANONICAL, 70);
	}
}

static void sweep(struct family *fam)
{
	uint32_t kept = 0, canonical = NONE;

	for (uint32_t i = 0; i < fam->members.len; i++) {
		if (fam->members.items[i].class == CLASS_COUNT) {
			vec_release(&fam->members.items[i].evidence);
			continue;
		}
		if (i == fam->canonical)
			canonical = kept;
		fam->members.items[kept++] = fam->members.items[i];
	}
	fam->members.len = kept;
	fam->canonical = canonical;
}

/* How many different roots a function gives back what they made; those become variants when it is told to. */
static uint32_t choose(struct creators *c, struct family *fam, file_id file, const struct cfunc *f, bool marks)
{
	uint32_t count = 0;

	vec_foreach(struct member, m, &fam->members) {
		bool is_called = false;

		for (uint32_t k = 0; m->kind == MEMBER_FUNCTION && m->file != file && k < f->call_count && !is_called; k++)
			is_called = f->calls[k].flow <= CFLOW_OUT && str_eq(f->calls[k].callee, m->symbol);
		count += is_called;
		if (!is_called || !marks || m->class != CLASS_COUNT)
			continue;
		set_class(m, CLASS_VARIANT, 85);
		member_say(c->finder, m, file, f->span.line, "is one of several that " STR_FMT " chooses from", STR_ARG(f->name));
	}
	return count;
}

/* Takes and returns what one that is chosen does, though nobody chooses it here: another of the kind. */
static bool is_of_the_kind(struct creators *c, const struct family *fam, const struct member *m)
{
	if (is_reading(m->symbol))
		return true;
	vec_foreach(struct member, x, &fam->members)
		if (x->class == CLASS_VARIANT && same_signature(c, m, x))
			return true;
	return false;
}

static void add_chooser(struct creators *c, struct family *fam, file_id file, uint32_t func)
{
	const struct cfunc *f = cfunc_at(c, file, func);
	uint32_t known = member_of_def(fam, file, func), i = known;

	vec_foreach(struct member, m, &fam->members) {
		if (m->class != CLASS_COUNT || m->kind != MEMBER_FUNCTION || (m->file == file && m->def == func) || !is_of_the_kind(c, fam, m))
			continue;
		set_class(m, CLASS_VARIANT, 75);
		member_say(c->finder, m, file, f->span.line, "is of the same kind as those that " STR_FMT " chooses from", STR_ARG(f->name));
	}
	if (known == NONE) {
		i = member_add(c->finder, fam, MEMBER_FUNCTION, file, f->name, f->span, func);
		fam->members.items[i].basis = BASIS_SYNTACTIC;
	}
	fam->members.items[i].score += CHOOSER_POINTS;
	member_say(c->finder, &fam->members.items[i], NONE, 0, "%+d: chooses among several that make it", CHOOSER_POINTS);
}

/* A function that chooses among several: they are one interface, whichever file each stands in, and it is its face. */
void creators_find_chooser(struct creators *c, struct family *fam)
{
	for (uint32_t i = 0; fam->members.len >= CHOICES_MIN && i < c->file_count; i++) {
		const struct cfacts *facts = cfacts_of(c, c->files[i]);

		for (uint32_t k = 0; k < facts->func_count; k++) {
			if (facts->funcs[k].call_count < CHOICES_MIN || choose(c, fam, c->files[i], &facts->funcs[k], false) < CHOICES_MIN)
				continue;
			choose(c, fam, c->files[i], &facts->funcs[k], true);
			add_chooser(c, fam, c->files[i], k);
			return;
		}
	}
}

/* C++: what is made by its constructor more often than anybody asks the factory has a convenience, not a factory. */
static bool is_convenience(const struct creators *c, const struct family *fam, const struct member *canonical)
{
	uint32_t made = 0;

	vec_foreach(struct member, m, &fam->members)
		made += m->class == CLASS_BYPASS;
	return cfacts_of(c, canonical->file)->is_cpp && !fam->is_declared && made > MAX(caller_count(c, canonical->symbol), 2u);
}

void creators_classify(struct creators *c, struct family *fam, bool is_governed)
{
	const struct member *against = reference(fam);

	if (!against)
		return;
	vec_foreach(struct member, m, &fam->members) {
		if (m == against || m->class != CLASS_COUNT)
			continue;
		if (m->kind == MEMBER_FUNCTION)
			classify_root(c, fam, m, against);
		else
			classify_call(c, fam, m, against);
	}
	is_governed = is_governed && !is_convenience(c, fam, against);
	vec_foreach(struct member, stray, &fam->members)
		if (!is_governed && stray->class == CLASS_BYPASS)
			stray->class = CLASS_COUNT;
	settle(c, fam, (uint32_t)(against - fam->members.items));
	vec_foreach(struct member, winner, &fam->members) {
		if (winner->class == CLASS_CANONICAL || (fam->canonical == NONE && winner == against))
			winner->is_independent = true;
		if (winner->class == CLASS_BYPASS)
			winner->kind = MEMBER_CALL;
	}
	sweep(fam);
}
