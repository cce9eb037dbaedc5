/* canonry.yaml against its schema: one table of keys for each mapping, one reader for each kind of value. */
#include "base/base.h"
#include "analyzers/config.h"

#include <string.h>

#include "base/file.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "base/yaml.h"

#define CONFIG_MAX_BYTES ((size_t)4 << 20) /* far above any real one; a bound against a wrong file */
#define CONFIG_MAX_SHOWN 60                /* bytes of a wrong value that a message repeats */
#define CONFIG_VERSION "1"
#define SUGGEST_MAX_EDITS 3

static const char *const file_names[] = { "canonry.yaml", "canonry.yml" };
static const char *const rule_levels[] = { "off", "note", "warning", "error", NULL };
static const char *const gate_levels[] = { "error", "warning", "note", "never", NULL };

struct reader {
	struct arena *arena;
	const char *name;
	struct err *err;
};

/* One key of a mapping; read() writes into the struct that the mapping is read into. */
struct key {
	const char *name;
	bool (*read)(struct reader *r, const struct yaml_node *value, void *into);
};

static const char *shown(struct reader *r, struct str text)
{
	struct strbuf safe CLEANUP(strbuf_release) = { 0 };

	utf8_add_safe(&safe, str_slice(text, 0, CONFIG_MAX_SHOWN));
	if (text.len > CONFIG_MAX_SHOWN)
		strbuf_addz(&safe, "...");
	return arena_str(r->arena, strbuf_str(&safe)).ptr;
}

#define refuse(r, node, ...) err_at((r)->err, (r)->name, (node)->line, (node)->column, __VA_ARGS__)

/* The nearest of a NULL-terminated list of names, or NULL when none is near. */
static const char *nearest(struct str wrong, const char *const *names)
{
	size_t limit = MIN(MAX(wrong.len / 3, (size_t)1), (size_t)SUGGEST_MAX_EDITS);
	const char *best = NULL;

	for (; *names; names++) {
		size_t edits = str_distance(wrong, str_from(*names), limit);

		if (edits <= limit) {
			best = *names;
			limit = edits - (edits > 0);
		}
	}
	return best;
}

/* "a, b or c" */
static const char *alternatives(struct reader *r, const char *const *names)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; names[i]; i++)
		strbuf_printf(&text, "%s%s", i == 0 ? "" : names[i + 1] ? ", " : " or ", names[i]);
	return arena_str(r->arena, strbuf_str(&text)).ptr;
}

static bool refuse_name(struct reader *r, const struct yaml_node *node, const char *what, const char *const *names)
{
	const char *best = nearest(node->text, names);

	if (best)
		return refuse(r, node, "unknown %s \"%s\"; did you mean \"%s\"?", what, shown(r, node->text), best);
	return refuse(r, node, "unknown %s \"%s\"; expected %s", what, shown(r, node->text), alternatives(r, names));
}

/* --- Values --- */

static bool is_null(const struct yaml_node *node)
{
	return node->kind == YAML_SCALAR && !node->quoted &&
		(node->text.len == 0 || str_is(node->text, "~") || str_is(node->text, "null"));
}

static bool read_text(struct reader *r, const struct yaml_node *value, void *into)
{
	struct str *ret = into;

	if (value->kind != YAML_SCALAR)
		return refuse(r, value, "expected text, found a %s", value->kind == YAML_SEQUENCE ? "list" : "mapping");
	if (is_null(value) || str_trim(value->text).len == 0)
		return refuse(r, value, "expected text, found nothing");
	if (memchr(value->text.ptr, '\0', value->text.len))
		return refuse(r, value, "text with a NUL character");
	*ret = value->text;
	return true;
}

static bool read_bool(struct reader *r, const struct yaml_node *value, void *into)
{
	bool *ret = into;
	bool is_true = value->kind == YAML_SCALAR && !value->quoted && str_is(value->text, "true");
	bool is_false = value->kind == YAML_SCALAR && !value->quoted && str_is(value->text, "false");

	if (!is_true && !is_false)
		return refuse(r, value, "expected true or false");
	*ret = is_true;
	return true;
}

static bool read_one_of(
	struct reader *r, const struct yaml_node *value, const char *what, const char *const *names, struct str *ret)
{
	if (!read_text(r, value, ret))
		return false;
	for (size_t i = 0; names[i]; i++)
		if (str_is(*ret, names[i]))
			return true;
	return refuse_name(r, value, what, names);
}

struct texts {
	struct str **items;
	size_t *count;
};

static bool read_texts(struct reader *r, const struct yaml_node *value, struct texts ret)
{
	struct str *items;

	if (is_null(value))
		return true;
	if (value->kind != YAML_SEQUENCE)
		return refuse(r, value, "expected a list, such as [a, b]");
	items = arena_array(r->arena, struct str, value->count);
	for (size_t i = 0; i < value->count; i++)
		if (!read_text(r, &value->items[i], &items[i]))
			return false;
	*ret.items = items;
	*ret.count = value->count;
	return true;
}

static const struct key *find_key(const struct key *keys, struct str name)
{
	for (; keys->name; keys++)
		if (str_is(name, keys->name))
			return keys;
	return NULL;
}

static bool refuse_key(struct reader *r, const struct yaml_node *node, const struct key *keys)
{
	VEC(const char *) names = { 0 };

	for (; keys->name; keys++)
		vec_push(&names, keys->name);
	vec_push(&names, NULL);
	refuse_name(r, node, "key", names.items);
	vec_release(&names);
	return false;
}

static bool read_mapping(struct reader *r, const struct yaml_node *node, const struct key *keys, void *into)
{
	if (is_null(node))
		return true;
	if (node->kind != YAML_MAPPING)
		return refuse(r, node, "expected a mapping, such as \"%s: ...\"", keys->name);
	for (size_t i = 0; i < node->count; i++) {
		const struct key *key = find_key(keys, node->keys[i].text);

		if (!key)
			return refuse_key(r, &node->keys[i], keys);
		if (!key->read(r, &node->items[i], into))
			return false;
	}
	return true;
}

/* --- Allowed shims --- */

static bool read_allow_path(struct reader *r, const struct yaml_node *value, void *into)
{
	return read_text(r, value, &((struct config_allow *)into)->path);
}

static bool read_allow_module(struct reader *r, const struct yaml_node *value, void *into)
{
	return read_text(r, value, &((struct config_allow *)into)->module);
}

static bool read_allow_reason(struct reader *r, const struct yaml_node *value, void *into)
{
	return read_text(r, value, &((struct config_allow *)into)->reason);
}

static bool has_digits(struct str text, const char *shape)
{
	for (size_t i = 0; i < text.len; i++)
		if (shape[i] == '-' ? text.ptr[i] != '-' : text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
	return true;
}

static unsigned number(struct str digits)
{
	unsigned value = 0;

	for (size_t i = 0; i < digits.len; i++)
		value = value * 10 + (unsigned)(digits.ptr[i] - '0');
	return value;
}

static bool is_date(struct str text)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	unsigned year, month, day, last;

	if (text.len != strlen("YYYY-MM-DD") || !has_digits(text, "dddd-dd-dd"))
		return false;
	year = number(str_slice(text, 0, 4));
	month = number(str_slice(text, 5, 7));
	day = number(str_slice(text, 8, 10));
	if (year == 0 || month < 1 || month > 12)
		return false;
	last = days[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
	return day >= 1 && day <= last;
}

static bool read_allow_until(struct reader *r, const struct yaml_node *value, void *into)
{
	struct config_allow *allow = into;

	if (!read_text(r, value, &allow->until))
		return false;
	return is_date(allow->until) ||
		refuse(r, value, "\"%s\" is no date; expected YYYY-MM-DD", shown(r, value->text));
}

static const struct key allow_keys[] = {
	{ "path", read_allow_path },
	{ "module", read_allow_module },
	{ "reason", read_allow_reason },
	{ "until", read_allow_until },
	{ NULL, NULL },
};

static bool read_allow(struct reader *r, const struct yaml_node *node, struct config_allow *ret)
{
	ret->line = node->line;
	if (!read_mapping(r, node, allow_keys, ret))
		return false;
	if (!ret->path.len == !ret->module.len)
		return refuse(
			r, node, "an allowed place needs a path or a module%s", ret->path.len ? ", not both" : "");
	if (!ret->reason.len)
		return refuse(r, node, "an allowed place needs a reason");
	return true;
}

static bool read_allows(struct reader *r, const struct yaml_node *value, void *into)
{
	struct config_family *family = into;

	if (is_null(value))
		return true;
	if (value->kind != YAML_SEQUENCE)
		return refuse(r, value, "expected a list of allowed places");
	family->allows = arena_array(r->arena, struct config_allow, value->count);
	family->allow_count = value->count;
	for (size_t i = 0; i < value->count; i++)
		if (!read_allow(r, &value->items[i], &family->allows[i]))
			return false;
	return true;
}

/* --- Families --- */

static bool read_product(struct reader *r, const struct yaml_node *value, void *into)
{
	return read_text(r, value, &((struct config_family *)into)->product);
}

/* Most who forget the colon have written a dotted name, whose last dot it should be. */
static bool refuse_canonical(struct reader *r, const struct yaml_node *value)
{
	struct str head = str_head(value->text, '.'), tail = str_tail(value->text, '.');
	bool is_dotted = head.len && tail.len && str_find(value->text, ':') == value->text.len &&
		value->text.len <= CONFIG_MAX_SHOWN;

	if (is_dotted)
		return refuse(r, value, "\"%s\" is no module:Name; did you mean \"%s:%s\"?", shown(r, value->text),
			shown(r, head), shown(r, tail));
	return refuse(
		r, value, "\"%s\" is no module:Name, such as \"app.engine:EngineFactory\"", shown(r, value->text));
}

static bool has_space(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] <= ' ')
			return true;
	return false;
}

static bool read_canonical(struct reader *r, const struct yaml_node *value, void *into)
{
	struct config_family *family = into;
	struct str text, module, name;

	if (!read_text(r, value, &text))
		return false;
	module = str_slice(text, 0, str_find(text, ':'));
	name = str_slice(text, module.len + 1, text.len);
	if (!module.len || !name.len || name.ptr[0] == ':' || has_space(text))
		return refuse_canonical(r, value);
	family->canonical_module = module;
	family->canonical_name = name;
	return true;
}

static bool read_members(struct reader *r, const struct yaml_node *value, void *into)
{
	struct config_family *family = into;

	return read_texts(r, value, (struct texts){ &family->members, &family->member_count });
}

static bool read_ignore(struct reader *r, const struct yaml_node *value, void *into)
{
	struct config_family *family = into;

	return read_texts(r, value, (struct texts){ &family->ignore, &family->ignore_count });
}

static const struct key family_keys[] = {
	{ "product", read_product },
	{ "canonical", read_canonical },
	{ "members", read_members },
	{ "ignore", read_ignore },
	{ "allow", read_allows },
	{ NULL, NULL },
};

static bool read_family(struct reader *r, const struct yaml_node *node, struct config *c, struct config_family *ret)
{
	ret->line = node->line;
	if (!read_mapping(r, node, family_keys, ret))
		return false;
	if (!ret->product.len)
		return refuse(r, node, "a family needs a product");
	for (const struct config_family *other = c->families; other < ret; other++)
		if (str_eq(other->product, ret->product))
			return refuse(r, node, "a second family of product \"%s\"; the first is in line %u",
				shown(r, ret->product), other->line);
	return true;
}

static bool read_families(struct reader *r, const struct yaml_node *value, void *into)
{
	struct config *c = into;

	if (is_null(value))
		return true;
	if (value->kind != YAML_SEQUENCE)
		return refuse(r, value, "expected a list of families, such as \"- product: Engine\"");
	c->families = arena_array(r->arena, struct config_family, value->count);
	c->family_count = value->count;
	for (size_t i = 0; i < value->count; i++)
		if (!read_family(r, &value->items[i], c, &c->families[i]))
			return false;
	return true;
}

/* --- The rest of the top level --- */

static bool read_version(struct reader *r, const struct yaml_node *value, void *into)
{
	struct str version;

	if (!read_text(r, value, &version))
		return false;
	return str_is(version, CONFIG_VERSION) ||
		refuse(r, value, "version %s is not supported; this program reads version " CONFIG_VERSION,
			shown(r, version));
}

static bool read_roots(struct reader *r, const struct yaml_node *value, void *into)
{
	struct config *c = into;

	if (!read_texts(r, value, (struct texts){ &c->roots, &c->root_count }))
		return false;
	for (size_t i = 0; i < c->root_count; i++) {
		struct str root = path_normalise(r->arena, c->roots[i]);

		if (!path_is_inside(root, STR("")))
			return refuse(r, &value->items[i], "root \"%s\" is outside of the audited directory",
				shown(r, c->roots[i]));
		c->roots[i] = root;
	}
	return true;
}

static bool read_excludes(struct reader *r, const struct yaml_node *value, void *into)
{
	struct config *c = into;

	return read_texts(r, value, (struct texts){ &c->excludes, &c->exclude_count });
}

static bool read_tests(struct reader *r, const struct yaml_node *value, void *into)
{
	struct config *c = into;

	return read_texts(r, value, (struct texts){ &c->tests, &c->test_count });
}

static bool read_discover(struct reader *r, const struct yaml_node *value, void *into)
{
	return read_bool(r, value, &((struct config *)into)->discover);
}

static bool read_rules(struct reader *r, const struct yaml_node *value, void *into)
{
	struct config *c = into;

	if (is_null(value))
		return true;
	if (value->kind != YAML_MAPPING)
		return refuse(r, value, "expected a mapping, such as \"CN110: off\"");
	c->rules = arena_array(r->arena, struct config_rule, value->count);
	c->rule_count = value->count;
	for (size_t i = 0; i < value->count; i++) {
		struct config_rule *rule = &c->rules[i];

		rule->code = value->keys[i].text;
		rule->line = value->keys[i].line;
		rule->column = value->keys[i].column;
		if (!read_one_of(r, &value->items[i], "level", rule_levels, &rule->level))
			return false;
	}
	return true;
}

static bool read_fail_on(struct reader *r, const struct yaml_node *value, void *into)
{
	return read_one_of(r, value, "level", gate_levels, &((struct config *)into)->fail_on);
}

static bool read_strict(struct reader *r, const struct yaml_node *value, void *into)
{
	return read_bool(r, value, &((struct config *)into)->strict);
}

static const struct key gate_keys[] = {
	{ "fail-on", read_fail_on },
	{ "strict", read_strict },
	{ NULL, NULL },
};

static bool read_gate(struct reader *r, const struct yaml_node *value, void *into)
{
	return read_mapping(r, value, gate_keys, into);
}

static const struct key top_keys[] = {
	{ "version", read_version },
	{ "roots", read_roots },
	{ "exclude", read_excludes },
	{ "tests", read_tests },
	{ "discover", read_discover },
	{ "families", read_families },
	{ "rules", read_rules },
	{ "gate", read_gate },
	{ NULL, NULL },
};

void config_init(struct config *c)
{
	*c = (struct config){ .discover = true };
}

bool config_parse(struct arena *a, const char *name, struct str text, struct config *ret, struct err *err)
{
	struct reader r = { a, name, err };
	struct yaml_node root;
	struct config c;

	config_init(&c);
	if (!yaml_parse(a, name, text, &root, err) || !read_mapping(&r, &root, top_keys, &c))
		return false;
	c.path = arena_str(a, str_from(name));
	*ret = c;
	return true;
}

static bool read_file(struct arena *a, const char *path, struct config *ret, struct err *err)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	return file_read(path, CONFIG_MAX_BYTES, &text, err) && config_parse(a, path, strbuf_str(&text), ret, err);
}

bool config_read(struct arena *a, const char *path, struct str root, struct config *ret, struct err *err)
{
	const char *found = path;

	for (size_t i = 0; !path && i < ARRAY_LEN(file_names); i++) {
		const char *here = path_join(a, root, str_from(file_names[i])).ptr;

		if (!file_exists(here))
			continue;
		if (found)
			return err_set(err, "%s and %s both exist; keep one of them", found, file_names[i]);
		found = here;
	}
	if (found)
		return read_file(a, found, ret, err);
	config_init(ret);
	return true;
}
