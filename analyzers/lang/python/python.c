/* Python as the engine sees it: extensions, one thread's state, and the way from a parse to facts. */
#include "base/base.h"
#include "analyzers/lang/python/python_impl.h"

#include <stdlib.h>

#include "analyzers/lang/python/modules.h"
#include "analyzers/lang/python/tests.h"
#include "analyzers/lang/python/tree.h"

static struct lang_parser *parser_new(void)
{
	return xcalloc(1, sizeof(struct lang_parser));
}

static void parser_free(struct lang_parser *p)
{
	if (!p)
		return;
	tree_free(p->tree_parser);
	skim_free(p->skim);
	free(p);
}

void python_parse(struct lang_parser *p, struct str source, const struct range *ranges, uint32_t count, struct arena *a,
	struct outline *ret_outline, struct details *ret_details)
{
	struct tree *t = p->tree_parser;

	if (ret_outline && count > 0)
		BUG("an outline needs the whole file");
	if (!t)
		t = p->tree_parser = tree_new();
	tree_read(t, source, ranges, count);
	if (ret_outline)
		tree_outline(t, a, ret_outline);
	tree_details(t, a, ret_details);
}

static void python_state(struct lang_parser *p, struct str source, const struct range *ranges, uint32_t count, struct arena *a,
	struct state_facts *ret)
{
	if (!p->tree_parser)
		p->tree_parser = tree_new();
	tree_read(p->tree_parser, source, ranges, count);
	tree_state(p->tree_parser, a, ret);
}

static const char *const extensions[] = { "py", "pyi", NULL };

extern const struct lang python_lang;
const struct lang python_lang = {
	.name = "python",
	.extensions = extensions,
	.parser_new = parser_new,
	.parser_free = parser_free,
	.skim = python_skim,
	.parse = python_parse,
	.state = python_state,
	.state_ranges = python_state_ranges,
	.tests = python_tests,
	.find = python_find,
	.next_comment = python_next_comment,
	.modules = &python_modules,
	.source = &python_source,
};
