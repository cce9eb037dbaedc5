/* Guard tests as Python writes them, for pytest or for unittest. */
#include "base/base.h"
#include "rewriters/guard.h"

struct writer {
	const struct guard *g;
	bool is_pytest;
	struct strbuf *out;
};

/* --- Blocks --- */

static void add_block(struct writer *w, const char *name, const struct strbuf *text)
{
	guard_add_block(w->out, false, name, strbuf_str(text));
}

static void add_gap(struct writer *w)
{
	strbuf_addz(w->out, "\n\n");
}

/* A text of this project inside of quotes: names and module paths need no escapes, whatever else does gets them. */
static void add_quoted(struct strbuf *b, struct str text)
{
	strbuf_addch(b, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c == '"' || c == '\\')
			strbuf_printf(b, "\\%c", c);
		else if (c < ' ')
			strbuf_printf(b, "\\x%02x", c);
		else
			strbuf_addch(b, (char)c);
	}
	strbuf_addch(b, '"');
}

/* --- What the tests are about --- */

static bool has_warnings(const struct guard *g)
{
	vec_foreach (const struct guard_path, p, &g->paths)
		if (p->warns)
			return true;
	return false;
}

static void add_head(struct writer *w)
{
	const struct guard *g = w->g;
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	bool makes = g->making.call.len > 0;

	strbuf_printf(&b, "\"\"\"" STR_FMT " is the one that makes " STR_FMT ", whatever the path to it.\n\n", STR_ARG(g->symbol), STR_ARG(g->product));
	strbuf_addz(&b, "Made by `canonry tests --generate`; running it takes no Canonry. Generating it again renews what\n"
			"nobody has edited: a block between two `guard` comments that was changed, or emptied, stays as it is,\n"
			"and so does everything outside of blocks.\n\"\"\"\n\n");
	strbuf_addz(&b, "import ast\n");
	if (makes && (g->making.is_awaited || g->making.is_cleanup_awaited))
		strbuf_addz(&b, "import asyncio\n");
	if (makes)
		strbuf_addz(&b, "import collections\n");
	if (makes && !g->making.is_awaited)
		strbuf_addz(&b, "import concurrent.futures\n");
	if (makes && g->making.cleanup.len)
		strbuf_addz(&b, "import gc\n");
	strbuf_addz(&b, "import importlib\nimport inspect\nimport pathlib\n");
	if (has_warnings(g))
		strbuf_addz(&b, "import sys\n");
	if (makes)
		strbuf_printf(&b, "%simport types\n", g->making.is_awaited ? "" : "import threading\n");
	strbuf_addz(&b, "import unittest\n");
	if (makes)
		strbuf_addz(&b, "import uuid\n");
	strbuf_addz(&b, "import warnings\n");
	if (makes && g->making.cleanup.len)
		strbuf_addz(&b, "import weakref\n");
	if (w->is_pytest)
		strbuf_addz(&b, "\nimport pytest\n");
	add_block(w, "head", &b);
}

static void add_list(struct strbuf *b, const char *name, const char *comment, const struct str *items, size_t count)
{
	strbuf_printf(b, "%s%s = [%s", comment, name, count ? "\n" : "");
	for (size_t i = 0; i < count; i++) {
		strbuf_addz(b, "    ");
		add_quoted(b, items[i]);
		strbuf_addz(b, ",\n");
	}
	strbuf_addz(b, "]\n");
}

static void add_paths(struct strbuf *b, const struct guard *g)
{
	strbuf_addz(b, "# Import path: what it has to give, the very same object.\nPATHS = {\n");
	vec_foreach (const struct guard_path, p, &g->paths) {
		strbuf_addz(b, "    ");
		add_quoted(b, p->path);
		strbuf_addz(b, ": ");
		add_quoted(b, p->end);
		strbuf_addz(b, ",\n");
	}
	strbuf_addz(b, "}\n");
}

static void add_others(struct strbuf *b, const struct guard *g)
{
	strbuf_addz(b, "# Those that do so and are not the canonical: meant to, or left to people. Take a line out once it is gone.\nOTHERS = {\n");
	vec_foreach (const struct guard_other, x, &g->others) {
		strbuf_addz(b, "    ");
		add_quoted(b, x->path);
		strbuf_addz(b, ": ");
		add_quoted(b, x->why);
		strbuf_addz(b, ",\n");
	}
	strbuf_addz(b, "}\n");
}

static void add_data(struct writer *w)
{
	const struct guard *g = w->g;
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	VEC(struct str) warned = { 0 };

	vec_foreach (const struct guard_path, p, &g->paths)
		if (p->warns)
			vec_push(&warned, p->path);
	strbuf_addz(&b, "CANONICAL = ");
	add_quoted(&b, g->canonical);
	strbuf_addch(&b, '\n');
	add_paths(&b, g);
	if (warned.len)
		add_list(&b, "DEPRECATED", "# Paths that have to warn, and to say where to go.\n", warned.items, warned.len);
	add_list(&b, "METHODS", "# What the canonical offers; \"\" is a function itself.\n", g->methods.items, g->methods.len);
	add_list(&b, "NAMES", "# Names that nobody else may define.\n", g->names.items, g->names.len);
	add_others(&b, g);
	add_list(&b, "PACKAGES", "# Where definitions are sought, below the import root.\n", g->packages.items, g->packages.len);
	strbuf_printf(&b, "DEPTH = %u  # folders from the canonical's file up to the import root\n", g->depth);
	vec_release(&warned);
	add_block(w, "data", &b);
}

/* --- Tests in two styles --- */

/* "def test_x():" or a class with the method; what follows is indented by `w`'s indentation. */
static const char *begin_test(struct writer *w, struct strbuf *b, const char *class, const char *test)
{
	if (w->is_pytest) {
		strbuf_printf(b, "def %s():\n", test);
		return "    ";
	}
	strbuf_printf(b, "class %s(unittest.TestCase):\n    def %s(self):\n", class, test);
	return "        ";
}

static void add_assertion(struct writer *w, struct strbuf *b, const char *indent, const char *plain, const char *method)
{
	strbuf_printf(b, "%s%s\n", indent, w->is_pytest ? plain : method);
}

static const char load_text[] =
	"def load(path):\n"
	"    \"\"\"The object that an import path gives.\"\"\"\n"
	"    module, _, name = path.partition(\":\")\n"
	"    own = {package.partition(\".\")[0] for package in PACKAGES}\n"
	"    with warnings.catch_warnings():\n"
	"        warnings.simplefilter(\"ignore\")\n"
	"        try:\n"
	"            return getattr(importlib.import_module(module), name)\n"
	"        except ModuleNotFoundError as missing:\n"
	"            if (missing.name or \"\").partition(\".\")[0] in own:\n"
	"                raise\n"
	"            raise unittest.SkipTest(f\"{missing.name} is not installed\") from missing\n";

static const char definitions_text[] =
	"def definitions():\n"
	"    \"\"\"Who defines one of the names at the top of a module, as module:Name; tests and backups are not looked into.\"\"\"\n"
	"    load(CANONICAL)\n"
	"    root = pathlib.Path(importlib.import_module(CANONICAL.partition(\":\")[0]).__file__).resolve().parents[DEPTH]\n"
	"    found = set()\n"
	"    for package in PACKAGES:\n"
	"        top = root / package\n"
	"        for file in [top] if top.is_file() else sorted(top.rglob(\"*.py\")):\n"
	"            parts = file.relative_to(root).with_suffix(\"\").parts\n"
	"            if any(part.startswith((\"test\", \"backup\", \".\")) or part == \"conftest\" for part in parts):\n"
	"                continue\n"
	"            text = file.read_bytes()\n"
	"            if any(name.encode() in text for name in NAMES):\n"
	"                module = \".\".join(part for part in parts if part != \"__init__\")\n"
	"                found.update(f\"{module}:{name}\" for name in defined_names(text) if name in NAMES)\n"
	"    return found\n"
	"\n"
	"\n"
	"def defined_names(text):\n"
	"    try:\n"
	"        pending = list(ast.parse(text).body)\n"
	"    except (SyntaxError, ValueError):\n"
	"        return\n"
	"    while pending:\n"
	"        node = pending.pop()\n"
	"        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):\n"
	"            yield node.name\n"
	"        else:\n"
	"            pending += [inner for inner in ast.iter_child_nodes(node) if isinstance(inner, (ast.stmt, ast.ExceptHandler))]\n";

static void add_helpers(struct writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_addz(&b, load_text);
	add_block(w, "load", &b);
}

static void add_unique(struct writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	const char *indent;

	strbuf_addz(&b, definitions_text);
	strbuf_addz(&b, "\n\n");
	indent = begin_test(w, &b, "OneDefinition", "test_there_is_one_definition");
	strbuf_printf(&b, "%sfound = definitions()\n", indent);
	add_assertion(w, &b, indent, "assert CANONICAL in found", "self.assertIn(CANONICAL, found)");
	add_assertion(w, &b, indent, "assert sorted(found - {CANONICAL, *OTHERS}) == []", "self.assertEqual(sorted(found - {CANONICAL, *OTHERS}), [])");
	add_block(w, "uniqueness", &b);
}

static void add_identity(struct writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	if (w->is_pytest)
		strbuf_addz(&b, "@pytest.mark.parametrize(\"path\", PATHS)\n"
				"def test_the_path_gives_the_same_object(path):\n"
				"    assert load(path) is load(PATHS[path])\n");
	else
		strbuf_addz(&b, "class EveryPath(unittest.TestCase):\n"
				"    def test_every_path_gives_the_same_object(self):\n"
				"        for path, end in PATHS.items():\n"
				"            with self.subTest(path=path):\n"
				"                self.assertIs(load(path), load(end))\n");
	add_block(w, "identity", &b);
}

static void add_signatures(struct writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_addz(&b, "def parameters(thing, method):\n"
			"    \"\"\"Names, kinds, and which are required.\"\"\"\n"
			"    called = getattr(thing, method) if method else thing\n"
			"    return [(x.name, x.kind, x.default is x.empty) for x in inspect.signature(called).parameters.values()]\n\n\n");
	if (w->is_pytest)
		strbuf_addz(&b, "@pytest.mark.parametrize(\"path\", [path for path, end in PATHS.items() if end == CANONICAL])\n"
				"def test_the_path_takes_what_the_canonical_takes(path):\n"
				"    for method in METHODS:\n"
				"        assert parameters(load(path), method) == parameters(load(CANONICAL), method), method\n");
	else
		strbuf_addz(&b, "class Signatures(unittest.TestCase):\n"
				"    def test_every_path_takes_what_the_canonical_takes(self):\n"
				"        for path in (path for path, end in PATHS.items() if end == CANONICAL):\n"
				"            for method in METHODS:\n"
				"                with self.subTest(path=path, method=method):\n"
				"                    self.assertEqual(parameters(load(path), method), parameters(load(CANONICAL), method))\n");
	add_block(w, "signatures", &b);
}

static const char warnings_text[] =
	"def told_by(path):\n"
	"    \"\"\"What is said when the module is imported anew and asked for the name.\"\"\"\n"
	"    module, _, name = path.partition(\":\")\n"
	"    parent, _, tail = module.rpartition(\".\")\n"
	"    load(path)\n"
	"    kept = sys.modules.pop(module)\n"
	"    try:\n"
	"        with warnings.catch_warnings(record=True) as said:\n"
	"            warnings.simplefilter(\"always\")\n"
	"            getattr(importlib.import_module(module), name)\n"
	"    finally:\n"
	"        sys.modules[module] = kept\n"
	"        if parent:\n"
	"            setattr(sys.modules[parent], tail, kept)\n"
	"    kinds = (DeprecationWarning, FutureWarning, PendingDeprecationWarning)\n"
	"    return [str(x.message) for x in said if issubclass(x.category, kinds)]\n"
	"\n"
	"\n"
	"def names_the_canonical(text):\n"
	"    module = CANONICAL.partition(\":\")[0]\n"
	"    return module in text or (\".\" in module and module.rpartition(\".\")[0] in text)\n";

static void add_warnings(struct writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_addz(&b, warnings_text);
	strbuf_addz(&b, "\n\n");
	if (w->is_pytest)
		strbuf_addz(&b, "@pytest.mark.parametrize(\"path\", DEPRECATED)\n"
				"def test_the_old_path_says_where_to_go(path):\n"
				"    assert any(names_the_canonical(text) for text in told_by(path))\n");
	else
		strbuf_addz(&b, "class OldPaths(unittest.TestCase):\n"
				"    def test_every_old_path_says_where_to_go(self):\n"
				"        for path in DEPRECATED:\n"
				"            with self.subTest(path=path):\n"
				"                self.assertTrue(any(names_the_canonical(text) for text in told_by(path)))\n");
	add_block(w, "warnings", &b);
}

/* --- Two users --- */

static const char reach_text[] =
	"def reach(thing, without=()):\n"
	"    \"\"\"What can be come to from an object by attributes and containers; modules, classes and functions apart.\"\"\"\n"
	"    found, pending = {}, [thing]\n"
	"    left_out = (types.ModuleType, type, types.FunctionType, types.BuiltinFunctionType)\n"
	"    while pending and len(found) < 50000:\n"
	"        one = pending.pop()\n"
	"        if id(one) in found or isinstance(one, left_out) or any(one is x for x in without):\n"
	"            continue\n"
	"        found[id(one)] = one\n"
	"        if isinstance(one, dict):\n"
	"            pending += [*one.keys(), *one.values()]\n"
	"        elif isinstance(one, (list, tuple, set, frozenset, collections.deque)):\n"
	"            pending += list(one)\n"
	"        elif isinstance(one, types.MethodType):\n"
	"            pending.append(one.__self__)\n"
	"        else:\n"
	"            pending += list(getattr(one, \"__dict__\", {}).values())\n"
	"            slots = [name for kind in type(one).__mro__ for name in getattr(kind, \"__slots__\", ())]\n"
	"            pending += [getattr(one, name) for name in slots if isinstance(name, str) and hasattr(one, name)]\n"
	"    return list(found.values())\n"
	"\n"
	"\n"
	"def mentions(thing, marker, without=()):\n"
	"    \"\"\"The texts within reach that hold the marker of a user.\"\"\"\n"
	"    return [text for text in reach(thing, without) if isinstance(text, str) and marker in text]\n";

static void add_making(struct writer *w, struct strbuf *b)
{
	const struct guard *g = w->g;
	bool is_class = str_starts(g->making.call, STR("factory."));

	strbuf_printf(b, "def new_factory():\n    return load(CANONICAL)%s\n\n\n", is_class ? "()" : "");
	strbuf_printf(b, "%sdef make(factory, user):\n    return %s" STR_FMT "\n\n\n", g->making.is_awaited ? "async " : "",
		      g->making.is_awaited ? "await " : "", STR_ARG(g->making.call));
	strbuf_addz(b, "def new_user():\n    return f\"guard-{uuid.uuid4().hex}\"\n\n\n");
	strbuf_addz(b, "def check_that_one_can_be_made():\n    try:\n");
	strbuf_printf(b, "        return %smake(new_factory(), new_user())%s\n", g->making.is_awaited ? "asyncio.run(" : "", g->making.is_awaited ? ")" : "");
	strbuf_addz(b, "    except Exception as error:\n        raise unittest.SkipTest(f\"none can be made here: {error!r}\") from error\n\n\n");
	if (g->making.is_awaited)
		strbuf_addz(b, "def make_at_once(factory, users):\n"
			       "    async def all_of_them():\n"
			       "        return await asyncio.gather(*(make(factory, user) for user in users))\n\n"
			       "    return asyncio.run(all_of_them())\n");
	else
		strbuf_addz(b, "def make_at_once(factory, users):\n"
			       "    barrier = threading.Barrier(len(users), timeout=60)\n\n"
			       "    def one(user):\n"
			       "        barrier.wait()\n"
			       "        return make(factory, user)\n\n"
			       "    with concurrent.futures.ThreadPoolExecutor(len(users)) as pool:\n"
			       "        return list(pool.map(one, users))\n");
}

static void add_isolation(struct writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	const char *indent;

	if (!w->g->making.call.len) {
		strbuf_printf(&b, "# Two users at once are left out: " STR_FMT ".\n", STR_ARG(w->g->making.why_not.len ? w->g->making.why_not : STR("unknown")));
		strbuf_addz(&b, "# Write the test here if there is something to keep apart.\n");
		add_block(w, "isolation", &b);
		return;
	}
	strbuf_addz(&b, reach_text);
	strbuf_addz(&b, "\n\n");
	add_making(w, &b);
	strbuf_addz(&b, "\n\n");
	indent = begin_test(w, &b, "TwoUsers", "test_two_users_at_once_share_nothing");
	strbuf_printf(&b, "%scheck_that_one_can_be_made()\n%sfor _ in range(20):\n", indent, indent);
	strbuf_printf(&b, "%s    factory, users = new_factory(), [new_user(), new_user()]\n", indent);
	strbuf_printf(&b, "%s    first, second = make_at_once(factory, users)\n", indent);
	add_assertion(w, &b, indent, "    assert first is not second", "    self.assertIsNot(first, second)");
	add_assertion(w, &b, indent, "    assert mentions(first, users[1], [factory]) == []", "    self.assertEqual(mentions(first, users[1], [factory]), [])");
	add_assertion(w, &b, indent, "    assert mentions(second, users[0], [factory]) == []", "    self.assertEqual(mentions(second, users[0], [factory]), [])");
	add_block(w, "isolation", &b);
}

static void add_cleanup(struct writer *w)
{
	const struct guard *g = w->g;
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	const char *indent;
	bool is_async;

	indent = begin_test(w, &b, "Cleanup", "test_cleanup_leaves_nothing");
	strbuf_printf(&b, "%scheck_that_one_can_be_made()\n%sfactory, user = new_factory(), new_user()\n", indent, indent);
	/* In a function of its own, so that no variable keeps the product. */
	is_async = g->making.is_awaited || g->making.is_cleanup_awaited;
	strbuf_printf(&b, "\n%s%sdef make_and_clean_up():\n", indent, is_async ? "async " : "");
	strbuf_printf(&b, "%s    product = %smake(factory, user)\n", indent, g->making.is_awaited ? "await " : "");
	strbuf_printf(&b, "%s    %sfactory." STR_FMT "()\n", indent, g->making.is_cleanup_awaited ? "await " : "", STR_ARG(g->making.cleanup));
	strbuf_printf(&b, "%s    return weakref.ref(product)\n\n", indent);
	strbuf_printf(&b, "%sremembered = %smake_and_clean_up()%s\n", indent, is_async ? "asyncio.run(" : "", is_async ? ")" : "");
	strbuf_printf(&b, "%sgc.collect()\n", indent);
	add_assertion(w, &b, indent, "assert remembered() is None", "self.assertIsNone(remembered())");
	add_assertion(w, &b, indent, "assert mentions(factory, user) == []", "self.assertEqual(mentions(factory, user), [])");
	add_block(w, "cleanup", &b);
}

void guard_write(const struct guard *g, enum test_framework framework, struct strbuf *out)
{
	struct writer w = { .g = g, .is_pytest = framework == FRAMEWORK_PYTEST, .out = out };

	add_head(&w);
	strbuf_addch(out, '\n');
	add_data(&w);
	add_gap(&w);
	add_helpers(&w);
	add_gap(&w);
	add_unique(&w);
	if (g->paths.len) {
		add_gap(&w);
		add_identity(&w);
		add_gap(&w);
		add_signatures(&w);
	}
	if (has_warnings(g)) {
		add_gap(&w);
		add_warnings(&w);
	}
	add_gap(&w);
	add_isolation(&w);
	if (g->making.call.len && g->making.cleanup.len) {
		add_gap(&w);
		add_cleanup(&w);
	}
	if (!w.is_pytest)
		strbuf_addz(out, "\n\nif __name__ == \"__main__\":\n    unittest.main()\n");
}
