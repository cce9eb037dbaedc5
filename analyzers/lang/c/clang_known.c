/* Lists of names, and the words in names that say the same of functions nobody has listed. */
#include "base/base.h"
#include "analyzers/lang/c/clang_known.h"

static bool has_one_of(struct str name, const char *const *words)
{
	for (; *words; words++)
		if (str_has_nocase(name, str_from(*words)))
			return true;
	return false;
}

bool clang_known_allocator(struct str name)
{
	static const char *const others[] = { "g_new", "g_new0", "g_memdup", "g_memdup2", "xmemdup", "memdup",
		"kmemdup", "mmap", "av_memdup", "g_slice_copy", NULL };
	static const char *const not [] = { "dealloc", "alloca", "usable_size", "get", "set_", NULL };

	if (clang_known_maker(name) || str_is_one_of(name, others))
		return true;
	return str_has_nocase(name, STR("alloc")) && !has_one_of(name, not );
}

bool clang_known_maker(struct str name)
{
	static const char *const makers[] = { "g_object_new", "g_object_newv", "g_object_new_valist",
		"g_object_new_with_properties", "g_type_create_instance", "object_new", "qdev_new", "virObjectNew",
		"virObjectLockableNew", "gst_mini_object_new", NULL };

	return str_is_one_of(name, makers);
}

bool clang_known_harmless(struct str name)
{
	static const char *const openings[] = { "mem", "bsearch", "lfind", "lsearch", "tfind", "tsearch", "str", NULL };
	static const char *const words[] = { "find", "lookup", "search", "_get", "copy", "memset", "cmp", NULL };

	for (size_t i = 0; openings[i]; i++)
		if (str_starts(name, str_from(openings[i])))
			return true;
	return has_one_of(name, words);
}

bool clang_known_release(struct str name)
{
	static const char *const words[] = { "free", "release", "destroy", "unref", "delete", "dispose", "decref",
		"cleanup", "finalize", "clear_pointer", NULL };

	return has_one_of(name, words);
}
