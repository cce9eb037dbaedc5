/* Members of a family: adding them, finding them, giving them evidence. */
#include "base/base.h"
#include "rules/finder.h"

#include <stdarg.h>
#include <stdio.h>

bool in_block(const struct outline *o, uint32_t block, unsigned kinds)
{
	for (; block != NONE; block = o->blocks[block].parent)
		if (kinds & 1u << o->blocks[block].kind)
			return true;
	return false;
}

static const char *const notice_calls[] = { NOTICE_CALLS };

bool is_notice(struct str callee)
{
	for (size_t i = 0; i < ARRAY_LEN(notice_calls); i++)
		if (str_is(callee, notice_calls[i]))
			return true;
	return false;
}

bool is_package_file(const struct file *file)
{
	struct module_place place;

	return file->lang->modules && file->lang->modules->place(file->path, &place) && place.is_package;
}

/* How many components of the path's directories and base begin with an underscore and are no dunder. */
static uint32_t private_components(struct str path)
{
	struct str rest = path, part;
	uint32_t count = 0;

	while (str_next(&rest, '/', &part))
		count += part.len && part.ptr[0] == '_' && !str_starts(part, STR("__"));
	return count;
}

/* A public module beside a private one shows what the private one holds. */
static bool is_public_face(struct str module, struct str definition)
{
	struct str dir = path_dir(module);

	return private_components(definition) > private_components(module) && dir.len > 0 && path_is_inside(definition, dir);
}

#define FACADE_SOURCES 4 /* modules from which a facade takes what it shows */

static const char *const facade_stems[] = { "api", "exports", "facade", "imports", "interface", "interfaces", "prelude", "public", "shortcuts", "toolkit" };

static bool has_facade_name(struct str path)
{
	for (size_t i = 0; i < ARRAY_LEN(facade_stems); i++)
		if (str_is(path_stem(path), facade_stems[i]))
			return true;
	return false;
}

static uint32_t source_modules(const struct outline *o)
{
	struct map seen = { 0 };
	uint32_t count = 0;

	for (uint32_t i = 0; i < o->import_count; i++)
		count += o->imports[i].def == NONE && o->imports[i].form != IMPORT_MODULE &&
			 map_add(&seen, str_hash(o->imports[i].module) + o->imports[i].level, 0);
	map_release(&seen);
	return count;
}

/* A module that shows many things of many others, on purpose: an umbrella, not a leftover. */
static bool is_facade(const struct file *file)
{
	const struct outline *o = &file->outline;

	if (o->marks & MARK_DEPRECATED || !(o->def_count == 0 || o->has_exports || has_facade_name(file->path)))
		return false;
	return source_modules(o) >= FACADE_SOURCES;
}

bool is_face(const struct project *p, file_id module, file_id definition)
{
	const struct file *m = &p->files[module], *d = &p->files[definition];

	if (module == definition)
		return false;
	if (is_public_face(m->path, d->path) || is_facade(m))
		return true;
	return is_package_file(m) && path_is_inside(d->path, path_dir(m->path));
}

struct str qualified_name(const struct finder *f, file_id file, uint32_t def)
{
	const struct def *d = def_at(f, file, def);

	if (d->parent == NONE)
		return d->name;
	struct str outer = qualified_name(f, file, d->parent);
	return arena_printf(f->arena, STR_FMT "." STR_FMT, STR_ARG(outer), STR_ARG(d->name));
}

uint32_t member_of_def(const struct family *fam, file_id file, uint32_t def)
{
	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *m = &fam->members.items[i];

		if (m->file == file && m->def == def && def != NONE && m->kind <= MEMBER_METHOD)
			return i;
	}
	return NONE;
}

uint32_t member_of_name(const struct family *fam, file_id file, struct str name)
{
	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *m = &fam->members.items[i];

		if (m->file == file && m->kind != MEMBER_CALL && str_eq(m->symbol, name))
			return i;
	}
	return NONE;
}

uint32_t member_add(struct finder *f, struct family *fam, enum member_kind kind, file_id file, struct str symbol, struct span span, uint32_t def)
{
	struct member m = {
		.class = CLASS_COUNT, /* not said yet */
		.kind = kind,
		.file = file,
		.symbol = symbol,
		.span = span,
		.def = def,
		.index = NONE,
		.target = NONE,
		.is_production = project_is_production(f->project, file),
	};

	vec_push(&fam->members, m);
	return (uint32_t)fam->members.len - 1;
}

void member_say(struct finder *f, struct member *m, file_id file, uint32_t line, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	vec_push(&m->evidence, (struct evidence){ .text = arena_str(f->arena, str_from(text)), .file = file, .line = line });
}

struct str member_path(struct link *l, const struct member *m, struct arena *a)
{
	struct str module = link_module_name(l, m->file);

	if (m->basis != BASIS_LINKED)
		return m->symbol; /* a link has one of each name */
	return arena_printf(a, STR_FMT ":" STR_FMT, STR_ARG(module), STR_ARG(m->symbol));
}
