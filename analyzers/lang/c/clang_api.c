/* dlopen() and one dlsym() for each function of the list. */
#include "base/base.h"
#include "analyzers/lang/c/clang_api.h"

#include <dlfcn.h>

#define OLDEST 14
#define NEWEST 21

/* Names that distributions give the library of one release: Debian's, LLVM's own, and in LLVM's folder. */
static const char *const patterns[] = {
	"libclang-%d.so.%d",
	"libclang-%d.so.1",
	"libclang.so.%d",
	"/usr/lib/llvm-%d/lib/libclang-%d.so.1",
	"/usr/lib/llvm-%d/lib/libclang.so.1",
};

static void *open_release(int release)
{
	char name[80];
	void *library;

	for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(name, sizeof(name), patterns[i], release, release);
#pragma GCC diagnostic pop
		library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
		if (library)
			return library;
	}
	return NULL;
}

static void *open_any(void)
{
	void *library = open_release(CANONRY_LIBCLANG);

	for (int release = NEWEST; !library && release >= OLDEST; release--)
		library = open_release(release);
	return library ? library : dlopen("libclang.so", RTLD_NOW | RTLD_LOCAL);
}

/* POSIX has dlsym() give functions as data pointers. */
static bool find(void *library, const char *name, void *ret_function, size_t size)
{
	void *address = dlsym(library, name);

	memcpy(ret_function, &address, size);
	return address;
}

bool clang_api_load(struct clang_api *ret, struct err *err)
{
	struct clang_api api = { .library = open_any() };
	const char *missing = NULL;

	if (!api.library)
		return err_set(err, "libclang is not installed (looked for releases %d to %d)", NEWEST, OLDEST);
#define X(name)                                                              \
	if (!find(api.library, "clang_" #name, &api.name, sizeof(api.name))) \
		missing = "clang_" #name;
#define Y(name) find(api.library, "clang_" #name, &api.name, sizeof(api.name));
#include "analyzers/lang/c/clang_api.def"
#undef Y
#undef X
	if (missing)
		return err_set(err, "libclang is too old: it has no %s()", missing);
	*ret = api;
	return true;
}

struct str clang_api_take(const struct clang_api *api, struct arena *a, CXString text)
{
	struct str copy = arena_str(a, str_from(api->getCString(text)));

	api->disposeString(text);
	return copy;
}
