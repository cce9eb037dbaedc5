/* Import statements: the module that one names, and what each of its names ends at. */
#include "base/base.h"
#include "analyzers/link_impl.h"

static struct str absolute_name(struct link *l, uint32_t package, struct str module)
{
	struct str name = modules_name(l, package);

	return module.len > 0 ? link_join(l, name, module) : name;
}

static void end_relative(struct link *l, struct target *t, file_id file, const struct import *import)
{
	uint32_t package = modules_up(l, file, import->level);
	uint32_t module, deepest;
	struct str missing;

	if (package == NONE) {
		chain_end(t, TARGET_NO_MODULE, NONE, NONE, link_text(l, import->module));
		return;
	}
	module = import->module.len > 0 ? modules_descend(l, package, import->module, &deepest) : package;
	if (module != NONE) {
		chain_to_module(l, t, module);
		return;
	}
	missing = modules_part(import->module, modules_depth(l, package, deepest));
	chain_end(t,
		modules_is_missing(l, link_hooks(l, file), deepest, NONE, missing) ? TARGET_NO_MODULE : TARGET_EXTERNAL,
		NONE, NONE, absolute_name(l, package, import->module));
}

void chain_import_base(struct link *l, struct target *t, file_id file, const struct import *import)
{
	struct lookup found;

	if (import->level > 0) {
		end_relative(l, t, file, import);
		return;
	}
	found = modules_find(l, file, import->module);
	chain_to_lookup(l, t, &found);
}

/* A name in a directory without a package file is a module or nothing; it may lie below another root. */
static bool is_module_of_directory(
	struct link *l, struct target *t, file_id file, const struct import *import, struct str name)
{
	struct lookup found;
	uint32_t module;

	if (import->level > 0)
		return false;
	module = modules_search(l, file, import->module).module;
	if (module == NONE || l->map.modules.items[module].file != NONE)
		return false;
	found = modules_find(l, file, link_join(l, import->module, name));
	if (found.kind == TARGET_MODULE)
		chain_to_module(l, t, found.module);
	return found.kind == TARGET_MODULE;
}

static void chain_from(struct link *l, struct target *t, file_id file, const struct import *import, struct str name,
	const struct visit *up)
{
	if (is_module_of_directory(l, t, file, import, name))
		return;
	chain_import_base(l, t, file, import);
	if (t->kind == TARGET_EXTERNAL)
		t->name = link_join(l, t->name, name);
	else if (t->kind == TARGET_MODULE)
		chain_in_module(l, t, t->index, name, up);
}

void chain_import(struct link *l, struct target *t, file_id file, uint32_t index, uint32_t n, const struct visit *up)
{
	const struct import *import = &link_outline(l, file)->imports[index];
	struct str name = link_outline(l, file)->names[import->first_name + n].name;
	struct lookup found;

	if (import->form != IMPORT_MODULE) {
		chain_from(l, t, file, import, name, up);
		return;
	}
	found = modules_find(l, file, name);
	chain_to_lookup(l, t, &found);
}

struct target link_import(struct link *l, file_id file, uint32_t import, uint32_t n)
{
	struct target t = { .file = NONE, .index = NONE };

	chain_import(l, &t, file, import, n, NULL);
	return t;
}

struct target link_import_module(struct link *l, file_id file, uint32_t import)
{
	struct target t = { .file = NONE, .index = NONE };

	chain_import_base(l, &t, file, &link_outline(l, file)->imports[import]);
	return t;
}

struct target link_module(struct link *l, file_id importer, struct str dotted)
{
	struct target t = { .file = NONE, .index = NONE };
	struct lookup found = modules_find(l, importer, dotted);

	chain_to_lookup(l, &t, &found);
	return t;
}

struct str link_absolute(struct link *l, file_id importer, uint32_t level, struct str module)
{
	uint32_t package;

	if (level == 0)
		return link_text(l, module);
	package = modules_up(l, importer, level);
	return package == NONE ? STR("") : absolute_name(l, package, module);
}

struct str link_module_name(struct link *l, file_id file)
{
	uint32_t module = file < l->project->file_count ? l->map.places[file].module : NONE;

	return module == NONE ? STR("") : modules_name(l, module);
}
