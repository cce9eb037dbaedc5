/* C and C++ as a language of the engine: no modules, no outline of its own, facts of creation. */
#include "base/base.h"
#include "analyzers/lang.h"

#include "analyzers/lang/c/c.h"
#include "analyzers/lang/c/imp.h"
#include "analyzers/lang/c/tests.h"

static const char *const extensions[] = { "c", "h", "cc", "cpp", "cxx", "c++", "hh", "hpp", "hxx", "h++", "ipp", "tpp", "inl", "inc", "def", NULL };

static struct lang_parser *parser_new(void)
{
	return (struct lang_parser *)c_parser_new();
}

static void parser_free(struct lang_parser *p)
{
	c_parser_free((struct c_parser *)p);
}

/* The header that one should include in this one's place, by its own word; without quotes or brackets. */
static struct str public_header(struct str source, struct arena *a)
{
	struct iwyu_pragma *pragmas;
	uint32_t count;

	if (!str_has(source, STR("IWYU pragma:")))
		return (struct str){ 0 };
	iwyu_pragmas_read(source, a, &pragmas, &count);
	for (uint32_t i = 0; i < count; i++)
		if (pragmas[i].kind == IWYU_PRIVATE && pragmas[i].argument.len > 2)
			return str_slice(pragmas[i].argument, 1, pragmas[i].argument.len - 1);
	return (struct str){ 0 };
}

static void creations(struct lang_parser *p, struct str path, struct str source, const struct closer_look *closer, struct arena *a,
	struct cfacts *ret)
{
	struct c_words *more = closer && closer->word_count ? c_words_new(closer->words, closer->word_count) : NULL;

	c_skim((struct c_parser *)p, source, c_is_cpp_path(path), more, closer ? closer->known : NULL, a, ret);
	ret->public_header = public_header(source, a);
	c_words_free(more);
}

static void statics(struct lang_parser *p, struct str source, const struct cfacts *facts, struct arena *a, struct cstate_facts *ret)
{
	c_read_state((struct c_parser *)p, source, facts, a, ret);
}

static void steps(struct lang_parser *p, struct str source, const struct cfacts *facts, uint32_t first, uint32_t end,
	const struct cwatch *watch, struct arena *a, struct csteps *ret)
{
	c_read_steps((struct c_parser *)p, source, facts, first, end, watch, a, ret);
}

static void trials(struct str source, const struct cfacts *facts, unsigned hint, struct arena *a, struct ctest_facts *ret)
{
	ctest_read(source, facts, (enum test_framework)hint, a, ret);
}

const struct lang c_lang = {
	.name = "c",
	.extensions = extensions,
	.parser_new = parser_new,
	.parser_free = parser_free,
	.creations = creations,
	.statics = statics,
	.steps = steps,
	.trials = trials,
	.next_comment = c_next_comment,
};
