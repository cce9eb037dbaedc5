/* Guard tests as Python writes them, for pytest or for unittest: what they are about, definitions, paths and warnings. */
#include "base/base.h"
#include "rewriters/guard.h"

#include "rewriters/guard_python.h"

/* --- What the tests are about --- */

static bool has_warnings(const struct guard *g)
{
	vec_foreach (const struct guard_path, p, &g->paths)
		if (p->warns)
			return true;
	return false;
}

static bool has_elsewhere(const struct guard *g)
{
	vec_foreach (const struct guard_path, p, &g->paths)
		if (p->is_elsewhere)
			return true;
	return false;
}

/* Is there another path than the canonical's own that ends at it? */
static bool has_paths_to_canonical(const struct guard *g)
{
	vec_foreach (const struct guard_path, p, &g->paths)
		if (str_eq(p->end, g->canonical))
			return true;
	return false;
}

/* Nothing is imported that no block uses. */
static void add_imports(const struct guard_writer *w, struct strbuf *b)
{
	const struct guard *g = w->g;
	bool makes = g->making.call.len > 0, cleans = makes && g->making.cleanup.len > 0, loads = makes || g->paths.len > 0;
	const struct {
		const char *module;
		bool is_used;
	} modules[] = {
		{ "ast", true },
		{ "asyncio", makes && (g->making.is_awaited || (cleans && g->making.is_cleanup_awaited)) },
		{ "collections", makes },
		{ "concurrent.futures", makes && !g->making.is_awaited },
		{ "dis", makes },
		{ "functools", makes },
		{ "gc", cleans },
		{ "importlib", loads },
		{ "inspect", has_paths_to_canonical(g) || makes },
		{ "logging", makes },
		{ "pathlib", true },
		{ "sys", has_warnings(g) || (makes && !g->making.is_awaited) },
		{ "threading", makes && !g->making.is_awaited },
		{ "traceback", loads },
		{ "types", makes },
		{ "unittest", !w->is_pytest },
		{ "uuid", makes },
		{ "warnings", loads },
		{ "weakref", cleans },
	};

	for (size_t i = 0; i < ARRAY_LEN(modules); i++)
		if (modules[i].is_used)
			strbuf_printf(b, "import %s\n", modules[i].module);
	if (w->is_pytest && loads)
		strbuf_addz(b, "\nimport pytest\n");
}

static void add_head(struct guard_writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&b, "\"\"\"" STR_FMT " is the one that makes " STR_FMT ".\n\n", STR_ARG(w->g->symbol), STR_ARG(w->g->product));
	strbuf_addz(&b, "Made by `canonry tests --generate`; running it takes no Canonry. Made again,\n"
			"what nobody has edited is renewed: a block between two `guard` comments that\n"
			"was changed, or emptied, stays as it is, and so does all outside of blocks.\n\"\"\"\n\n");
	add_imports(w, &b);
	guard_python_block(w, "head", &b, false);
}

static void add_list(struct strbuf *b, const char *name, const char *comment, const struct str *items, size_t count)
{
	strbuf_printf(b, "# %s\n%s = [%s", comment, name, count ? "\n" : "");
	for (size_t i = 0; i < count; i++) {
		strbuf_addz(b, "    ");
		guard_add_quoted(b, items[i]);
		strbuf_addz(b, ",\n");
	}
	strbuf_addz(b, "]\n");
}

static void add_paths(struct strbuf *b, const struct guard *g)
{
	strbuf_addz(b, "# Import path: what it has to give, the very same object.\nPATHS = {\n");
	vec_foreach (const struct guard_path, p, &g->paths) {
		strbuf_addz(b, "    ");
		guard_add_quoted(b, p->path);
		strbuf_addz(b, ": ");
		if (str_eq(p->end, g->canonical))
			strbuf_addz(b, "CANONICAL");
		else
			guard_add_quoted(b, p->end);
		strbuf_addz(b, ",\n");
	}
	strbuf_addz(b, "}\n");
}

enum path_kind { PATH_WARNS, PATH_ELSEWHERE };

static void add_paths_that(struct strbuf *b, const struct guard *g, enum path_kind kind, const char *name, const char *comment)
{
	VEC(struct str) found = { 0 };

	vec_foreach (const struct guard_path, p, &g->paths)
		if (kind == PATH_WARNS ? p->warns : p->is_elsewhere)
			vec_push(&found, p->path);
	if (found.len)
		add_list(b, name, comment, found.items, found.len);
	vec_release(&found);
}

/* ROOT by the place of the test's own file: where its folder is known, so is everything of the tree. */
static void add_root(struct strbuf *b, const struct guard *g, struct str folder)
{
	unsigned up = folder.len ? 1 : 0;

	for (size_t i = 0; i < folder.len; i++)
		up += folder.ptr[i] == '/';
	strbuf_printf(b, "# The import root, and where definitions are sought below it.\nROOT = pathlib.Path(__file__).resolve().parents[%u]", up);
	if (g->root.len) {
		strbuf_addz(b, " / ");
		guard_add_quoted(b, g->root);
	}
	strbuf_addch(b, '\n');
}

static void add_data(struct guard_writer *w, struct str folder)
{
	const struct guard *g = w->g;
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_addz(&b, "CANONICAL = ");
	guard_add_quoted(&b, g->canonical);
	strbuf_addch(&b, '\n');
	if (g->paths.len) {
		add_paths(&b, g);
		add_paths_that(&b, g, PATH_WARNS, "DEPRECATED", "Paths that have to warn, and to say where to go.");
		add_paths_that(&b, g, PATH_ELSEWHERE, "ELSEWHERE", "Paths of other distributions, which need not be installed.");
	}
	if (has_paths_to_canonical(g))
		add_list(&b, "METHODS", "What the canonical offers; an empty name is a function itself.", g->methods.items, g->methods.len);
	add_list(&b, "NAMES", "Names that nobody else may define.", g->names.items, g->names.len);
	add_root(&b, g, folder);
	strbuf_addz(&b, "PACKAGES = [\n");
	vec_foreach (struct str, p, &g->packages) {
		strbuf_addz(&b, "    ");
		guard_add_quoted(&b, *p);
		strbuf_addz(&b, ",\n");
	}
	strbuf_addz(&b, "]\n");
	guard_python_block(w, "data", &b, true);
}

/* In a block of its own, since this is the one that people edit. */
static void add_others(struct guard_writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_addz(&b, "# Who may define one of the names beside the canonical: meant to, or left to\n"
			"# people. Take a line out once it is gone.\n");
	strbuf_printf(&b, "OTHERS = {%s", w->g->others.len ? "\n" : "");
	vec_foreach (const struct guard_other, x, &w->g->others) {
		strbuf_addz(&b, "    ");
		guard_add_quoted(&b, x->path);
		strbuf_addz(&b, ": ");
		guard_add_quoted(&b, x->why);
		strbuf_addz(&b, ",\n");
	}
	strbuf_addz(&b, "}\n");
	guard_python_block(w, "others", &b, true);
}

/* --- Importing --- */

static const char load_text[] =
	"def top(dotted):\n"
	"    return dotted.partition(\":\")[0].partition(\".\")[0]\n"
	"\n"
	"\n"
	"def is_ours(module):\n"
	"    return top(module) in {top(path) for path in [CANONICAL, *PACKAGES]}\n"
	"\n"
	"\n"
	"def lies_outside(error):\n"
	"    \"\"\"Whether not this project is why: what is not installed, not configured.\"\"\"\n"
	"    cause = error\n"
	"    while cause is not None:\n"
	"        if isinstance(cause, ImportError) and cause.name:\n"
	"            return not is_ours(cause.name)\n"
	"        cause = cause.__cause__ or cause.__context__\n"
	"    frames = traceback.walk_tb(error.__traceback__)\n"
	"    names = [frame.f_globals.get(\"__name__\") or \"\" for frame, _ in frames]\n"
	"    last = [name for name in names if top(name) != \"importlib\"][-1]\n"
	"    return not is_ours(last) and last != __name__\n"
	"\n"
	"\n"
	"def load(path):\n"
	"    \"\"\"What an import path gives; skips where that cannot be had here.\"\"\"\n"
	"    module, _, name = path.partition(\":\")\n"
	"    try:\n"
	"        with warnings.catch_warnings():\n"
	"            warnings.simplefilter(\"ignore\")\n"
	"            return getattr(importlib.import_module(module), name)\n"
	"    except (Exception, SystemExit) as error:\n"
	"        reason = f\"{path} cannot be had: {error!r}\"\n";

/* Modules of other distributions may be missing altogether. */
static const char elsewhere_text[] =
	"        if path in ELSEWHERE or lies_outside(error):\n";

static void add_load(struct guard_writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_addz(&b, load_text);
	strbuf_addz(&b, has_elsewhere(w->g) ? elsewhere_text : "        if lies_outside(error):\n");
	guard_add_skip(w, &b, "            ", true);
	strbuf_addz(&b, "        raise AssertionError(reason) from error\n");
	guard_python_block(w, "load", &b, false);
}

/* --- One definition --- */

static const char definitions_text[] =
	"def is_looked_into(parts):\n"
	"    \"\"\"Tests, backups, what is installed: not, unless the canonical is there.\"\"\"\n"
	"    own = CANONICAL.partition(\":\")[0].split(\".\")\n"
	"    words = {\"conftest\", \"node_modules\", \"site-packages\", \"test\", \"testing\", \"tests\"}\n"
	"    starts = (\".\", \"backup\", \"test_\")\n"
	"    return not any(\n"
	"        part in words or part.startswith(starts) or part.endswith(\"_test\")\n"
	"        for part in parts\n"
	"        if part not in own\n"
	"    )\n"
	"\n"
	"\n"
	"def definitions():\n"
	"    \"\"\"Who defines one of the names at the top of a module, as module:Name.\"\"\"\n"
	"    found = set()\n"
	"    for package in PACKAGES:\n"
	"        path = ROOT / package\n"
	"        for file in [path] if path.is_file() else sorted(path.rglob(\"*.py\")):\n"
	"            parts = file.relative_to(ROOT).with_suffix(\"\").parts\n"
	"            if is_looked_into(parts) and file.is_file():\n"
	"                module = \".\".join(part for part in parts if part != \"__init__\")\n"
	"                found.update(f\"{module}:{x}\" for x in names_of(file.read_bytes()))\n"
	"    return found\n"
	"\n"
	"\n"
	"def names_of(source):\n"
	"    if not any(name.encode() in source for name in NAMES):\n"
	"        return\n"
	"    try:\n"
	"        pending = list(ast.parse(source).body)\n"
	"    except (SyntaxError, ValueError):\n"
	"        return\n"
	"    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)\n"
	"    while pending:\n"
	"        node = pending.pop()\n"
	"        if not isinstance(node, kinds):\n"
	"            inner = ast.iter_child_nodes(node)\n"
	"            kept = (ast.stmt, ast.ExceptHandler)\n"
	"            pending += [x for x in inner if isinstance(x, kept)]\n"
	"        elif node.name in NAMES:\n"
	"            yield node.name\n";

static void add_unique(struct guard_writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	const char *indent;

	strbuf_printf(&b, "%s\n\n", definitions_text);
	indent = guard_begin_test(w, &b, "OneDefinition", "test_there_is_one_definition");
	strbuf_printf(&b, "%sfound = definitions()\n%sgone = f\"{CANONICAL} is not below {ROOT}\"\n", indent, indent);
	strbuf_printf(&b, "%s%s\n", indent, w->is_pytest ? "assert CANONICAL in found, gone" : "self.assertIn(CANONICAL, found, gone)");
	strbuf_printf(&b, "%sothers = sorted(found - {CANONICAL, *OTHERS})\n", indent);
	strbuf_printf(&b, "%s%s\n", indent, w->is_pytest ? "assert others == [], f\"defined beside {CANONICAL}\"" : "self.assertEqual(others, [], f\"defined beside {CANONICAL}\")");
	guard_python_block(w, "uniqueness", &b, false);
}

/* --- Every path --- */

/* A test of each path of a list, by a function that takes it. */
struct path_test {
	const char *block, *check; /* of the block, and "check_x" */
	const char *paths;         /* what they are, in Python */
	const char *one, *every;   /* names: of pytest's test, which has a parameter, and of unittest's */
	const char *class_name;
};

static void add_path_test(struct guard_writer *w, const struct path_test *x, const char *text)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&b, "%s\n\n", text);
	if (w->is_pytest)
		strbuf_printf(&b, "@pytest.mark.parametrize(\"path\", %s)\ndef %s(path):\n    %s(path)\n", x->paths, x->one, x->check);
	else
		strbuf_printf(&b, "class %s(unittest.TestCase):\n    def %s(self):\n        for path in %s:\n            with self.subTest(path=path):\n"
				  "                %s(path)\n", x->class_name, x->every, x->paths, x->check);
	guard_python_block(w, x->block, &b, false);
}

static const struct path_test identity = { .block = "identity", .check = "check_identity", .paths = "PATHS", .class_name = "EveryPath",
	.one = "test_the_path_gives_the_same_object", .every = "test_every_path_gives_the_same_object" };
static const char identity_text[] =
	"def check_identity(path):\n"
	"    one, other = load(path), load(PATHS[path])\n"
	"    assert one is other, f\"{path} is {one!r}, not {PATHS[path]}\"\n";

static const struct path_test signatures = { .block = "signatures", .check = "check_signatures", .paths = "[x for x in PATHS if PATHS[x] == CANONICAL]",
	.class_name = "Signatures", .one = "test_the_path_takes_what_the_canonical_takes", .every = "test_every_path_takes_what_the_canonical_takes" };
static const char signatures_text[] =
	"def parameters(thing, method):\n"
	"    \"\"\"Names, kinds, and which are required; of what is not called its type.\"\"\"\n"
	"    called = getattr(thing, method, None) if method else thing\n"
	"    try:\n"
	"        signature = inspect.signature(called)\n"
	"    except (TypeError, ValueError):\n"
	"        return type(called)\n"
	"    taken = signature.parameters.values()\n"
	"    return [(x.name, x.kind, x.default is x.empty) for x in taken]\n"
	"\n"
	"\n"
	"def check_signatures(path):\n"
	"    for method in METHODS:\n"
	"        taken = parameters(load(path), method)\n"
	"        wanted = parameters(load(CANONICAL), method)\n"
	"        assert taken == wanted, f\"{path} {method} takes {taken}, not {wanted}\"\n";

/* --- Old paths --- */

static const struct path_test old_paths = { .block = "warnings", .check = "check_warning", .paths = "DEPRECATED", .class_name = "OldPaths",
	.one = "test_the_old_path_says_where_to_go", .every = "test_every_old_path_says_where_to_go" };
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
	"def check_warning(path):\n"
	"    module = CANONICAL.partition(\":\")[0]\n"
	"    names = [module] + [module.rpartition(\".\")[0]] * (\".\" in module)\n"
	"    said = told_by(path)\n"
	"    named = any(name in text for name in names for text in said)\n"
	"    assert named, f\"{path} does not warn and name {module}; it says {said}\"\n";

void guard_write(const struct guard *g, const struct guard_style *style, struct str folder, struct strbuf *out)
{
	struct guard_writer w = { .g = g, .style = style, .is_pytest = style->framework == FRAMEWORK_PYTEST, .out = out };

	add_head(&w);
	add_data(&w, folder);
	add_others(&w);
	if (g->paths.len || g->making.call.len)
		add_load(&w);
	add_unique(&w);
	if (g->paths.len)
		add_path_test(&w, &identity, identity_text);
	if (has_paths_to_canonical(g))
		add_path_test(&w, &signatures, signatures_text);
	if (has_warnings(g))
		add_path_test(&w, &old_paths, warnings_text);
	guard_add_isolation(&w);
	if (g->making.call.len && g->making.cleanup.len)
		guard_add_cleanup(&w);
	if (!w.is_pytest)
		guard_add_requoted(out, STR("\n\nif __name__ == \"__main__\":\n    unittest.main()\n"), style->has_single_quotes);
}
