/* Which of a compiler's options say what the code means, and which only concern the one who compiled it. */
#include "base/base.h"
#include "analyzers/lang/c/compdb.h"

#include "base/path.h"
#include "base/vec.h"

enum treatment { TREAT_DROP, TREAT_KEEP, TREAT_PATH };

/* How an option takes its argument: in the same word ("-DX"), in the next ("-o x"), or either. */
enum argument { ARGUMENT_NONE, ARGUMENT_JOINED, ARGUMENT_NEXT, ARGUMENT_EITHER };

struct option {
	const char *name;
	enum treatment treatment;
	enum argument argument;
};

/* The longest name that fits decides. */
static const struct option options[] = {
	/* what the text means */
	{ "--include-directory", TREAT_PATH, ARGUMENT_NEXT },
	{ "--include-directory=", TREAT_PATH, ARGUMENT_JOINED },
	{ "--std=", TREAT_KEEP, ARGUMENT_JOINED },
	{ "--sysroot", TREAT_KEEP, ARGUMENT_NEXT },
	{ "--sysroot=", TREAT_KEEP, ARGUMENT_JOINED },
	{ "--target=", TREAT_KEEP, ARGUMENT_JOINED },
	{ "-D", TREAT_KEEP, ARGUMENT_EITHER },
	{ "-F", TREAT_PATH, ARGUMENT_EITHER },
	{ "-I", TREAT_PATH, ARGUMENT_EITHER },
	{ "-O", TREAT_KEEP, ARGUMENT_JOINED }, /* __OPTIMIZE__ */
	{ "-U", TREAT_KEEP, ARGUMENT_EITHER },
	{ "-ansi", TREAT_KEEP, ARGUMENT_NONE },
	{ "-idirafter", TREAT_PATH, ARGUMENT_EITHER },
	{ "-iframework", TREAT_PATH, ARGUMENT_EITHER },
	{ "-imacros", TREAT_PATH, ARGUMENT_EITHER },
	{ "-include", TREAT_PATH, ARGUMENT_EITHER },
	{ "-include-pch", TREAT_DROP, ARGUMENT_NEXT },
	{ "-iprefix", TREAT_KEEP, ARGUMENT_EITHER },
	{ "-iquote", TREAT_PATH, ARGUMENT_EITHER },
	{ "-isysroot", TREAT_KEEP, ARGUMENT_EITHER },
	{ "-isystem", TREAT_PATH, ARGUMENT_EITHER },
	{ "-isystem-after", TREAT_PATH, ARGUMENT_NEXT },
	{ "-iwithprefix", TREAT_KEEP, ARGUMENT_EITHER },
	{ "-iwithprefixbefore", TREAT_KEEP, ARGUMENT_EITHER },
	{ "-nobuiltininc", TREAT_KEEP, ARGUMENT_NONE },
	{ "-nostdinc", TREAT_KEEP, ARGUMENT_NONE },
	{ "-nostdinc++", TREAT_KEEP, ARGUMENT_NONE },
	{ "-pthread", TREAT_KEEP, ARGUMENT_NONE },
	{ "-pthreads", TREAT_KEEP, ARGUMENT_NONE },
	{ "-std", TREAT_KEEP, ARGUMENT_NEXT },
	{ "-std=", TREAT_KEEP, ARGUMENT_JOINED },
	{ "-stdlib=", TREAT_KEEP, ARGUMENT_JOINED },
	{ "-target", TREAT_KEEP, ARGUMENT_NEXT },
	{ "-trigraphs", TREAT_KEEP, ARGUMENT_NONE },
	{ "-undef", TREAT_KEEP, ARGUMENT_NONE },
	{ "-x", TREAT_KEEP, ARGUMENT_EITHER },

	/* -f: those that change the meaning, and that clang knows */
	{ "-fblocks", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fchar8_t", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fcommon", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fdeclspec", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fexceptions", TREAT_KEEP, ARGUMENT_NONE },
	{ "-ffreestanding", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fgnu89-inline", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fhosted", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fms-compatibility", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fms-extensions", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fno-builtin", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fno-builtin-", TREAT_KEEP, ARGUMENT_JOINED },
	{ "-fno-char8_t", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fno-common", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fno-exceptions", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fno-operator-names", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fno-rtti", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fno-short-wchar", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fno-signed-char", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fno-strict-aliasing", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fopenmp", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fpack-struct", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fpack-struct=", TREAT_KEEP, ARGUMENT_JOINED },
	{ "-fPIC", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fPIE", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fpic", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fpie", TREAT_KEEP, ARGUMENT_NONE },
	{ "-frtti", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fshort-enums", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fshort-wchar", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fsigned-char", TREAT_KEEP, ARGUMENT_NONE },
	{ "-funsigned-char", TREAT_KEEP, ARGUMENT_NONE },
	{ "-fvisibility=", TREAT_KEEP, ARGUMENT_JOINED },
	{ "-fwrapv", TREAT_KEEP, ARGUMENT_NONE },

	/* -m: kept, but for those that only gcc knows */
	{ "-m", TREAT_KEEP, ARGUMENT_JOINED },
	{ "-maccumulate-outgoing-args", TREAT_DROP, ARGUMENT_NONE },
	{ "-mabi=apcs-gnu", TREAT_DROP, ARGUMENT_NONE },
	{ "-mapcs", TREAT_DROP, ARGUMENT_NONE },
	{ "-mfunction-return=", TREAT_DROP, ARGUMENT_JOINED },
	{ "-mfentry", TREAT_DROP, ARGUMENT_NONE },
	{ "-mindirect-branch", TREAT_DROP, ARGUMENT_JOINED },
	{ "-minline-all-stringops", TREAT_DROP, ARGUMENT_NONE },
	{ "-mno-direct-extern-access", TREAT_DROP, ARGUMENT_NONE },
	{ "-mno-fp-ret-in-387", TREAT_DROP, ARGUMENT_NONE },
	{ "-mno-sched-", TREAT_DROP, ARGUMENT_JOINED },
	{ "-mno-string", TREAT_DROP, ARGUMENT_NONE },
	{ "-mpreferred-stack-boundary=", TREAT_DROP, ARGUMENT_JOINED },
	{ "-mrecord-mcount", TREAT_DROP, ARGUMENT_NONE },
	{ "-mskip-rax-setup", TREAT_DROP, ARGUMENT_NONE },
	{ "-mtune=", TREAT_DROP, ARGUMENT_JOINED },

	/* with an argument that must not be taken for an input */
	{ "--param", TREAT_DROP, ARGUMENT_NEXT },
	{ "-A", TREAT_DROP, ARGUMENT_EITHER },
	{ "-B", TREAT_DROP, ARGUMENT_EITHER },
	{ "-L", TREAT_DROP, ARGUMENT_EITHER },
	{ "-MF", TREAT_DROP, ARGUMENT_EITHER },
	{ "-MJ", TREAT_DROP, ARGUMENT_EITHER },
	{ "-MQ", TREAT_DROP, ARGUMENT_EITHER },
	{ "-MT", TREAT_DROP, ARGUMENT_EITHER },
	{ "-T", TREAT_DROP, ARGUMENT_EITHER },
	{ "-Xanalyzer", TREAT_DROP, ARGUMENT_NEXT },
	{ "-Xassembler", TREAT_DROP, ARGUMENT_NEXT },
	{ "-Xclang", TREAT_DROP, ARGUMENT_NEXT },
	{ "-Xlinker", TREAT_DROP, ARGUMENT_NEXT },
	{ "-Xpreprocessor", TREAT_DROP, ARGUMENT_NEXT },
	{ "-arch", TREAT_KEEP, ARGUMENT_NEXT },
	{ "-aux-info", TREAT_DROP, ARGUMENT_NEXT },
	{ "-dumpbase", TREAT_DROP, ARGUMENT_NEXT },
	{ "-dumpbase-ext", TREAT_DROP, ARGUMENT_NEXT },
	{ "-dumpdir", TREAT_DROP, ARGUMENT_NEXT },
	{ "-framework", TREAT_DROP, ARGUMENT_NEXT },
	{ "-l", TREAT_DROP, ARGUMENT_EITHER },
	{ "-o", TREAT_DROP, ARGUMENT_EITHER },
	{ "-u", TREAT_DROP, ARGUMENT_EITHER },
	{ "-wrapper", TREAT_DROP, ARGUMENT_NEXT },
	{ "-z", TREAT_DROP, ARGUMENT_EITHER },
};

struct sieve {
	struct str directory, file;
	struct arena *arena;
	VEC(struct str) kept;
};

static bool fits(const struct option *o, struct str word)
{
	struct str name = str_from(o->name);

	return o->argument == ARGUMENT_NONE || o->argument == ARGUMENT_NEXT ? str_eq(word, name)
									    : str_starts(word, name);
}

static const struct option *find_option(struct str word)
{
	const struct option *best = NULL;
	size_t length = 0;

	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		if (fits(&options[i], word) && str_from(options[i].name).len > length) {
			best = &options[i];
			length = str_from(best->name).len;
		}
	return best;
}

static void keep(struct sieve *s, struct str word)
{
	vec_push(&s->kept, arena_str(s->arena, word));
}

static struct str absolute(const struct sieve *s, struct str path)
{
	if (path.len == 0 || path.ptr[0] == '/' || path.ptr[0] == '=')
		return path;
	return path_normalise(s->arena, path_join(s->arena, s->directory, path));
}

static bool is_file_option(const struct option *o)
{
	return str_is(str_from(o->name), "-include") || str_is(str_from(o->name), "-imacros");
}

/* A file to be included is looked for like any other when it does not lie in the directory. */
static struct str absolute_argument(const struct sieve *s, const struct option *o, struct str path)
{
	struct str full = absolute(s, path);
	struct err err = { 0 };
	struct str real;

	if (is_file_option(o) && !path_real(s->arena, full.ptr, &real, &err))
		return path;
	return full;
}

static void keep_option(struct sieve *s, const struct option *o, struct str word, const struct str *next)
{
	struct str name = str_from(o->name), argument = next ? *next : str_slice(word, name.len, word.len);

	if (o->treatment == TREAT_KEEP || (o->treatment == TREAT_PATH && argument.len == 0)) {
		keep(s, word);
		if (next)
			keep(s, *next);
		return;
	}
	argument = absolute_argument(s, o, argument);
	if (next || is_file_option(o)) {
		keep(s, name);
		keep(s, argument);
		return;
	}
	keep(s, arena_printf(s->arena, STR_FMT STR_FMT, STR_ARG(name), STR_ARG(argument)));
}

/* -Wp,-DX=1,-MD,file: macros and directories reach the preprocessor this way, too. */
static void read_preprocessor_list(struct sieve *s, struct str list)
{
	struct str word;

	while (str_next(&list, ',', &word)) {
		const struct option *o = find_option(word);

		if (o && o->treatment != TREAT_DROP && o->argument == ARGUMENT_EITHER && word.len > 2 &&
			word.ptr[1] != 'i')
			keep_option(s, o, word, NULL);
	}
}

/* How many words the option takes. */
static uint32_t read_option(struct sieve *s, const struct str *words, uint32_t count)
{
	const struct option *o = find_option(words[0]);
	bool takes_next;

	if (str_starts(words[0], STR("-Wp,")))
		read_preprocessor_list(s, str_slice(words[0], 4, words[0].len));
	if (!o)
		return 1;
	takes_next = o->argument == ARGUMENT_NEXT ||
		(o->argument == ARGUMENT_EITHER && words[0].len == str_from(o->name).len);
	if (takes_next && count < 2)
		return 1;
	if (o->treatment != TREAT_DROP)
		keep_option(s, o, words[0], takes_next ? &words[1] : NULL);
	return takes_next ? 2 : 1;
}

void compdb_flags(struct str directory, struct str file, const struct str *arguments, uint32_t count, struct arena *a,
	struct str **ret_flags, uint32_t *ret_count)
{
	struct sieve s = { .directory = directory, .file = file, .arena = a };

	for (uint32_t i = 0; i < count;) {
		if (str_is(arguments[i], "--"))
			break; /* inputs follow */
		i += arguments[i].len > 1 && arguments[i].ptr[0] == '-' ? read_option(&s, arguments + i, count - i) : 1;
	}
	*ret_flags = arena_copy(a, s.kept.items, s.kept.len, sizeof(*s.kept.items));
	*ret_count = (uint32_t)s.kept.len;
	vec_release(&s.kept);
}
