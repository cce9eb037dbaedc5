/* Tests of analyzers/lang/python/edit_call: what a call's text becomes, and that nothing else of it changes. */
#include "base/base.h"
#include "analyzers/lang/python/edit_call.h"

#include <string.h>

#include "base/strbuf.h"
#include "tests/unit/unit.h"

static const struct lang_source *source_hooks(void)
{
	return lang_get("python")->source;
}

/* "ship:vessel" renames, "ship:-" drops, "ship:{notes}" moves. */
static struct argument_edit edit_of(struct str keyword, const char *words)
{
	struct str rest = str_from(words), word;

	while (str_next(&rest, ' ', &word)) {
		size_t colon = str_find(word, ':');
		struct str to = str_slice(word, colon + 1, word.len);

		if (!str_eq(str_slice(word, 0, colon), keyword))
			continue;
		if (str_is(to, "-"))
			return (struct argument_edit){ .fate = FATE_DROP };
		if (to.ptr[0] == '{')
			return (struct argument_edit){ FATE_INTO, str_slice(to, 1, to.len - 1) };
		return (struct argument_edit){ FATE_RENAME, to };
	}
	return (struct argument_edit){ .fate = FATE_KEEP };
}

/* The call of f in the source, edited; or "!" and the reason. */
static struct str edited(const char *text, const char *words, struct arena *a)
{
	struct lang_parser *parser = lang_get("python")->parser_new();
	struct str source = str_from(text);
	struct strbuf out CLEANUP(strbuf_release) = { 0 };
	uint32_t callee = (uint32_t)(strstr(text, "f(") - text);
	struct argument_edit fates[16];
	struct source_edits edits;
	struct source_call call;
	struct err err = { 0 };
	bool ok;

	ck_assert(source_hooks()->call(parser, source, callee, callee + 1, a, &call));
	for (uint32_t i = 0; i < call.argument_count; i++)
		fates[i] = edit_of(call.arguments[i].keyword, words);
	ok = source_hooks()->edit_call(parser, source, &call, fates, a, &edits, &err);
	if (ok)
		source_apply(source, edits.items, edits.count, &out);
	else
		strbuf_printf(&out, "!%s", err.message);
	for (uint32_t i = 1; ok && i < edits.count; i++)
		ck_assert_uint_le(edits.items[i - 1].end, edits.items[i].start);
	lang_get("python")->parser_free(parser);
	return arena_str(a, strbuf_str(&out));
}

static const struct {
	const char *source, *words, *result;
} cases[] = {
	/* renaming */
	{ "f(ship=1)", "ship:vessel", "f(vessel=1)" },
	{ "x = f( ship = 1 , b=2 )\n", "ship:vessel", "x = f( vessel = 1 , b=2 )\n" },
	{ "f(\n\tship=1,  # the ship\n\tb=2,\n)", "ship:vessel", "f(\n\tvessel=1,  # the ship\n\tb=2,\n)" },
	{ "f(a=1, b=2)", "a:b b:a", "f(b=1, a=2)" },
	{ "f(ship=1) # f(ship=1)", "ship:v", "f(v=1) # f(ship=1)" },

	/* dropping */
	{ "f(ship=1)", "ship:-", "f()" },
	{ "f(ship=1,)", "ship:-", "f()" },
	{ "f(\n\tship=1,\n)", "ship:-", "f()" },
	{ "f(a, ship=1)", "ship:-", "f(a)" },
	{ "f(a, ship=1,)", "ship:-", "f(a,)" },
	{ "f(ship=1, b=2)", "ship:-", "f(b=2)" },
	{ "f(a, ship=1, pilot=2, b=3)", "ship:- pilot:-", "f(a, b=3)" },
	{ "f(ship=1, b=2, pilot=3)", "ship:- pilot:-", "f(b=2)" },
	{ "f(\n    a,\n    ship=1,\n    b=2,\n)", "ship:-", "f(\n    a,\n    b=2,\n)" },
	{ "f(\r\n    a,\r\n    ship=1,\r\n)", "ship:-", "f(\r\n    a,\r\n)" },
	{ "f(\n\ta,  # first\n\tship=1,\n\tb=2,  # last\n)", "ship:-", "f(\n\ta,  # first\n\tb=2,  # last\n)" },
	{ "f(\n\ta,\n\tship=1,  # gone\n\tb=2,\n)", "ship:-", "!a comment stands beside `ship=`, which goes" },
	{ "f(\n\tship=1,  # gone\n)", "ship:-", "!a comment stands beside `ship=`, which goes" },
	{ "f(a,\n\tship='#')", "ship:-", "f(a)" },

	/* into a dict that is not there yet */
	{ "f(a, trace=t)", "trace:{notes}", "f(a, notes={\"trace\": t})" },
	{ "f(a, trace='t')", "trace:{notes}", "f(a, notes={'trace': 't'})" },
	{ "f(trace=t, b=1, flag=g(x, y))", "trace:{notes} flag:{notes}", "f(notes={\"trace\": t, \"flag\": g(x, y)}, b=1)" },
	{ "f(\n    trace=t,\n    flag=1,\n)", "trace:{notes} flag:{notes}", "f(\n    notes={\"trace\": t, \"flag\": 1},\n)" },
	{ "f(a=1, b=2)", "a:{x} b:{y}", "f(x={\"a\": 1}, y={\"b\": 2})" },
	{ "f(a=lambda x, y: x, b=2)", "a:{n}", "f(n={\"a\": lambda x, y: x}, b=2)" },

	{ "x = f\"{f(trace=t)}\"", "trace:{notes}", "!the call stands inside of a string, where the key cannot be quoted" },
	{ "x = f\"{f(trace=t)}\"", "trace:tracer", "x = f\"{f(tracer=t)}\"" },
	{ "x = 'it' # don't\ny = f(trace=t)", "trace:{notes}", "x = 'it' # don't\ny = f(notes={\"trace\": t})" },

	/* into one that is */
	{ "f(trace=t, notes={})", "trace:{notes}", "f(notes={\"trace\": t})" },
	{ "f(trace=t, notes=None)", "trace:{notes}", "f(notes={\"trace\": t})" },
	{ "f(trace=t, notes={'a': 1})", "trace:{notes}", "f(notes={'a': 1, 'trace': t})" },
	{ "f(notes={\"a\": 1,}, trace=t)", "trace:{notes}", "f(notes={\"a\": 1, \"trace\": t,})" },
	{ "f(notes={**x}, trace=t)", "trace:{notes}", "f(notes={**x, \"trace\": t})" },
	{ "f(notes={\n\t\"a\": 1,\n\t\"b\": 2,\n}, trace=t)", "trace:{notes}", "f(notes={\n\t\"a\": 1,\n\t\"b\": 2,\n\t\"trace\": t,\n})" },
	{ "f(notes={\n\t\"a\": 1,\n\t\"b\": 2\n}, trace=t)", "trace:{notes}", "f(notes={\n\t\"a\": 1,\n\t\"b\": 2,\n\t\"trace\": t\n})" },
	{ "f(notes={\n\t\"a\": 1,  # one\n}, trace=t)", "trace:{notes}", "!a comment stands where the entry would go in notes=" },
	{ "f(notes=notes, trace=t)", "trace:{notes}", "f(notes={**notes, \"trace\": t})" },
	{ "f(notes=a.b(1)[2], trace=t)", "trace:{notes}", "f(notes={**a.b(1)[2], \"trace\": t})" },
	{ "f(notes=a or {}, trace=t)", "trace:{notes}", "f(notes={**(a or {}), \"trace\": t})" },
	{ "f(notes=await g(), trace=t)", "trace:{notes}", "f(notes={**(await g()), \"trace\": t})" },
	{ "f(notes={k: v for k, v in x}, trace=t)", "trace:{notes}", "f(notes={**({k: v for k, v in x}), \"trace\": t})" },
	{ "f(notes={k: lambda y: y}, trace=t)", "trace:{notes}", "f(notes={k: lambda y: y, \"trace\": t})" },
	{ "f(notes=dict(a=1), trace=t, flag=1)", "trace:{notes} flag:-", "f(notes={**dict(a=1), \"trace\": t})" },
	{ "f(trace=t, flag=1, notes={\"a\": 1}, b=2)", "trace:{notes} flag:{notes} b:c", "f(notes={\"a\": 1, \"trace\": t, \"flag\": 1}, c=2)" },
};

START_TEST(a_call_is_rewritten)
{
	struct arena a = { 0 };
	struct str result = edited(cases[_i].source, cases[_i].words, &a);

	ck_assert_msg(str_is(result, cases[_i].result), "%s with %s\nis       " STR_FMT "\ninstead of %s", cases[_i].source, cases[_i].words,
		STR_ARG(result), cases[_i].result);
	arena_release(&a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("edit_call");

	unit_add_table(tests, a_call_is_rewritten, cases);
	return unit_run("edit_call", tests);
}
