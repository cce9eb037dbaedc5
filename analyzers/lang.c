/* The table of languages, made from the names in meson.build. */
#include "base/base.h"
#include "analyzers/lang.h"

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

const struct lang *lang_get(const char *name)
{
	for (const struct lang *const *lang = lang_table; *lang; lang++)
		if (str_is(str_from((*lang)->name), name))
			return *lang;
	return NULL;
}
