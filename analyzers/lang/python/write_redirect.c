/* Redirect modules: what stays of a module whose content has moved. */
#include "base/base.h"
#include "analyzers/lang/python/write.h"

#define WIDTH 100    /* of a line, where a list could be broken */
#define MODULES_MAX 3 /* that the docstring names */

struct writer {
	const struct redirect_text *t;
	struct str *exports; /* of the redirect */
	uint32_t export_count;
	struct strbuf out;
};

static void put(struct writer *w, const char *text)
{
	strbuf_addz(&w->out, text);
}

/* --- Names of its own: none may hide a name that moved, for then the hook would never be asked --- */

static bool is_moved(const struct redirect_text *t, struct str name)
{
	for (uint32_t i = 0; i < t->count; i++)
		if (str_eq(t->names[i].name, name))
			return true;
	return false;
}

static void put_own(struct writer *w, const char *name)
{
	if (is_moved(w->t, str_from(name)))
		put(w, "_redirect_");
	put(w, name);
}

static void put_import(struct writer *w, const char *module)
{
	strbuf_printf(&w->out, "import %s", module);
	if (is_moved(w->t, str_from(module)))
		strbuf_printf(&w->out, " as _redirect_%s", module);
	put(w, "\n");
}

static void put_type_checking_import(struct writer *w)
{
	put(w, "from typing import TYPE_CHECKING");
	if (is_moved(w->t, STR("TYPE_CHECKING")))
		put(w, " as _redirect_TYPE_CHECKING");
	put(w, "\n");
}

/* --- What both forms have --- */

static bool is_first_of_module(const struct redirect_text *t, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (!t->names[i].is_along && str_eq(t->names[i].module, t->names[n].module))
			return false;
	return !t->names[n].is_along;
}

/* "app.engine", "app.engine and app.pool": nothing when there are too many to read. */
static void put_modules(struct writer *w, const char *before)
{
	uint32_t count = 0, nth = 0;

	for (uint32_t i = 0; i < w->t->count; i++)
		count += is_first_of_module(w->t, i);
	if (count > MODULES_MAX)
		return;
	put(w, before);
	for (uint32_t i = 0; i < w->t->count; i++) {
		if (!is_first_of_module(w->t, i))
			continue;
		if (nth > 0)
			put(w, nth + 1 == count ? " and " : ", ");
		write_plain(&w->out, w->t->names[i].module);
		nth++;
	}
}

static void put_doc(struct writer *w)
{
	put(w, "\"\"\"Deprecated: has moved");
	put_modules(w, " to ");
	write_removal(&w->out, w->t->removal);
	put(w, ".\"\"\"\n\n");
}

static bool is_public(struct str name)
{
	return name.len > 0 && name.ptr[0] != '_';
}

/* Without a list of its own, `import *` takes the public names that moved. */
static uint32_t list_exports(const struct redirect_text *t, struct str *ret)
{
	uint32_t count = 0;

	for (uint32_t i = 0; t->exports && i < t->export_count; i++)
		ret[count++] = t->exports[i];
	for (uint32_t i = 0; !t->exports && i < t->count; i++)
		if (is_public(t->names[i].name) && !t->names[i].is_along)
			ret[count++] = t->names[i].name;
	return count;
}

static void put_exports(struct writer *w)
{
	const struct str *names = w->exports;
	uint32_t count = w->export_count;
	size_t width = sizeof("__all__ = []");

	for (uint32_t i = 0; i < count; i++)
		width += names[i].len + 4;
	put(w, width > WIDTH ? "__all__ = [\n" : "__all__ = [");
	for (uint32_t i = 0; i < count; i++) {
		put(w, width > WIDTH ? "    \"" : i > 0 ? ", \"" : "\"");
		strbuf_add(&w->out, names[i]);
		put(w, width > WIDTH ? "\",\n" : "\"");
	}
	put(w, "]\n");
}

static bool is_exported(const struct writer *w, struct str name)
{
	for (uint32_t i = 0; i < w->export_count; i++)
		if (str_eq(w->exports[i], name))
			return true;
	return false;
}

/* --- Statements that bind one name --- */

static void put_binding(struct writer *w, const struct redirect_name *n, bool is_explicit)
{
	struct str first = str_slice(n->target, 0, str_find(n->target, '.'));

	if (!n->target.len)
		strbuf_printf(&w->out, "import " STR_FMT " as " STR_FMT, STR_ARG(n->module), STR_ARG(n->name));
	else
		strbuf_printf(&w->out, "from " STR_FMT " import " STR_FMT, STR_ARG(n->module), STR_ARG(first));
	if (n->target.len > first.len)
		strbuf_printf(&w->out, " as _" STR_FMT, STR_ARG(first));
	else if (n->target.len && (is_explicit || !str_eq(n->name, n->target)))
		strbuf_printf(&w->out, " as " STR_FMT, STR_ARG(n->name));
}

/* A method that was handed on as a function: "create = EngineFactory.create". */
static void put_attribute(struct writer *w, const struct redirect_name *n, const char *indent)
{
	if (str_find(n->target, '.') < n->target.len)
		strbuf_printf(&w->out, "\n%s" STR_FMT " = _" STR_FMT, indent, STR_ARG(n->name), STR_ARG(n->target));
}

/* --- The eager form --- */

static void put_eager(struct writer *w)
{
	put_doc(w);
	put_import(w, "warnings");
	put(w, "\n");
	for (uint32_t i = 0; i < w->t->count; i++) {
		put_binding(w, &w->t->names[i], !is_public(w->t->names[i].name));
		put(w, "  # noqa: F401");
		put_attribute(w, &w->t->names[i], "");
		put(w, "\n");
	}
	put(w, "\n");
	put_exports(w);
	put(w, "\n");
	put_own(w, "warnings");
	put(w, ".warn(\n    f\"{__name__} is deprecated");
	write_removal(&w->out, w->t->removal);
	put_modules(w, "; import from ");
	put(w, "\",\n    DeprecationWarning,\n    stacklevel=2,\n)\n");
}

/* --- The lazy form --- */

static void put_lazy_imports(struct writer *w)
{
	if (w->t->has_counter) {
		put_import(w, "atexit");
		put_import(w, "collections");
		put_import(w, "os");
	}
	put_import(w, "pkgutil");
	put_import(w, "sys");
	put_import(w, "warnings");
	put_type_checking_import(w);
}

static void put_for_checkers(struct writer *w)
{
	put(w, "\nif ");
	put_own(w, "TYPE_CHECKING");
	put(w, ":\n");
	for (uint32_t i = 0; i < w->t->count; i++) {
		put(w, "    ");
		put_binding(w, &w->t->names[i], true);
		if (!is_exported(w, w->t->names[i].name))
			put(w, "  # noqa: F401");
		put_attribute(w, &w->t->names[i], "    ");
		put(w, "\n");
	}
	put(w, "\n");
}

static void put_tables(struct writer *w)
{
	put(w, "\n");
	put_own(w, "_MOVED");
	put(w, " = {\n");
	for (uint32_t i = 0; i < w->t->count; i++) {
		const struct redirect_name *n = &w->t->names[i];

		strbuf_printf(&w->out, "    \"" STR_FMT "\": \"" STR_FMT ":" STR_FMT "\",\n", STR_ARG(n->name), STR_ARG(n->module), STR_ARG(n->target));
	}
	put(w, "}\n");
	if (!w->t->has_counter)
		return;
	put_own(w, "_USES");
	put(w, " = ");
	put_own(w, "collections");
	put(w, ".Counter()  # by (name, file, line) of the caller\n");
}

static void put_warning(struct writer *w, const char *indent)
{
	strbuf_printf(&w->out, "%s", indent);
	put_own(w, "warnings");
	strbuf_printf(&w->out, ".warn(\n%s    f\"{__name__}.{name} is deprecated", indent);
	write_removal(&w->out, w->t->removal);
	put(w, "; use {");
	put_own(w, "_MOVED");
	strbuf_printf(&w->out, "[name]}\",\n%s    DeprecationWarning,\n%s    stacklevel=2,\n%s)\n", indent, indent, indent);
}

/* `from package import name` asks twice: the import system first, then the statement itself. Only the latter is a use. */
#define ASKED_BY_IMPORT "\"importlib._bootstrap\" not in "
#define ASKED_FIRST "  # which asks ahead of `from package import name`\n"

static void put_counted_use(struct writer *w)
{
	put(w, "    caller = ");
	put_own(w, "sys");
	put(w, "._getframe(1)\n    use = name, caller.f_code.co_filename, caller.f_lineno\n");
	put(w, "    if " ASKED_BY_IMPORT "use[1]:" ASKED_FIRST "        if not ");
	put_own(w, "_USES");
	put(w, "[use]:\n");
	put_warning(w, "            ");
	put(w, "        ");
	put_own(w, "_USES");
	put(w, "[use] += 1\n");
}

static void put_use(struct writer *w)
{
	put(w, "    if " ASKED_BY_IMPORT);
	put_own(w, "sys");
	put(w, "._getframe(1).f_code.co_filename:" ASKED_FIRST);
	put_warning(w, "        ");
}

static void put_hook(struct writer *w)
{
	put(w, "\n\ndef __getattr__(name: str) -> object:\n    if name not in ");
	put_own(w, "_MOVED");
	put(w, ":\n        raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")\n");
	if (w->t->has_counter)
		put_counted_use(w);
	else
		put_use(w);
	put(w, "    return ");
	put_own(w, "pkgutil");
	put(w, ".resolve_name(");
	put_own(w, "_MOVED");
	put(w, "[name])\n\n\ndef __dir__() -> list:\n    return sorted({*globals(), *");
	put_own(w, "_MOVED");
	put(w, "})\n");
}

static void put_report(struct writer *w)
{
	put(w, "\n\ndef ");
	put_own(w, "_report_uses");
	put(w, "() -> None:\n    import json\n    import time\n\n    path = ");
	put_own(w, "os");
	put(w, ".environ[\"CANONRY_USES\"]\n    if ");
	put_own(w, "os");
	put(w, ".path.isdir(path):\n        path = ");
	put_own(w, "os");
	put(w, ".path.join(path, f\"{");
	put_own(w, "os");
	put(w, ".getpid()}.jsonl\")\n    with open(path, \"a\", encoding=\"utf-8\") as log:\n        while ");
	put_own(w, "_USES");
	put(w, ":\n            (name, file, line), uses = ");
	put_own(w, "_USES");
	put(w, ".popitem()\n"
	       "            use = {\"module\": __name__, \"name\": name, \"file\": file, \"line\": line, \"uses\": uses}\n"
	       "            use[\"at\"] = int(time.time())\n"
	       "            log.write(json.dumps(use) + \"\\n\")\n\n\nif ");
	put_own(w, "os");
	put(w, ".environ.get(\"CANONRY_USES\"):\n    ");
	put_own(w, "atexit");
	put(w, ".register(");
	put_own(w, "_report_uses");
	put(w, ")\n");
}

static void put_lazy(struct writer *w)
{
	put_doc(w);
	put_lazy_imports(w);
	put_for_checkers(w);
	put_exports(w);
	put_tables(w);
	put_hook(w);
	if (w->t->has_counter)
		put_report(w);
}

/* --- A part of a module --- */

static void put_part_name(struct writer *w, const struct redirect_name *n)
{
	struct str first = str_slice(n->target, 0, str_find(n->target, '.')), rest = str_slice(n->target, first.len, n->target.len);

	/* Under a name of its own: linters know the other one from the lines for type checkers. */
	strbuf_printf(&w->out, "    if name == \"" STR_FMT "\":\n        from " STR_FMT " import " STR_FMT " as target\n\n        return target" STR_FMT "\n",
		      STR_ARG(n->name), STR_ARG(n->module), STR_ARG(first), STR_ARG(rest));
}

/* Imports in the hook: an import at the top would close a circle. */
static void put_part(struct writer *w)
{
	put(w, "\n\nfrom typing import TYPE_CHECKING  # noqa: E402\n");
	put_for_checkers(w);
	put(w, "\ndef __getattr__(name: str) -> object:\n");
	for (uint32_t i = 0; i < w->t->count; i++)
		put_part_name(w, &w->t->names[i]);
	put(w, "    raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")\n");
}

struct str python_redirect(const struct redirect_text *t, const struct source_style *style, struct arena *a)
{
	struct writer w = { .t = t, .exports = arena_array(a, struct str, (size_t)t->count + t->export_count + 1) };
	struct str text;

	w.export_count = t->is_part ? 0 : list_exports(t, w.exports);
	if (t->is_part)
		put_part(&w);
	else if (t->is_lazy)
		put_lazy(&w);
	else
		put_eager(&w);
	text = write_styled(strbuf_str(&w.out), style, a);
	strbuf_release(&w.out);
	return text;
}
