/* Blocks of guards of C that make products: two users at once, and what is left when all are gone. */
#include "base/base.h"
#include "rewriters/guard_c.h"

/* --- Making one --- */

static const char can_make_text[] =
	"\n"
	"/* Can one be made here, though nothing was set up? Tried in a process of its own, which may end badly. */\n"
	"static GUARD_UNUSED int guard_can_make(const char *without)\n"
	"{\n"
	"\tint status = 1;\n"
	"\tpid_t child;\n"
	"\n"
	"\tfflush(NULL);\n"
	"\tchild = fork();\n"
	"\tif (child == 0)\n"
	"\t\t_exit(guard_make(\"guard\") ? 0 : 1);\n"
	"\tif (child > 0 && waitpid(child, &status, 0) == child && status == 0)\n"
	"\t\treturn 1;\n"
	"\tfprintf(stderr, \"%s: none can be made here, so %s\\n\", GUARD_CANONICAL, without);\n"
	"\treturn 0;\n"
	"}\n";

static void add_destroyer(const struct guard_c *g, struct strbuf *b)
{
	const struct guard_product *p = &g->made;

	if (!p->destroy.len)
		return;
	strbuf_printf(b, "\nstatic GUARD_UNUSED void guard_destroy(" STR_FMT "made)\n{\n\tif (made)\n\t\t" STR_FMT "(made);\n}\n", STR_ARG(p->type), STR_ARG(p->destroy));
}

/* What it gives is what it says: a pointer, or what owns one. */
static void add_maker_of_cpp(const struct guard_product *p, struct strbuf *b)
{
	strbuf_printf(b, "/* One for one user; empty when there is none. */\nstatic GUARD_UNUSED auto guard_make(const char *user) -> decltype(" STR_FMT ")\n{\n", STR_ARG(p->call));
	if (!p->has_user)
		strbuf_addz(b, "\t(void)user;\n");
	strbuf_printf(b, "\treturn " STR_FMT ";\n}\n\ntypedef decltype(guard_make(\"\")) guard_product;\n", STR_ARG(p->call));
	if (p->is_owner)
		strbuf_addz(b, "\nstatic GUARD_UNUSED void guard_destroy(const guard_product &)\n{\n}\n");
}

static bool can_destroy(const struct guard_product *p)
{
	return p->destroy.len || p->is_owner;
}

bool guard_c_write_making(const struct guard_c *g, struct strbuf *b)
{
	const struct guard_product *p = &g->made;

	if (!p->call.len || (!p->has_user && !can_destroy(p)))
		return false;
	if (p->is_cpp) {
		add_maker_of_cpp(p, b);
		add_destroyer(g, b);
		strbuf_addz(b, can_make_text);
		return true;
	}
	strbuf_printf(b, "/* One for one user; NULL when there is none. */\nstatic GUARD_UNUSED " STR_FMT "guard_make(const char *user)\n{\n", STR_ARG(p->type));
	if (p->is_out)
		strbuf_printf(b, "\t" STR_FMT "made = NULL;\n\n", STR_ARG(p->type));
	if (!p->has_user)
		strbuf_addz(b, "\t(void)user;\n");
	if (p->is_out)
		strbuf_printf(b, "\tif (" STR_FMT ")\n\t\treturn made;\n\treturn made;\n}\n", STR_ARG(p->call));
	else
		strbuf_printf(b, "\treturn " STR_FMT ";\n}\n", STR_ARG(p->call));
	add_destroyer(g, b);
	strbuf_addz(b, can_make_text);
	return true;
}

/* --- Two users --- */

static const char has_text[] =
	"/* Does a text hold the marker of a user? */\n"
	"static GUARD_UNUSED int guard_text_has(const char *text, const char *marker)\n"
	"{\n"
	"\treturn text && strstr(text, marker);\n"
	"}\n"
	"\n"
	"static GUARD_UNUSED int guard_bytes_have(const void *bytes, size_t length, const char *marker)\n"
	"{\n"
	"\tconst char *at = GUARD_AS(const char *, bytes);\n"
	"\tsize_t i;\n"
	"\n"
	"\tfor (i = 0; i + strlen(marker) <= length; i++)\n"
	"\t\tif (memcmp(at + i, marker, strlen(marker)) == 0)\n"
	"\t\t\treturn 1;\n"
	"\treturn 0;\n"
	"}\n";

static void add_reach(const struct guard_c *g, struct strbuf *b)
{
	const struct guard_product *p = &g->made;

	strbuf_printf(b, "\n/* What can be come to from one: %s. */\nstatic int guard_holds_user(" STR_FMT "made, const char *marker)\n{\n",
		      p->is_complete && p->texts.len ? "its own bytes, and its texts"
		      : p->is_complete		     ? "its own bytes"
		      : p->texts.len		     ? "what its functions tell"
						     : "nothing, as no header shows what is in it; it is another one for each, though",
		      STR_ARG(p->type));
	if (!p->is_complete && !p->texts.len)
		strbuf_addz(b, "\t(void)made;\n\t(void)marker;\n");
	vec_foreach(struct str, text, &p->texts)
		strbuf_printf(b, "\tif (guard_text_has(" STR_FMT ", marker))\n\t\treturn 1;\n", STR_ARG(*text));
	strbuf_printf(b, "\treturn %s;\n}\n", p->is_complete ? "guard_bytes_have(&*made, sizeof(*made), marker)" : "0");
}

static const char threads_text[] =
	"#define GUARD_TRIES 20\n"
	"\n"
	"/* Two threads wait for one another, so that both make theirs at once. */\n"
	"static pthread_mutex_t guard_lock;\n"
	"static pthread_cond_t guard_all_here;\n"
	"static int guard_here;\n"
	"\n"
	"static void *guard_run_user(void *argument)\n"
	"{\n"
	"\tstruct guard_user *user = GUARD_AS(struct guard_user *, argument);\n"
	"\n"
	"\tpthread_mutex_lock(&guard_lock);\n"
	"\tguard_here++;\n"
	"\tpthread_cond_broadcast(&guard_all_here);\n"
	"\twhile (guard_here < 2)\n"
	"\t\tpthread_cond_wait(&guard_all_here, &guard_lock);\n"
	"\tpthread_mutex_unlock(&guard_lock);\n"
	"\tuser->made = guard_make(user->marker);\n"
	"\treturn NULL;\n"
	"}\n"
	"\n"
	"static void guard_check_users(const struct guard_user *first, const struct guard_user *second)\n"
	"{\n"
	"\tif (!first->made || !second->made)\n"
	"\t\tguard_fail(GUARD_CANONICAL_FILE, GUARD_CANONICAL, \"makes none for one of two users at once\");\n"
	"\telse if (first->made == second->made)\n"
	"\t\tguard_fail(GUARD_CANONICAL_FILE, GUARD_CANONICAL, \"gives two users at once the same one\");\n"
	"\telse if (guard_holds_user(first->made, second->marker) || guard_holds_user(second->made, first->marker))\n"
	"\t\tguard_fail(GUARD_CANONICAL_FILE, GUARD_CANONICAL, \"makes one for a user that holds what is another's\");\n"
	"}\n";

static const char round_text[] =
	"\n"
	"static void guard_two_at_once(void)\n"
	"{\n"
	"\tstruct guard_user users[2];\n"
	"\tpthread_t threads[2];\n"
	"\tint started = 0, i;\n"
	"\n"
	"\tusers[0].marker = \"guardA\";\n"
	"\tusers[1].marker = \"guardB\";\n"
	"\tusers[0].made = NULL;\n"
	"\tusers[1].made = NULL;\n"
	"\tguard_here = 0;\n"
	"\tfor (i = 0; i < 2 && started == i; i++)\n"
	"\t\tstarted += pthread_create(&threads[i], NULL, guard_run_user, &users[i]) == 0;\n"
	"\tif (started == 1) {\n"
	"\t\tpthread_mutex_lock(&guard_lock);\n"
	"\t\tguard_here++;\n"
	"\t\tpthread_cond_broadcast(&guard_all_here);\n"
	"\t\tpthread_mutex_unlock(&guard_lock);\n"
	"\t}\n"
	"\tfor (i = 0; i < started; i++)\n"
	"\t\tpthread_join(threads[i], NULL);\n"
	"\tif (started < 2)\n"
	"\t\tguard_fail(GUARD_CANONICAL_FILE, GUARD_CANONICAL, \"cannot be tried: no thread can be had\");\n"
	"\telse\n"
	"\t\tguard_check_users(&users[0], &users[1]);\n";

static const char isolation_text[] =
	"}\n"
	"\n"
	"static int guard_isolation(void)\n"
	"{\n"
	"\tint before = guard_failures, i;\n"
	"\n"
	"\tif (pthread_mutex_init(&guard_lock, NULL) || pthread_cond_init(&guard_all_here, NULL))\n"
	"\t\tguard_fail(GUARD_CANONICAL_FILE, GUARD_CANONICAL, \"cannot be tried: no lock can be had\");\n"
	"\telse if (guard_can_make(\"two users at once are not tried\"))\n"
	"\t\tfor (i = 0; i < GUARD_TRIES && guard_failures == before; i++)\n"
	"\t\t\tguard_two_at_once();\n"
	"\treturn guard_failures - before;\n"
	"}\n";

bool guard_c_write_isolation(const struct guard_c *g, struct strbuf *b)
{
	struct str type = g->made.is_cpp ? STR("guard_product ") : g->made.type;

	if (!g->made.call.len || !g->made.has_user)
		return false;
	strbuf_addz(b, has_text);
	add_reach(g, b);
	strbuf_printf(b, "\nstruct guard_user {\n\tconst char *marker;\n\t" STR_FMT "made;\n};\n\n", STR_ARG(type));
	strbuf_addz(b, threads_text);
	if (!can_destroy(&g->made))
		strbuf_printf(b, "\n/* Nothing takes one back: they are kept, so that nobody takes them for lost. */\nstatic " STR_FMT "guard_kept[2 * GUARD_TRIES];\nstatic int guard_kept_count;\n",
			      STR_ARG(type));
	strbuf_addz(b, round_text);
	if (g->made.destroy.len)
		strbuf_addz(b, "\tguard_destroy(users[0].made);\n\tif (users[1].made != users[0].made)\n\t\tguard_destroy(users[1].made);\n");
	else if (!g->made.is_owner)
		strbuf_addz(b, "\tfor (i = 0; i < 2; i++)\n\t\tguard_kept[guard_kept_count++] = users[i].made;\n");
	strbuf_addz(b, isolation_text);
	return true;
}

/* --- Cleanup --- */

static const char in_use_text[] =
	"/* Bytes that are in use, where the C library says so. */\n"
	"static size_t guard_in_use(void)\n"
	"{\n"
	"#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)\n"
	"\treturn mallinfo2().uordblks;\n"
	"#else\n"
	"\treturn 0;\n"
	"#endif\n"
	"}\n"
	"\n"
	"#define GUARD_WARM 64 /* rounds until nothing is set up for the first time any more */\n"
	"#define GUARD_ROUNDS 256\n"
	"#define GUARD_LEAST 8 /* bytes that a leak has in each round */\n"
	"\n"
	"static void guard_make_and_destroy(int rounds)\n"
	"{\n"
	"\twhile (rounds-- > 0)\n"
	"\t\tguard_destroy(guard_make(\"guard\"));\n"
	"}\n";

bool guard_c_write_cleanup(const struct guard_c *g, struct strbuf *b)
{
	struct str count = g->made.count;

	if (!g->made.call.len || !can_destroy(&g->made))
		return false;
	strbuf_addz(b, in_use_text);
	strbuf_addz(b, "\nstatic int guard_cleanup(void)\n{\n\tint before = guard_failures;\n\tsize_t in_use;\n");
	if (count.len)
		strbuf_addz(b, "\tlong count;\n");
	strbuf_addz(b, "\n\tif (!guard_can_make(\"cleanup is not tried\"))\n\t\treturn 0;\n\tguard_make_and_destroy(GUARD_WARM);\n\tin_use = guard_in_use();\n");
	if (count.len)
		strbuf_printf(b, "\tcount = GUARD_AS(long, " STR_FMT "());\n", STR_ARG(count));
	strbuf_addz(b, "\tguard_make_and_destroy(GUARD_ROUNDS);\n");
	if (count.len)
		strbuf_printf(b, "\tif (GUARD_AS(long, " STR_FMT "()) != count)\n\t\tguard_fail(GUARD_CANONICAL_FILE, \"" STR_FMT "\", \"counts what is destroyed\");\n", STR_ARG(count),
			      STR_ARG(count));
	strbuf_printf(b, "\tif (guard_in_use() >= in_use + GUARD_ROUNDS * GUARD_LEAST)\n"
			 "\t\tguard_fail(GUARD_CANONICAL_FILE, GUARD_CANONICAL, \"leaves memory behind, though %.*s was called\");\n"
			 "\treturn guard_failures - before;\n}\n",
		      g->made.is_owner ? 14 : (int)g->made.destroy.len, g->made.is_owner ? "its destructor" : g->made.destroy.ptr);
	return true;
}
