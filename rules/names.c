/* Word tables and the cutting of identifiers into tokens. */
#include "base/base.h"
#include "rules/names.h"

#include <string.h>

#include "base/strbuf.h"

static const char *const factory_words[] = { "builder", "creator", "factory", "maker" };
static const char *const create_words[] = { "build", "construct", "create", "instantiate", "make", "new" };
static const char *const get_words[] = { "acquire", "get", "obtain", "open", "provide" };
static const char *const configure_words[] = { "configure", "init", "initialize", "install", "reset", "set", "setup" };

/* Between verb and product, or at the end, these say how, not what. */
static const char *const filler_words[] = { "a", "an", "async", "dependency", "instance", "object", "singleton", "sync", "the" };

static const char *const helper_endings[] = {
	"adapter",    "analysis",  "args",      "capabilities", "config",   "configuration", "context",   "dep",       "dict",     "enum",
	"error",      "errors",    "exception", "extension",    "extensions", "info",        "interface", "kwargs",    "list",     "manager",
	"meta",       "metaclass", "metrics",   "mixin",        "mode",     "options",       "params",    "pattern",   "patterns", "policy",
	"protocol",   "registry",  "report",    "request",      "response", "result",        "schema",    "settings",  "spec",     "state",
	"stats",      "status",    "strategy",  "suite",        "test",     "testcase",      "tests",     "type",      "types",    "validation",
	"validator",  "warning",
};
static const char *const double_words[] = { "dummy", "fake", "faked", "mock", "mocked", "spy", "stub", "stubbed" };
static const char *const legacy_words[] = { "backup", "compat", "compatibility", "copy", "deprecated", "legacy", "obsolete", "old", "orig" };

static bool is_word(struct str token, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(token, words[i]))
			return true;
	return false;
}
#define IS_WORD(token, words) is_word((token), (words), ARRAY_LEN(words))

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Does a new token begin at i? At a hump (aB), and at the last capital of a run (HTTPEngine -> HTTP Engine). */
static bool is_hump(struct str name, size_t i)
{
	if (!is_upper(name.ptr[i]) || i == 0)
		return false;
	if (is_lower(name.ptr[i - 1]))
		return true;
	return is_upper(name.ptr[i - 1]) && i + 1 < name.len && name.ptr[i + 1] >= 'a' && name.ptr[i + 1] <= 'z';
}

static bool is_joint(char c)
{
	return c == '_' || c == ':';
}

void tokens_split(struct str name, struct tokens *ret)
{
	size_t used = 0, begin = 0;

	ret->count = 0;
	for (size_t i = 0; i <= name.len; i++) {
		bool ends = i == name.len || is_joint(name.ptr[i]) || is_hump(name, i) || used == sizeof(ret->text);

		if (ends && used > begin && ret->count < NAME_TOKENS_MAX) {
			ret->token[ret->count++] = (struct str){ ret->text + begin, used - begin };
			begin = used;
		}
		if (i < name.len && !is_joint(name.ptr[i]) && used < sizeof(ret->text)) {
			char c = name.ptr[i];
			ret->text[used++] = is_upper(c) ? (char)(c - 'A' + 'a') : c;
		}
	}
}

static struct str tokens_join(const struct tokens *t, uint32_t from, uint32_t to, struct arena *a)
{
	char buffer[256];
	size_t len = 0;

	for (uint32_t i = from; i < to; i++) {
		if (len)
			buffer[len++] = '_';
		memcpy(buffer + len, t->token[i].ptr, t->token[i].len);
		len += t->token[i].len;
	}
	return arena_str(a, (struct str){ buffer, len });
}

struct str stem_of(struct str name, struct arena *a)
{
	struct tokens t;

	tokens_split(name, &t);
	return tokens_join(&t, 0, t.count, a);
}

bool stem_ends(struct str whole, struct str part)
{
	if (part.len == 0 || !str_ends(whole, part))
		return false;
	return whole.len == part.len || whole.ptr[whole.len - part.len - 1] == '_';
}

bool stem_within(struct str part, struct str whole)
{
	if (part.len == 0)
		return false;
	for (size_t i = 0; i + part.len <= whole.len; i++) {
		bool starts = i == 0 || whole.ptr[i - 1] == '_';
		bool ends = i + part.len == whole.len || whole.ptr[i + part.len] == '_';

		if (starts && ends && memcmp(whole.ptr + i, part.ptr, part.len) == 0)
			return true;
	}
	return false;
}

/* Drop what says how and not what from both ends of [*from, *to). */
static void trim_fillers(const struct tokens *t, uint32_t *from, uint32_t *to)
{
	while (*from < *to && IS_WORD(t->token[*from], filler_words))
		(*from)++;
	while (*from < *to && IS_WORD(t->token[*to - 1], filler_words))
		(*to)--;
}

static enum claim verb_claim(struct str token)
{
	if (IS_WORD(token, create_words))
		return CLAIM_CREATE;
	if (IS_WORD(token, get_words))
		return CLAIM_GET;
	if (IS_WORD(token, configure_words))
		return CLAIM_CONFIGURE;
	return CLAIM_NONE;
}

/* create_engine, get_engine_factory, async_make_engine */
static struct claim_name function_claim(const struct tokens *t, struct arena *a)
{
	struct claim_name c = { 0 };
	uint32_t from = 0, to = t->count;

	trim_fillers(t, &from, &to);
	if (from == to)
		return c;
	c.claim = verb_claim(t->token[from]);
	if (c.claim != CLAIM_NONE) {
		from++;
		trim_fillers(t, &from, &to);
		if (from < to && IS_WORD(t->token[from], get_words))
			from++; /* get_or_create_x: "or" goes below */
	}
	if (from + 1 < to && str_is(t->token[from], "or") && verb_claim(t->token[from + 1]) != CLAIM_NONE) {
		c.claim = CLAIM_CREATE;
		from += 2;
	}
	while (to > from && IS_WORD(t->token[to - 1], factory_words)) {
		c.of_factory = c.claim != CLAIM_NONE;
		if (c.claim == CLAIM_NONE)
			c.claim = CLAIM_FACTORY;
		to--;
	}
	if (from < to && str_is(t->token[from], "factory")) {
		from++; /* get_factory_engine: by way of the factory */
	}
	trim_fillers(t, &from, &to);
	if (c.claim != CLAIM_NONE)
		c.stem = tokens_join(t, from, to, a);
	return c;
}

static struct claim_name class_claim(const struct tokens *t, struct arena *a)
{
	struct claim_name c = { 0 };
	uint32_t from = 0, to = t->count;

	trim_fillers(t, &from, &to);
	if (to - from < 2 || !IS_WORD(t->token[to - 1], factory_words))
		return c;
	c.claim = CLAIM_FACTORY;
	to--;
	trim_fillers(t, &from, &to);
	c.stem = tokens_join(t, from, to, a);
	return c;
}

struct claim_name name_claim(struct str name, enum def_kind kind, struct arena *a)
{
	struct tokens t;

	tokens_split(name, &t);
	if (str_starts(name, STR("__")))
		return (struct claim_name){ 0 };
	if (kind == DEF_CLASS)
		return class_claim(&t, a);
	if (t.count && str_is(t.token[0], "test"))
		return (struct claim_name){ 0 };
	for (uint32_t i = 1; i < t.count; i++)
		if (str_is(t.token[i], "and"))
			return (struct claim_name){ 0 }; /* does two things: whatever it creates is half of it */
	return function_claim(&t, a);
}

bool name_is_helper(struct str name)
{
	struct tokens t;

	tokens_split(name, &t);
	if (t.count == 0)
		return false;
	return str_is(t.token[0], "test") || IS_WORD(t.token[t.count - 1], helper_endings);
}

static bool any_token(struct str name, const char *const *words, size_t count)
{
	struct tokens t;

	tokens_split(name, &t);
	for (uint32_t i = 0; i < t.count; i++)
		if (is_word(t.token[i], words, count))
			return true;
	return false;
}

bool name_is_double(struct str name)
{
	return any_token(name, double_words, ARRAY_LEN(double_words));
}

bool name_is_legacy(struct str name)
{
	return any_token(name, legacy_words, ARRAY_LEN(legacy_words));
}

struct str stem_camel(struct str stem, struct arena *a)
{
	char buffer[256];
	size_t len = 0;
	bool up = true;

	for (size_t i = 0; i < stem.len && len < sizeof(buffer); i++) {
		char c = stem.ptr[i];

		if (c == '_') {
			up = true;
			continue;
		}
		buffer[len++] = up && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
		up = false;
	}
	return arena_str(a, (struct str){ buffer, len });
}

bool name_is_private(struct str name)
{
	return name.len && name.ptr[0] == '_' && !str_starts(name, STR("__"));
}

bool name_has_word(struct str name, const char *const *words)
{
	struct tokens t;

	tokens_split(str_tail(name, ':'), &t);
	for (uint32_t i = 0; i < t.count; i++)
		if (str_is_one_of(t.token[i], words))
			return true;
	return false;
}
