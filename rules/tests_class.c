/* Classes of tests with their bases, and what a unittest.TestCase brings along. */
#include "base/base.h"
#include "rules/tests.h"

bool tests_is_unittest_method(struct str name)
{
	/* Python 3.14, with what earlier releases had. */
	static const char *const names[] = {
		"addAsyncCleanup", "addClassCleanup", "addCleanup", "addModuleCleanup", "addTypeEqualityFunc", "asyncSetUp", "asyncTearDown", "countTestCases", "debug",
		"defaultTestResult", "doClassCleanups", "doCleanups", "enterAsyncContext", "enterClassContext", "enterContext", "fail", "failIf", "failUnless", "id",
		"run", "setUp", "setUpClass", "shortDescription", "skipTest", "subTest", "tearDown", "tearDownClass",
	};
	static const char *const assertions[] = {
		"AlmostEqual", "AlmostEquals", "CountEqual", "DictContainsSubset", "DictEqual", "EndsWith", "Equal", "Equals", "False", "Greater", "GreaterEqual",
		"HasAttr", "In", "Is", "IsInstance", "IsNone", "IsNot", "IsNotNone", "IsSubclass", "Less", "LessEqual", "ListEqual", "Logs", "MultiLineEqual",
		"NoLogs", "NotAlmostEqual", "NotAlmostEquals", "NotEndsWith", "NotEqual", "NotEquals", "NotHasAttr", "NotIn", "NotIsInstance", "NotIsSubclass",
		"NotRegex", "NotRegexpMatches", "NotStartsWith", "Raises", "RaisesRegex", "RaisesRegexp", "Regex", "RegexpMatches", "SequenceEqual", "SetEqual",
		"StartsWith", "True", "TupleEqual", "Warns", "WarnsRegex", "_",
	};
	const char *const *list = str_starts(name, STR("assert")) ? assertions : names;
	size_t count = list == names ? ARRAY_LEN(names) : ARRAY_LEN(assertions);

	if (list == assertions)
		name = str_slice(name, 6, name.len);
	for (size_t i = 0; i < count; i++)
		if (str_is(name, list[i]))
			return true;
	return false;
}

/* Outside classes that are, or are known to derive from, unittest.TestCase. */
static bool is_unittest_base(struct str name)
{
	return str_is(name, "unittest.TestCase") || str_is(name, "unittest.IsolatedAsyncioTestCase") || str_is(name, "unittest.case.TestCase") ||
	       str_is(name, "unittest.async_case.IsolatedAsyncioTestCase");
}

static bool is_bare_base(struct str name)
{
	static const char *const bare[] = { "ABC", "Generic", "Protocol", "abc.ABC", "object", "typing.Generic", "typing.Protocol" };

	for (size_t i = 0; i < ARRAY_LEN(bare); i++)
		if (str_is(name, bare[i]))
			return true;
	return false;
}

static void add_class(struct tests *t, const struct test_file *f, uint32_t def, struct lineage *l);

static void add_base(struct tests *t, const struct test_file *f, uint32_t def, struct str base, struct lineage *l)
{
	const struct outline *o = &t->in->project->files[f->file].outline;
	struct target to;

	if (is_bare_base(base))
		return;
	to = link_dotted(t->in->link, f->file, o->defs[def].parent, base);
	if (to.kind == TARGET_DEF && t->in->project->files[to.file].outline.defs[to.index].kind == DEF_CLASS) {
		add_class(t, tests_file(t, to.file), to.index, l);
	} else if (to.kind == TARGET_EXTERNAL && is_unittest_base(to.name)) {
		l->is_unittest = KNOWN_YES;
		l->is_async |= str_ends(to.name, STR("IsolatedAsyncioTestCase"));
	} else {
		l->is_open = true;
		/* django.test.TestCase and its like are unittest's, with methods of their own. */
		if (l->is_unittest != KNOWN_YES)
			l->is_unittest = str_ends(base, STR("TestCase")) ? KNOWN_YES : KNOWN_UNKNOWN;
	}
}

static void add_class(struct tests *t, const struct test_file *f, uint32_t def, struct lineage *l)
{
	for (uint32_t i = 0; i < l->count; i++)
		if (l->items[i].file == f && l->items[i].def == def)
			return;
	if (l->count == LINEAGE_MAX || !f->facts.is_read || def >= f->facts.def_count) {
		l->is_open = true;
		if (l->is_unittest == KNOWN_NO)
			l->is_unittest = KNOWN_UNKNOWN;
		return;
	}
	l->items[l->count].file = f;
	l->items[l->count].def = def;
	l->count++;
	for (uint32_t i = 0; i < f->facts.defs[def].base_count; i++)
		add_base(t, f, def, f->facts.defs[def].bases[i], l);
}

void tests_lineage(struct tests *t, const struct test_file *f, uint32_t class_def, struct lineage *ret)
{
	*ret = (struct lineage){ .is_unittest = KNOWN_NO };
	add_class(t, f, class_def, ret);
	if (tests_has_method(t, ret, STR("__getattr__")) || tests_has_method(t, ret, STR("__getattribute__")))
		ret->is_open = true;
}

bool tests_has_method(const struct tests *t, const struct lineage *l, struct str name)
{
	for (uint32_t i = 0; i < l->count; i++) {
		const struct outline *o = &t->in->project->files[l->items[i].file->file].outline;
		uint32_t class = l->items[i].def;

		for (uint32_t d = class + 1; d < o->def_count && o->defs[d].span.start < o->defs[class].end; d++)
			if (o->defs[d].parent == class && str_eq(o->defs[d].name, name))
				return true;
		for (uint32_t b = 0; b < o->binding_count; b++)
			if (o->bindings[b].def == class && str_eq(o->bindings[b].name, name))
				return true;
	}
	return false;
}
