/* Guards in Python of what one user gets: two at once share nothing, and cleanup leaves nothing. */
#include "base/base.h"
#include "rewriters/guard_python.h"

#include <string.h>

/* --- What is within reach --- */

static const char used_by_text[] =
	"def used_by(function):\n"
	"    \"\"\"What a function of this project takes from around it, by name.\"\"\"\n"
	"    pending = [function.__code__]\n"
	"    while pending:\n"
	"        code = pending.pop()\n"
	"        pending += [x for x in code.co_consts if isinstance(x, types.CodeType)]\n"
	"        for step in dis.get_instructions(code):\n"
	"            if step.opname == \"LOAD_GLOBAL\" and step.argval in function.__globals__:\n"
	"                yield step.argval, function.__globals__[step.argval]\n"
	"\n"
	"\n"
	"def plain_function(value):\n"
	"    kinds = {property: \"fget\", classmethod: \"__func__\", staticmethod: \"__func__\"}\n"
	"    value = getattr(value, kinds.get(type(value), \"\"), value)\n"
	"    return inspect.unwrap(value) if isinstance(value, types.FunctionType) else None\n"
	"\n"
	"\n"
	"def used_by_method(method):\n"
	"    \"\"\"The same, and what the functions use that it calls by name.\"\"\"\n"
	"    for name, value in list(used_by(method)):\n"
	"        function = plain_function(value)\n"
	"        yield name, value\n"
	"        if function and is_ours(function.__module__):\n"
	"            yield from ((f\"{name}().{x}\", y) for x, y in used_by(function))\n"
	"\n"
	"\n"
	"def shared_by(kind):\n"
	"    \"\"\"What a class holds for all of its instances, and what its methods use.\"\"\"\n"
	"    for base in [x for x in kind.__mro__ if is_ours(x.__module__)]:\n"
	"        for name, value in list(vars(base).items()):\n"
	"            function = plain_function(value)\n"
	"            if function:\n"
	"                yield from used_by_method(function)\n"
	"            elif not name.startswith(\"__\"):\n"
	"                yield f\"{base.__name__}.{name}\", value\n";

static const char held_by_text[] =
	"def held_by(one):\n"
	"    \"\"\"What an object itself holds, by the way to it.\"\"\"\n"
	"    if isinstance(one, dict):\n"
	"        yield from ((\" key\", key) for key in list(one))\n"
	"        yield from ((f\"[{key!r}]\", value) for key, value in list(one.items()))\n"
	"    elif isinstance(one, (list, tuple, set, frozenset, collections.deque)):\n"
	"        yield from ((f\"[{place}]\", value) for place, value in enumerate(list(one)))\n"
	"    elif isinstance(one, types.FunctionType):\n"
	"        cells = zip(one.__code__.co_freevars, one.__closure__ or ())\n"
	"        yield from ((f\".{name}\", cell) for name, cell in cells)\n"
	"        yield \" defaults\", [one.__defaults__, one.__kwdefaults__]\n"
	"    fields = [\"__self__\"] * isinstance(one, types.MethodType)\n"
	"    fields += [\"cell_contents\"] * isinstance(one, types.CellType)\n"
	"    fields += [\"func\", \"args\", \"keywords\"] * isinstance(one, functools.partial)\n"
	"    fields += [x for kind in type(one).__mro__ for x in getattr(kind, \"__slots__\", ())]\n"
	"    for name in fields:\n"
	"        try:\n"
	"            yield f\".{name}\", getattr(one, name)\n"
	"        except (AttributeError, ValueError):\n"
	"            continue\n"
	"    yield from ((f\".{name}\", x) for name, x in dict(attributes(one)).items())\n"
	"\n"
	"\n"
	"def attributes(one):\n"
	"    try:\n"
	"        return vars(one)\n"
	"    except Exception:\n"
	"        return {}\n";

static const char places_text[] =
	"APART = (\n"
	"    logging.Handler,\n"
	"    logging.Logger,\n"
	"    types.BuiltinFunctionType,\n"
	"    types.ModuleType,\n"
	"    type,\n"
	")\n"
	"\n"
	"\n"
	"def search(pending, marker, seen, is_left_out=lambda way: False):\n"
	"    found = []\n"
	"    while pending and len(seen) < 50000:\n"
	"        way, one = pending.pop()\n"
	"        if id(one) in seen or issubclass(type(one), APART):\n"
	"            continue\n"
	"        seen[id(one)] = one\n"
	"        if isinstance(one, (bytes, pathlib.PurePath, str)):\n"
	"            found += [way] * (marker in str(one))\n"
	"        else:\n"
	"            pending += [(way + x, y) for x, y in held_by(one) if not is_left_out(x)]\n"
	"    return found\n"
	"\n"
	"\n"
	"def places(thing, marker):\n"
	"    \"\"\"Where a user's marker is found in what an object holds.\"\"\"\n"
	"    return search([(type(thing).__name__, thing)], marker, {})\n"
	"\n"
	"\n"
	"def shared_places(thing, marker, factory):\n"
	"    \"\"\"And in what the classes of this project hold for all, or their methods use.\n"
	"\n"
	"    There an entry that has the marker in its key is a user's own.\n"
	"    \"\"\"\n"
	"    seen = {id(factory): factory}\n"
	"    found = search([(type(thing).__name__, thing)], marker, seen)\n"
	"    kinds = {type(one) for one in seen.values() if one is not factory}\n"
	"    shared = [x for kind in sorted(kinds, key=repr) for x in shared_by(kind)]\n"
	"    return found + search(shared, marker, seen, lambda x: x == \" key\" or marker in x)\n";

/* --- Making --- */

#define COLUMNS 88 /* what black and ruff allow unless they are told otherwise */

/* The length of an argument with its comma, up to the next one at the same depth. */
static size_t argument_length(struct str arguments)
{
	int depth = 0;

	for (size_t i = 0; i < arguments.len; i++) {
		depth += strchr("([{", arguments.ptr[i]) != NULL;
		depth -= strchr(")]}", arguments.ptr[i]) != NULL;
		if (depth == 0 && arguments.ptr[i] == ',')
			return i + 1;
	}
	return arguments.len;
}

static size_t columns(struct str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return count;
}

/* "return factory.create(...)", broken as formatters break it when it is too long for a line. */
static void add_return(struct strbuf *b, const char *before, struct str call)
{
	size_t open = str_find(call, '(') + 1;
	struct str arguments = str_slice(call, open, call.len - 1);

	if (strlen(before) + columns(call) <= COLUMNS) {
		strbuf_printf(b, "%s" STR_FMT "\n", before, STR_ARG(call));
		return;
	}
	strbuf_printf(b, "%s" STR_FMT "\n", before, STR_ARG(str_slice(call, 0, open)));
	if (columns(arguments) + 8 <= COLUMNS)
		strbuf_printf(b, "        " STR_FMT "\n", STR_ARG(arguments));
	for (size_t length; columns(arguments) + 8 > COLUMNS && arguments.len; arguments = str_trim(str_slice(arguments, length, arguments.len))) {
		length = argument_length(arguments);
		strbuf_printf(b, "        " STR_FMT "%s\n", STR_ARG(str_slice(arguments, 0, length)), length == arguments.len ? "," : "");
	}
	strbuf_addz(b, "    )\n");
}

static void add_making(const struct guard_writer *w, struct strbuf *b)
{
	const struct guard *g = w->g;
	bool is_class = str_starts(g->making.call, STR("factory."));

	strbuf_printf(b, "def new_factory():\n    return load(CANONICAL)%s\n\n\n", is_class ? "()" : "");
	strbuf_printf(b, "%sdef make(factory, user):\n", g->making.is_awaited ? "async " : "");
	add_return(b, g->making.is_awaited ? "    return await " : "    return ", g->making.call);
	strbuf_addz(b, "\n\n");
	strbuf_addz(b, "def new_user():\n    return f\"guard-{uuid.uuid4().hex}\"\n");
}

static bool needs_loop(const struct guard *g)
{
	return g->making.is_awaited || (g->making.cleanup.len && g->making.is_cleanup_awaited);
}

/* asyncio.run() would leave the thread without a loop for the tests that come later. */
static const char wait_for_text[] =
	"def wait_for(coroutine):\n"
	"    loop = asyncio.new_event_loop()\n"
	"    try:\n"
	"        return loop.run_until_complete(coroutine)\n"
	"    finally:\n"
	"        loop.close()\n";

static void add_check(const struct guard_writer *w, struct strbuf *b)
{
	bool waits = w->g->making.is_awaited;

	strbuf_addz(b, "def check_that_one_can_be_made():\n"
		       "    try:\n");
	strbuf_printf(b, "        one = %smake(new_factory(), new_user())%s\n", waits ? "wait_for(" : "", waits ? ")" : "");
	strbuf_addz(b, "    except Exception as error:\n"
		       "        reason = f\"none can be made here: {error!r}\"\n");
	guard_add_skip(w, b, "        ", true);
	strbuf_addz(b, "    if one is None or isinstance(one, (bool, bytes, int, str, type)):\n"
		       "        reason = f\"what is made holds nothing of its own: {one!r}\"\n");
	guard_add_skip(w, b, "        ", false);
}

static const char at_once_async_text[] =
	"def make_at_once(factory, users):\n"
	"    async def all_of_them():\n"
	"        return await asyncio.gather(*(make(factory, user) for user in users))\n"
	"\n"
	"    return wait_for(all_of_them())\n";

static const char at_once_text[] =
	"def make_at_once(factory, users):\n"
	"    barrier = threading.Barrier(len(users), timeout=60)\n"
	"    interval = sys.getswitchinterval()\n"
	"\n"
	"    def one(user):\n"
	"        barrier.wait()\n"
	"        return make(factory, user)\n"
	"\n"
	"    sys.setswitchinterval(1e-6)\n"
	"    try:\n"
	"        with concurrent.futures.ThreadPoolExecutor(len(users)) as pool:\n"
	"            return list(pool.map(one, users))\n"
	"    finally:\n"
	"        sys.setswitchinterval(interval)\n";

/* --- Two users --- */

static void add_left_out(struct guard_writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&b, "# Two users at once are left out: " STR_FMT ".\n", STR_ARG(w->g->making.why_not.len ? w->g->making.why_not : STR("unknown")));
	strbuf_addz(&b, "# Write the test here if there is something to keep apart.\n");
	guard_python_block(w, "isolation", &b, false);
}

static const char both_text[] =
	"def check_two_at_once():\n"
	"    factory, users = new_factory(), [new_user(), new_user()]\n"
	"    made = make_at_once(factory, users)\n"
	"    assert made[0] is not made[1], f\"both users got {made[0]!r}\"\n"
	"    for one, other in zip(made, reversed(users)):\n"
	"        found = shared_places(one, other, factory)\n"
	"        assert found == [], f\"what one user got holds the other's marker: {found}\"\n";

void guard_add_isolation(struct guard_writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	const char *indent;

	if (!w->g->making.call.len) {
		add_left_out(w);
		return;
	}
	strbuf_printf(&b, "%s\n\n%s\n\n%s\n\n", used_by_text, held_by_text, places_text);
	add_making(w, &b);
	strbuf_addz(&b, "\n\n");
	if (needs_loop(w->g))
		strbuf_printf(&b, "%s\n\n", wait_for_text);
	add_check(w, &b);
	strbuf_printf(&b, "\n\n%s\n\n%s\n\n", w->g->making.is_awaited ? at_once_async_text : at_once_text, both_text);
	indent = guard_begin_test(w, &b, "TwoUsers", "test_two_users_at_once_share_nothing");
	strbuf_printf(&b, "%scheck_that_one_can_be_made()\n%sfor _ in range(20):\n%s    check_two_at_once()\n", indent, indent, indent);
	guard_python_block(w, "isolation", &b, false);
}

/* --- Cleanup --- */

/* In a function of its own, so that no variable keeps the product. */
static void add_clean_up(const struct guard_writer *w, struct strbuf *b)
{
	const struct guard *g = w->g;

	strbuf_printf(b, "%sdef make_and_clean_up(factory, user):\n", needs_loop(g) ? "async " : "");
	strbuf_printf(b, "    product = %smake(factory, user)\n", g->making.is_awaited ? "await " : "");
	strbuf_printf(b, "    %sfactory." STR_FMT "()\n", g->making.is_cleanup_awaited ? "await " : "", STR_ARG(g->making.cleanup));
	strbuf_addz(b, "    try:\n"
		       "        return weakref.ref(product)\n"
		       "    except TypeError as error:\n"
		       "        reason = f\"nobody can tell whether it is still alive: {error}\"\n");
	guard_add_skip(w, b, "        ", true);
	strbuf_addz(b, "\n\n");
}

void guard_add_cleanup(struct guard_writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	bool waits = needs_loop(w->g);
	const char *indent;

	add_clean_up(w, &b);
	indent = guard_begin_test(w, &b, "Cleanup", "test_cleanup_leaves_nothing");
	strbuf_printf(&b, "%scheck_that_one_can_be_made()\n%sfactory, user = new_factory(), new_user()\n", indent, indent);
	strbuf_printf(&b, "%sremembered = %smake_and_clean_up(factory, user)%s\n%sgc.collect()\n", indent, waits ? "wait_for(" : "", waits ? ")" : "", indent);
	strbuf_printf(&b, "%salive = \"what was made is still alive\"\n", indent);
	strbuf_printf(&b, "%s%s\n", indent, w->is_pytest ? "assert remembered() is None, alive" : "self.assertIsNone(remembered(), alive)");
	strbuf_printf(&b, "%s%s\n", indent, w->is_pytest ? "assert places(factory, user) == []" : "self.assertEqual(places(factory, user), [])");
	guard_python_block(w, "cleanup", &b, false);
}
