/* canonry.yaml: one table of keys for each mapping, one reader for each key. */
#include "base/base.h"
#include "analyzers/config.h"

#include <string.h>

#include "analyzers/config_impl.h"
#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"

#define CONFIG_MAX_BYTES ((size_t)4 << 20) /* far above any real one; a bound against a wrong file */
#define CONFIG_VERSION "1"

static const char *const file_names[] = { "canonry.yaml", "canonry.yml" };
static const char *const rule_levels[] = { "off", "note", "warning", "error", NULL };
static const char *const gate_levels[] = { "error", "warning", "note", "never", NULL };

/* --- Allowed shims --- */

static bool read_allow_path(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct config_allow *)into)->path);
}

static bool read_allow_module(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct config_allow *)into)->module);
}

static bool read_allow_reason(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct config_allow *)into)->reason);
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

bool config_read_date(struct schema *s, const struct yaml_node *value, struct str *ret)
{
	if (!schema_read_text(s, value, ret))
		return false;
	return is_date(*ret) ||
		schema_refuse(s, value, "\"%s\" is no date; expected YYYY-MM-DD", schema_shown(s, value->text));
}

/* --- Versions --- */

/* Numbers between dots, perhaps with a v in front. */
static bool is_version(struct str text)
{
	if (str_starts(text, STR("v")))
		text = str_slice(text, 1, text.len);
	for (size_t i = 0; i < text.len; i++)
		if (!(text.ptr[i] >= '0' && text.ptr[i] <= '9') && (text.ptr[i] != '.' || i == 0 || text.ptr[i - 1] == '.'))
			return false;
	return text.len > 0 && text.ptr[text.len - 1] != '.';
}

/* Takes the next number off the front, without zeros before it. */
static struct str next_number(struct str *rest)
{
	struct str part = STR("");

	str_next(rest, '.', &part);
	while (part.len && part.ptr[0] == '0')
		part = str_slice(part, 1, part.len);
	return part;
}

int config_compare_versions(struct str a, struct str b)
{
	a = str_slice(a, str_starts(a, STR("v")), a.len);
	b = str_slice(b, str_starts(b, STR("v")), b.len);
	while (a.len || b.len) {
		struct str x = next_number(&a), y = next_number(&b);
		int order = x.len != y.len ? (x.len > y.len) - (x.len < y.len) : str_cmp(x, y);

		if (order)
			return order;
	}
	return 0;
}

bool config_is_over(const struct config *c, const struct config_allow *allow, struct str today)
{
	if (!allow->until.len)
		return false;
	if (allow->is_until_version)
		return c->release.len && config_compare_versions(c->release, allow->until) >= 0;
	return str_cmp(allow->until, today) < 0;
}

static bool read_allow_until(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_allow *allow = into;

	if (!schema_read_text(s, value, &allow->until))
		return false;
	allow->is_until_version = is_version(allow->until);
	return allow->is_until_version || is_date(allow->until) ||
		schema_refuse(s, value, "\"%s\" is neither a date, YYYY-MM-DD, nor a version such as 2.0", schema_shown(s, value->text));
}

static const struct schema_key allow_keys[] = {
	{ "path", read_allow_path },
	{ "module", read_allow_module },
	{ "reason", read_allow_reason },
	{ "until", read_allow_until },
	{ NULL, NULL },
};

static bool read_allow(struct schema *s, const struct yaml_node *node, struct config_allow *ret)
{
	ret->line = node->line;
	if (!schema_read_mapping(s, node, allow_keys, ret))
		return false;
	if (!ret->path.len == !ret->module.len)
		return schema_refuse(
			s, node, "an allowed place needs a path or a module%s", ret->path.len ? ", not both" : "");
	if (!ret->reason.len)
		return schema_refuse(s, node, "an allowed place needs a reason");
	return true;
}

static bool read_allows(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_family *family = into;
	size_t count;

	if (!schema_count(s, value, "expected a list of allowed places", &count))
		return false;
	family->allows = arena_array(s->arena, struct config_allow, count);
	family->allow_count = count;
	for (size_t i = 0; i < count; i++)
		if (!read_allow(s, &value->items[i], &family->allows[i]))
			return false;
	return true;
}

/* --- Families --- */

static bool read_product(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct config_family *)into)->product);
}

/* Most who forget the colon have written a dotted name, whose last dot it should be. */
static bool refuse_path(struct schema *s, const struct yaml_node *value)
{
	struct str head = str_head(value->text, '.'), tail = str_tail(value->text, '.');
	bool is_dotted = head.len && tail.len && str_find(value->text, ':') == value->text.len &&
		value->text.len <= SCHEMA_SHOWN_BYTES;

	if (is_dotted)
		return schema_refuse(s, value, "\"%s\" is no module:Name; did you mean \"%s:%s\"?",
			schema_shown(s, value->text), schema_shown(s, head), schema_shown(s, tail));
	return schema_refuse(s, value, "\"%s\" is no module:Name, such as \"app.engine:EngineFactory\"",
		schema_shown(s, value->text));
}

static bool has_space(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] <= ' ')
			return true;
	return false;
}

bool config_read_path(struct schema *s, const struct yaml_node *value, struct str *ret_module, struct str *ret_name)
{
	struct str text, module, name;

	if (!schema_read_text(s, value, &text))
		return false;
	module = str_slice(text, 0, str_find(text, ':'));
	name = str_slice(text, module.len + 1, text.len);
	if (!module.len || !name.len || name.ptr[0] == ':' || has_space(text))
		return refuse_path(s, value);
	*ret_module = module;
	*ret_name = name;
	return true;
}

static bool read_canonical(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_family *family = into;

	return config_read_path(s, value, &family->canonical_module, &family->canonical_name);
}

static bool read_members(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_family *family = into;

	return schema_read_list(s, value, &family->members, &family->member_count);
}

static bool read_ignore(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_family *family = into;

	return schema_read_list(s, value, &family->ignore, &family->ignore_count);
}

static const struct schema_key family_keys[] = {
	{ "product", read_product },
	{ "canonical", read_canonical },
	{ "members", read_members },
	{ "ignore", read_ignore },
	{ "allow", read_allows },
	{ NULL, NULL },
};

static bool read_family(struct schema *s, const struct yaml_node *node, struct config *c, struct config_family *ret)
{
	ret->line = node->line;
	if (!schema_read_mapping(s, node, family_keys, ret))
		return false;
	if (!ret->product.len)
		return schema_refuse(s, node, "a family needs a product");
	for (const struct config_family *other = c->families; other < ret; other++)
		if (str_eq(other->product, ret->product))
			return schema_refuse(s, node, "a second family of product \"%s\"; the first is in line %u",
				schema_shown(s, ret->product), other->line);
	return true;
}

static bool read_families(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config *c = into;
	size_t count;

	if (!schema_count(s, value, "expected a list of families, such as \"- product: Engine\"", &count))
		return false;
	c->families = arena_array(s->arena, struct config_family, count);
	c->family_count = count;
	for (size_t i = 0; i < count; i++)
		if (!read_family(s, &value->items[i], c, &c->families[i]))
			return false;
	return true;
}

/* --- The rest of the top level --- */

static bool read_version(struct schema *s, const struct yaml_node *value, void *into)
{
	struct str version;

	if (!schema_read_text(s, value, &version))
		return false;
	return str_is(version, CONFIG_VERSION) ||
		schema_refuse(s, value, "version %s is not supported; this program reads version " CONFIG_VERSION,
			schema_shown(s, version));
}

static bool read_release(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config *c = into;

	if (!schema_read_text(s, value, &c->release))
		return false;
	return is_version(c->release) || schema_refuse(s, value, "\"%s\" is no version such as 1.9", schema_shown(s, value->text));
}

static bool read_roots(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config *c = into;

	if (!schema_read_list(s, value, &c->roots, &c->root_count))
		return false;
	for (size_t i = 0; i < c->root_count; i++) {
		struct str root = path_normalise(s->arena, c->roots[i]);

		if (!path_is_inside(root, STR("")))
			return schema_refuse(s, &value->items[i], "root \"%s\" is outside of the audited directory",
				schema_shown(s, c->roots[i]));
		c->roots[i] = root;
	}
	return true;
}

static bool read_excludes(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config *c = into;

	return schema_read_list(s, value, &c->excludes, &c->exclude_count);
}

static bool read_discover(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_bool(s, value, &((struct config *)into)->discover);
}

static bool read_rules(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config *c = into;

	if (schema_is_null(value))
		return true;
	if (value->kind != YAML_MAPPING)
		return schema_refuse(s, value, "expected a mapping, such as \"CN110: off\"");
	c->rules = arena_array(s->arena, struct config_rule, value->count);
	c->rule_count = value->count;
	for (size_t i = 0; i < value->count; i++) {
		struct config_rule *rule = &c->rules[i];

		rule->code = value->keys[i].text;
		rule->line = value->keys[i].line;
		rule->column = value->keys[i].column;
		if (!schema_read_name(s, &value->items[i], "level", rule_levels, &rule->level))
			return false;
	}
	return true;
}

static bool read_fail_on(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_name(s, value, "level", gate_levels, &((struct config *)into)->fail_on);
}

static bool read_strict(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_bool(s, value, &((struct config *)into)->strict);
}

/* It is written, too: a configuration that came with the code names no file elsewhere. */
static bool read_baseline(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config *c = into;

	if (!schema_read_text(s, value, &c->baseline))
		return false;
	if (c->baseline.ptr[0] == '/' || path_has_component(c->baseline, STR("..")))
		return err_at(s->err, s->name, value->line, value->column, "the baseline is a path from the root, and below it");
	return true;
}

static const struct schema_key gate_keys[] = {
	{ "fail-on", read_fail_on },
	{ "strict", read_strict },
	{ "baseline", read_baseline },
	{ NULL, NULL },
};

static bool read_gate(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_mapping(s, value, gate_keys, into);
}

static const struct schema_key top_keys[] = {
	{ "version", read_version },
	{ "release", read_release },
	{ "roots", read_roots },
	{ "exclude", read_excludes },
	{ "tests", config_read_tests },
	{ "discover", read_discover },
	{ "families", read_families },
	{ "arguments", config_read_arguments },
	{ "api", config_read_api },
	{ "headers", config_read_headers },
	{ "frameworks", config_read_frameworks },
	{ "suppress", config_read_suppress },
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
	struct schema s = { a, name, err };
	struct yaml_node root;
	struct config c;

	config_init(&c);
	if (!yaml_parse(a, name, text, &root, err) || !schema_read_mapping(&s, &root, top_keys, &c))
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
		return read_file(a, found, ret, err) && config_read_mappings(a, root, ret, err);
	config_init(ret);
	return true;
}
