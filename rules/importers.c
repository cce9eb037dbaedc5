/* Importers: which import statements reach a family, through what, and whether that is right. */
#include "base/base.h"
#include "rules/finder.h"

#include <stdlib.h>

struct seen {
	struct map statements; /* (file, import, n) already listed */
};

static uint64_t statement_key(file_id file, uint32_t import, uint32_t n)
{
	return ((uint64_t)file << 40) ^ ((uint64_t)import << 12) ^ (n == NONE ? 0xfff : n & 0xfff);
}

static bool is_silent_file(const struct finder *f, file_id file)
{
	return f->project->files[file].roles & (ROLE_BACKUP | ROLE_VENDORED | ROLE_STUB);
}

static void add_importer(struct family *fam, struct seen *seen, const struct import_ref *r, struct importer x)
{
	if (!map_add(&seen->statements, statement_key(r->file, r->import, x.n), 0))
		return;
	x.file = r->file;
	x.import = r->import;
	vec_push(&fam->importers, x);
}

static file_id module_file(const struct target *module)
{
	return module->kind == TARGET_MODULE ? module->file : NONE;
}

/* The member that a name of a module is: the definition, or the line that binds it there. */
static uint32_t member_through(const struct family *fam, file_id through, struct str name, const struct target *t)
{
	uint32_t named = through == NONE ? NONE : member_of_name(fam, through, name), member;

	/* An alias beside its definition is taken for itself. */
	if (named != NONE && fam->members.items[named].kind == MEMBER_ASSIGNMENT)
		return named;
	member = t->kind == TARGET_DEF && t->file == through ? member_of_def(fam, t->file, t->index) : NONE;

	if (member == NONE)
		member = named;
	if (member == NONE && t->kind == TARGET_DEF)
		member = member_of_def(fam, t->file, t->index);
	return member;
}

static bool holds_member(const struct family *fam, file_id file)
{
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (fam->members.items[i].file == file && fam->members.items[i].kind != MEMBER_CALL && fam->members.items[i].is_production)
			return true;
	return false;
}

/* --- By the names of members --- */

static void take_named(struct finder *f, struct family *fam, struct seen *seen, const struct import_ref *r)
{
	const struct outline *o = &f->project->files[r->file].outline;
	const struct import *im = &o->imports[r->import];
	struct str name = o->names[im->first_name + r->n].name;
	struct target module = link_import_module(f->link, r->file, r->import);
	struct target t = link_import(f->link, r->file, r->import, r->n);
	struct importer x = { .n = r->n, .through = module_file(&module), .target = t, .member = NONE };

	if (im->form != IMPORT_FROM || is_silent_file(f, r->file))
		return;
	if (module.kind == TARGET_NO_MODULE) {
		x.status = IMPORT_NO_MODULE;
	} else if (t.kind == TARGET_NO_NAME) {
		if (x.through == NONE || !(holds_member(fam, x.through) || fam->is_factory))
			return;
		x.status = IMPORT_NO_NAME;
	} else {
		x.member = member_through(fam, x.through, name, &t);
		if (x.member == NONE || (t.kind != TARGET_DEF && fam->members.items[x.member].kind > MEMBER_METHOD && t.kind != TARGET_VARIABLE))
			return;
		x.status = IMPORT_CANONICAL; /* judged later */
	}
	add_importer(fam, seen, r, x);
}

static void take_names(struct finder *f, struct family *fam, struct seen *seen, struct map *done)
{
	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *m = &fam->members.items[i];
		const struct import_ref *refs;
		uint32_t count;

		if (m->kind == MEMBER_CALL || m->kind == MEMBER_MODULE || m->kind == MEMBER_METHOD || !m->is_production || m->class == CLASS_HELPER)
			continue;
		if (!map_add(done, str_hash(m->symbol), 0))
			continue;
		count = link_importers_of_name(f->link, m->symbol, &refs);
		for (uint32_t k = 0; k < count; k++)
			take_named(f, fam, seen, &refs[k]);
	}
}

/* --- By modules --- */

static bool is_factory_name(struct finder *f, struct str name)
{
	struct claim_name c = name_claim(name, name.len && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z' ? DEF_CLASS : DEF_FUNCTION, f->arena);

	return c.claim == CLAIM_FACTORY || c.claim == CLAIM_CREATE || c.of_factory;
}

/* Star imports of a module, and whole-module imports of one that only stands in for the canonical's. */
static void take_module(struct finder *f, struct family *fam, struct seen *seen, file_id module, uint32_t member, bool only_stars)
{
	struct str last = str_tail(link_module_name(f->link, module), '.');
	const struct import_ref *refs;
	uint32_t count = link_importers_of_module(f->link, last, &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct outline *o = &f->project->files[refs[i].file].outline;
		const struct import *im = &o->imports[refs[i].import];
		struct importer x = { .n = refs[i].n, .through = module, .member = member };

		if (is_silent_file(f, refs[i].file) || ((only_stars || refs[i].n == NONE) && im->form != IMPORT_STAR))
			continue;
		x.target = im->form == IMPORT_STAR ? link_import_module(f->link, refs[i].file, refs[i].import)
						   : link_import(f->link, refs[i].file, refs[i].import, refs[i].n);
		if (x.target.kind != TARGET_MODULE || x.target.file != module)
			continue;
		x.status = im->form == IMPORT_STAR ? IMPORT_STAR_OF : IMPORT_CANONICAL;
		if (im->form == IMPORT_STAR)
			x.n = NONE;
		add_importer(fam, seen, &refs[i], x);
	}
}

/* Factory-like names that are asked of a module of the family, or of a missing one that others ask for a member, and are not there. */
static void take_missing(struct finder *f, struct family *fam, struct seen *seen, struct str last, file_id module)
{
	const struct import_ref *refs;
	uint32_t count = link_importers_of_module(f->link, last, &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct outline *o = &f->project->files[refs[i].file].outline;
		const struct import *im = &o->imports[refs[i].import];
		struct target m;

		if (im->form != IMPORT_FROM || is_silent_file(f, refs[i].file))
			continue;
		m = link_import_module(f->link, refs[i].file, refs[i].import);
		if (module == NONE ? m.kind != TARGET_NO_MODULE : module_file(&m) != module)
			continue;
		for (uint32_t n = 0; n < im->name_count; n++) {
			struct import_ref r = { refs[i].file, refs[i].import, n };
			struct importer x = { .n = n, .through = module, .member = NONE };

			if (!is_factory_name(f, o->names[im->first_name + n].name))
				continue;
			x.target = link_import(f->link, r.file, r.import, n);
			if (module != NONE && x.target.kind != TARGET_NO_NAME)
				continue;
			x.status = module == NONE ? IMPORT_NO_MODULE : IMPORT_NO_NAME;
			add_importer(fam, seen, &r, x);
		}
	}
}

/* The missing modules that the named imports met: whoever asks them for a factory means this family. */
static void take_missing_modules(struct finder *f, struct family *fam, struct seen *seen)
{
	struct map done = { 0 };
	size_t count = fam->importers.len;

	for (size_t i = 0; i < count; i++) {
		const struct importer x = fam->importers.items[i];
		struct str last;

		if (x.status != IMPORT_NO_MODULE)
			continue;
		last = str_tail(f->project->files[x.file].outline.imports[x.import].module, '.');
		/* One word is anybody's: only a module that is named after the family's stem speaks for it. */
		if (str_find(last, '_') == last.len || !map_add(&done, str_hash(last), 0))
			continue;
		take_missing(f, fam, seen, last, NONE);
	}
	map_release(&done);
}

static uint32_t members_in(const struct family *fam, file_id file)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < fam->members.len; i++)
		count += fam->members.items[i].file == file && fam->members.items[i].kind != MEMBER_CALL;
	return count;
}

/* Does most of what a module imports come from where the member is defined? */
static bool hands_on_a_module(struct finder *f, const struct member *m, file_id home)
{
	const struct outline *o = &f->project->files[m->file].outline;
	uint32_t same = 0;

	for (uint32_t i = 0; i < o->import_count; i++) {
		for (uint32_t n = 0; n < o->imports[i].name_count; n++) {
			struct target t = link_import(f->link, m->file, i, n);

			same += t.kind == TARGET_DEF && t.file == home;
		}
	}
	return same * 2 > o->name_count;
}

/* Is a module there for the member: named after it, or nothing but redirects? Others are imported for other reasons too. */
static bool is_dedicated(struct finder *f, const struct family *fam, const struct member *m)
{
	const struct file *file = &f->project->files[m->file];
	struct str module = stem_of(path_stem(file->path), f->arena), symbol = stem_of(str_tail(m->symbol, '.'), f->arena);

	if (is_package_file(file))
		return false;
	if (file->outline.def_count == 0 && m->kind == MEMBER_IMPORT)
		return members_in(fam, m->file) * 2 >= file->outline.name_count ||
		       (m->target != NONE && hands_on_a_module(f, m, fam->members.items[m->target].file));
	return str_find(module, '_') < module.len && (stem_within(module, symbol) || stem_within(symbol, module));
}

static void take_modules(struct finder *f, struct family *fam, struct seen *seen)
{
	struct map done = { 0 };

	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *m = &fam->members.items[i];

		if (m->kind == MEMBER_CALL || m->kind == MEMBER_MODULE || m->class == CLASS_HELPER || m->class == CLASS_TEST_DOUBLE ||
		    m->class == CLASS_BACKUP || !map_add(&done, m->file, 0))
			continue;
		if (is_dedicated(f, fam, m) || m->kind == MEMBER_CLASS)
			take_module(f, fam, seen, m->file, i, !is_dedicated(f, fam, m));
		if (fam->is_factory && m->kind == MEMBER_CLASS)
			take_missing(f, fam, seen, str_tail(link_module_name(f->link, m->file), '.'), m->file);
	}
	map_release(&done);
}

static int compare_importers(const void *a, const void *b)
{
	const struct importer *x = a, *y = b;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->import != y->import)
		return x->import < y->import ? -1 : 1;
	return x->n < y->n ? -1 : x->n > y->n;
}

void family_import(struct finder *f, struct family *fam)
{
	struct seen seen = { 0 };
	struct map done = { 0 };

	take_names(f, fam, &seen, &done);
	take_missing_modules(f, fam, &seen);
	take_modules(f, fam, &seen);
	vec_sort(&fam->importers, compare_importers);
	map_release(&seen.statements);
	map_release(&done);
}

/* --- Right or wrong --- */

/* Classes that nobody has to be led away from. */
static bool is_welcome(const struct family *fam, const struct member *m)
{
	switch (m->class) {
	case CLASS_ACCESSOR:
	case CLASS_CONFIGURATOR:
		/* The accessor of a rival leads to the rival. */
		return m->target == NONE || !fam->members.items[m->target].is_independent || fam->members.items[m->target].class == CLASS_CANONICAL;
	case CLASS_IMPURE_WRAPPER:
		/* It adds something; only when it says itself that it should go is it wrong to take it. */
		return !m->is_deprecated;
	case CLASS_SCOPE_HELPER:
	case CLASS_VARIANT:
	case CLASS_HELPER:
	case CLASS_TEST_DOUBLE:
		return true;
	default:
		return false;
	}
}

/* Do two modules live below one top-level package? */
static bool is_same_top(struct finder *f, file_id a, file_id b)
{
	struct str x = link_module_name(f->link, a), y = link_module_name(f->link, b);

	return str_eq(str_slice(x, 0, str_find(x, '.')), str_slice(y, 0, str_find(y, '.')));
}

static enum import_status judge(struct finder *f, const struct family *fam, const struct importer *x)
{
	const struct member *c = fam->canonical == NONE ? NULL : &fam->members.items[fam->canonical];
	const struct member *m = x->member == NONE ? NULL : &fam->members.items[x->member];

	if (x->status != IMPORT_CANONICAL)
		return x->status;
	if (!c || !m)
		return IMPORT_MEMBER;
	if (x->through == c->file || (x->through != NONE && is_face(f->project, x->through, c->file)))
		return IMPORT_CANONICAL;
	if (m->kind <= MEMBER_METHOD && is_welcome(fam, m))
		return IMPORT_MEMBER;
	/* Another distribution's own door to this one. */
	if (m->class == CLASS_REDIRECT && !m->is_deprecated && x->through != NONE && !is_same_top(f, x->through, c->file))
		return IMPORT_MEMBER;
	/* A redirect of a welcome member, from its own package, is as welcome. */
	if (m->target != NONE && is_welcome(fam, &fam->members.items[m->target]) && is_face(f->project, m->file, fam->members.items[m->target].file))
		return IMPORT_MEMBER;
	/* The product's own module is as canonical as the factory's: what stands there is the product's interface. */
	if (!m->is_production || ((m->class == CLASS_WRAPPER || m->class == CLASS_IMPURE_WRAPPER) && x->through == fam->product_file && x->target.kind == TARGET_DEF && x->target.file == x->through))
		return IMPORT_MEMBER;
	if (x->target.kind == TARGET_MODULE && m->class != CLASS_REDIRECT && m->class != CLASS_ALIAS)
		return IMPORT_MEMBER;
	return IMPORT_OTHER;
}

static bool is_own_line(const struct family *fam, const struct importer *x)
{
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (fam->members.items[i].kind == MEMBER_IMPORT && fam->members.items[i].file == x->file && fam->members.items[i].index == x->import)
			return true;
	return false;
}

void family_judge_imports(struct finder *f, struct family *fam)
{
	for (uint32_t i = 0; i < fam->importers.len; i++) {
		struct importer *x = &fam->importers.items[i];

		x->status = judge(f, fam, x);
		x->is_reexport = is_own_line(fam, x);
		x->is_allowed = x->through != NONE && family_allowance(fam, f->options->config, f->project, f->link, x->through);
		if (x->member != NONE && !x->is_reexport)
			fam->members.items[x->member].importers++;
	}
}
