/* Answers of libclang kept from run to run, each with what it rests on. */
#include "base/base.h"
#include "analyzers/lang/c/clang_memory.h"

#include <dlfcn.h>
#include <sys/stat.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "analyzers/lang/c/clang_unit.h"
#include "analyzers/lang/c/clang_wire.h"
#include "base/path.h"

#define SALT_UNIT "unit of C"
#define SALT_FACTS UINT64_C(0x6661637473206f66) /* "facts of" */

static const char *const usual_dirs[] = { "/usr/include", "/usr/local/include" };

/* What one answer rests on, and the answer. */
struct kept {
	struct str library;
	uint64_t listing, weather; /* weather: of the include directories; 0 where it does not matter */
	struct clang_reads reads;
	struct str answer;
};

struct clang_hash clang_hash_of(struct str bytes)
{
	XXH128_hash_t hash = XXH3_128bits(bytes.len ? bytes.ptr : "", bytes.len);

	return (struct clang_hash){ hash.high64, hash.low64 };
}

static void wire_hash(struct wire *w, struct clang_hash *h)
{
	wire_u64(w, &h->high);
	wire_u64(w, &h->low);
}

static void wire_read(struct wire *w, struct clang_read *r)
{
	wire_str(w, &r->path);
	wire_hash(w, &r->hash);
}

void wire_reads(struct wire *w, struct clang_reads *reads)
{
	wire_array(w, struct clang_read, reads->items, reads->count, wire_read);
}

static void wire_kept(struct wire *w, struct kept *k)
{
	wire_str(w, &k->library);
	wire_u64(w, &k->listing);
	wire_u64(w, &k->weather);
	wire_reads(w, &k->reads);
	wire_str(w, &k->answer);
}

/* --- Which libclang --- */

static void add_stamp(struct strbuf *out, const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0)
		strbuf_printf(out, "%lld %lld.%09ld ", (long long)st.st_size, (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
	strbuf_addz(out, path);
}

static struct str stamp_of(struct str path, struct arena *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	add_stamp(&text, arena_str(a, path).ptr);
	return arena_str(a, strbuf_str(&text));
}

struct str clang_library_stamp(const void *function, struct arena *a)
{
	Dl_info info;

	if (!dladdr(function, &info) || !info.dli_fname)
		return STR("");
	return stamp_of(str_from(info.dli_fname), a);
}

static bool is_library_the_same(struct str stamp, struct arena *a)
{
	size_t space = str_rfind(stamp, ' ');

	return space < stamp.len && str_eq(stamp_of(str_slice(stamp, space + 1, stamp.len), a), stamp);
}

/* --- Keys --- */

static struct clang_hash key_of(const struct clang_run *run, const struct clang_unit *unit)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct str parts[] = { STR(SALT_UNIT), run->root, unit->directory, unit->path };

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		strbuf_add(&text, parts[i]);
		strbuf_addch(&text, '\0');
	}
	for (uint32_t i = 0; i < unit->arg_count; i++) {
		strbuf_addz(&text, unit->args[i]);
		strbuf_addch(&text, '\0');
	}
	return clang_hash_of(strbuf_str(&text));
}

/* A directory's time says that something has come or gone in it. */
static uint64_t weather_of(const struct clang_unit *unit)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(usual_dirs); i++)
		add_stamp(&text, usual_dirs[i]);
	for (uint32_t i = 0; i < unit->arg_count; i++) {
		struct str arg = str_from(unit->args[i]);

		if (arg.len && arg.ptr[0] == '/')
			add_stamp(&text, arg.ptr);
		else if (str_starts(arg, STR("-I/")))
			add_stamp(&text, arg.ptr + 2);
	}
	return clang_hash_of(strbuf_str(&text)).low | 1;
}

/* --- Recalling and keeping --- */

static bool is_unchanged(const struct clang_memory *m, const struct clang_read *r)
{
	struct clang_hash now;

	return m->hash(m->context, r->path, &now.high, &now.low) && now.high == r->hash.high && now.low == r->hash.low;
}

static bool holds(const struct clang_run *run, const struct clang_unit *unit, const struct kept *k, struct arena *a)
{
	if (k->listing != run->memory->listing || (k->weather && k->weather != weather_of(unit)) || !is_library_the_same(k->library, a))
		return false;
	for (uint32_t i = 0; i < k->reads.count; i++)
		if (!is_unchanged(run->memory, &k->reads.items[i]))
			return false;
	return k->reads.count > 0;
}

/* Overlays are what a change would make of files: not worth remembering, and not what is remembered. */
static bool has_memory(const struct clang_run *run)
{
	return run->memory && run->overlay_count == 0;
}

bool clang_memory_recall(const struct clang_run *run, const struct clang_unit *unit, struct arena *a, struct str *ret_answer)
{
	struct clang_hash key;
	struct kept kept = { 0 };
	struct str blob;
	struct wire w;

	if (!has_memory(run))
		return false;
	key = key_of(run, unit);
	if (!run->memory->get(run->memory->context, key.high, key.low, &blob))
		return false;
	w = wire_reader(blob, a);
	wire_kept(&w, &kept);
	if (!wire_is_done(&w) || !holds(run, unit, &kept, a))
		return false;
	*ret_answer = kept.answer;
	return true;
}

void clang_memory_keep(const struct clang_run *run, const struct clang_unit *unit, const struct clang_reads *reads, struct str library,
	bool has_errors, struct str answer)
{
	struct kept kept = { .library = library, .reads = *reads, .answer = answer };
	struct strbuf blob CLEANUP(strbuf_release) = { 0 };
	struct wire w = wire_writer(&blob);
	struct clang_hash key;

	if (!has_memory(run) || library.len == 0)
		return;
	kept.listing = run->memory->listing;
	kept.weather = has_errors ? weather_of(unit) : 0;
	wire_kept(&w, &kept);
	key = key_of(run, unit);
	run->memory->put(run->memory->context, key.high, key.low, strbuf_str(&blob));
}

bool clang_memory_get_facts(const struct clang_run *run, uint64_t hash, struct str *ret_facts)
{
	return has_memory(run) && run->memory->get(run->memory->context, hash, SALT_FACTS, ret_facts);
}

void clang_memory_keep_facts(const struct clang_run *run, uint64_t hash, struct str facts)
{
	if (has_memory(run))
		run->memory->put(run->memory->context, hash, SALT_FACTS, facts);
}
