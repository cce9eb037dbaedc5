/* The table of languages, made from the names in meson.build. */
#include "base/base.h"
#include "analyzers/lang.h"

#include <stdlib.h>

#include "base/path.h"

#define X(name) extern const struct lang name##_lang;
#include "analyzers/lang_list.h"
#undef X

const struct lang *const lang_table[] = {
#define X(name) &name##_lang,
#include "analyzers/lang_list.h"
#undef X
	NULL,
};

static bool has_extension(const struct lang *lang, struct str extension)
{
	for (const char *const *known = lang->extensions; *known; known++)
		if (str_is(extension, *known))
			return true;
	return false;
}

const struct lang *lang_of_path(struct str path)
{
	struct str extension = path_extension(path);

	for (const struct lang *const *lang = lang_table; *lang; lang++)
		if (has_extension(*lang, extension))
			return *lang;
	return NULL;
}

struct lang_parser *lang_parsers_get(struct lang_parsers *p, const struct lang *lang)
{
	size_t at = 0;

	while (lang_table[at] != lang)
		at++;
	if (!p->items)
		p->items = xcalloc(ARRAY_LEN(lang_table), sizeof(*p->items));
	if (!p->items[at])
		p->items[at] = lang->parser_new();
	return p->items[at];
}

void lang_parsers_release(struct lang_parsers *p)
{
	for (size_t i = 0; p->items && lang_table[i]; i++)
		lang_table[i]->parser_free(p->items[i]);
	free(p->items);
	p->items = NULL;
}

const struct lang *lang_get(const char *name)
{
	for (const struct lang *const *lang = lang_table; *lang; lang++)
		if (str_is(str_from((*lang)->name), name))
			return *lang;
	return NULL;
}

/* Endings behind a source file's name that say something else than "a copy". */
static const char *const other_endings[] = { "asc", "diff", "gz", "html", "in", "j2", "jinja", "jinja2", "json", "lock", "mako", "md", "patch",
					     "rej", "rst", "sig", "snap", "template", "tmpl", "tpl", "txt", "xml", "yaml", "yml" };

static bool is_other_ending(struct str ending)
{
	for (size_t i = 0; i < ARRAY_LEN(other_endings); i++)
		if (str_is(ending, other_endings[i]))
			return true;
	return false;
}

#define ENDINGS_MAX 3 /* x.py.old.1.gz is the longest that people make */

struct str lang_copied_path(struct str path)
{
	if (lang_of_path(path))
		return (struct str){ 0 };
	if (str_ends(path, STR("~")))
		path.len--;
	for (unsigned i = 0; i < ENDINGS_MAX && path.len > 0; i++) {
		struct str ending = path_extension(path);

		if (lang_of_path(path))
			return path;
		if (ending.len == 0 || is_other_ending(ending))
			break;
		path.len -= ending.len + 1;
	}
	return lang_of_path(path) ? path : (struct str){ 0 };
}
