/* CN502: a test of a family that cannot fail, or never runs. */
#include "base/base.h"
#include "rules/tests.h"

static enum severity severity_of(enum test_flaw_kind kind)
{
	switch (kind) {
	case FLAW_SKIPPED:
	case FLAW_XFAIL:
	case FLAW_OUTSIDE:
	case FLAW_SILENT:
	case FLAW_MOCKS: return SEVERITY_NOTE; /* somebody wrote it there on purpose */
	default: return SEVERITY_WARNING;
	}
}

static const char *mend_of(enum test_flaw_kind kind, bool is_c)
{
	if (is_c && kind == FLAW_FILE)
		return "build and run it beside the others, or remove it";
	if (is_c && kind == FLAW_SWALLOWED)
		return "give back whether any failed";
	switch (kind) {
	case FLAW_SKIPPED: return "repair it, give the skip a condition, or remove it";
	case FLAW_XFAIL: return "xfail(strict=True), so that it is told when it passes";
	case FLAW_SWALLOWED: return "let the failure out, or catch only what the test is about";
	case FLAW_CONSTANT: return "assert something about what was made";
	case FLAW_TUPLE: return "leave the brackets out";
	case FLAW_INVERTED: return "assert what should be so";
	case FLAW_CONSTRUCTOR: return "set up in setup_method or in a fixture";
	case FLAW_SETUP: return "name it as the framework does, or make it what the framework awaits";
	case FLAW_HIDDEN: return "call super() in it";
	case FLAW_METHOD: return "use what the base class has, or derive from the class that has it";
	case FLAW_MOCKS: return "use the real one with its collaborators replaced";
	case FLAW_OUTSIDE: return "add the folder to testpaths, or move the tests";
	case FLAW_UNREGISTERED: return "put it where the others are run, or remove it";
	case FLAW_SILENT: return "assert something about what was made";
	default: return "rename it so that it is collected";
	}
}

/* Does the message say already what it is about? */
static bool names_itself(enum test_flaw_kind kind)
{
	return kind == FLAW_NAME || kind == FLAW_FILE || kind == FLAW_OUTSIDE || kind == FLAW_CONSTRUCTOR || kind == FLAW_NESTED;
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	const struct tests *t = in->tests;

	vec_foreach (const struct tests_flaw, f, &t->flaws) {
		const struct outline *o = &in->project->files[f->file].outline;
		struct str symbol = f->symbol.len ? f->symbol : f->def != NONE && f->def < o->def_count ? o->defs[f->def].name : path_base(in->project->files[f->file].path);
		bool is_c = f->symbol.len != 0;
		struct finding *x;

		if (names_itself(f->kind))
			x = finding_add(out, self, f->family, f->file, f->span, symbol, STR_FMT, STR_ARG(f->message));
		else
			x = finding_add(out, self, f->family, f->file, f->span, symbol, "`" STR_FMT "`: " STR_FMT, STR_ARG(symbol), STR_ARG(f->message));
		x->severity = severity_of(f->kind);
		x->confidence = f->kind == FLAW_METHOD || f->kind == FLAW_OUTSIDE || f->kind == FLAW_MOCKS ? 75 : 90;
		if (f->test_count > 1)
			finding_relate(out, x, f->file, t->items.items[f->test].span.line, "the first of %u tests that it is about", f->test_count);
		finding_mend(out, x, MEND_SHOW, "%s", mend_of(f->kind, is_c));
	}
}

const struct rule rule_cn502 = {
	.code = "CN502",
	.name = "test-without-effect",
	.summary = "test of a family that cannot fail, or never runs",
	.explanation =
	"Looked at are the tests that meet a member of a family. Some cannot fail: each assertion is\n"
	"in a try whose handler takes the failure and tells nobody; the only assertion is about a\n"
	"constant, or about a tuple; it is expected to fail and passes either way; it passes only while\n"
	"an assertion in it fails; it meets nothing but doubles of what it is named after. Others\n"
	"never run: always skipped, shadowed by a test of the same name, defined inside of a\n"
	"function, in a class with a constructor, under a name that is not collected. And some are not\n"
	"set up: an async setUp that nobody awaits, a setUp outside of unittest, a setUp that\n"
	"does not call the base's, which alone makes what the tests use, methods that neither class nor\n"
	"base has. In C and C++: a test of Check in no test case, a test case in no\n"
	"suite, a suite that nobody runs; tests with parameters that nothing instantiates; tests that\n"
	"are switched off in their heads; a main() that gives back zero whatever failed; assertions about\n"
	"constants, by assignment, or under NDEBUG; nothing that could fail at all; a test that no build file names, or\n"
	"whose program is built and never run.\n"
	"\n"
	"    try:\n"
	"        assert factory.create() is not None\n"
	"    except Exception:\n"
	"        pass\n"
	"\n"
	"Not meant are tests without an assertion (they fail when something raises), handlers of\n"
	"particular errors, skips and expected failures with a condition.\n"
	"\n"
	"What to do: see each finding.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
