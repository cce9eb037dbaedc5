/* The section `headers` of canonry.yaml: canonical headers of C and C++, and what stands in their place. */
#include "base/base.h"
#include "analyzers/config_impl.h"

#include "analyzers/lang/c/imp.h"
#include "base/file.h"
#include "base/path.h"

static bool read_canonical(struct schema *s, const struct yaml_node *value, void *into)
{
	return schema_read_text(s, value, &((struct config_header *)into)->canonical);
}

static bool read_replaces(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config_header *h = into;

	return schema_read_list(s, value, &h->replaces, &h->replace_count);
}

/* An entry is one or the other. */
struct entry {
	struct config_header header; /* first: what the readers above fill */
	struct str *mappings;
	size_t mapping_count;
};

static bool read_mappings(struct schema *s, const struct yaml_node *value, void *into)
{
	struct entry *e = into;

	if (!schema_read_list(s, value, &e->mappings, &e->mapping_count))
		return false;
	for (size_t i = 0; i < e->mapping_count; i++)
		if (e->mappings[i].ptr[0] == '/' || !path_is_inside(path_normalise(s->arena, e->mappings[i]), STR(".")))
			return schema_refuse(s, value, "\"%s\" does not lie below the root", schema_shown(s, e->mappings[i]));
	return true;
}

static const struct schema_key keys[] = {
	{ "canonical", read_canonical },
	{ "mappings", read_mappings },
	{ "replaces", read_replaces },
	{ NULL, NULL },
};

static bool is_replaced(const struct config_header *h, struct str path)
{
	for (size_t i = 0; i < h->replace_count; i++)
		if (str_eq(h->replaces[i], path))
			return true;
	return false;
}

/* One header stands in the place of one other; a canonical one stands in nobody's. */
static bool check_others(struct schema *s, const struct yaml_node *node, const struct config *c, const struct config_header *h)
{
	if (is_replaced(h, h->canonical))
		return schema_refuse(s, node, "\"%s\" cannot stand in its own place", schema_shown(s, h->canonical));
	for (const struct config_header *other = c->headers; other < h; other++) {
		if (str_eq(other->canonical, h->canonical))
			return schema_refuse(s, node, "a second entry for \"%s\"; the first is in line %u", schema_shown(s, h->canonical),
				other->line);
		if (is_replaced(other, h->canonical) || is_replaced(h, other->canonical))
			return schema_refuse(s, node, "\"%s\" and \"%s\" replace one another or a third", schema_shown(s, h->canonical),
				schema_shown(s, other->canonical));
	}
	return true;
}

static bool add_header(struct schema *s, const struct yaml_node *node, struct config *c, const struct config_header *h)
{
	struct config_header *new = &c->headers[c->header_count];

	*new = *h;
	if (!new->canonical.len)
		return schema_refuse(s, node, "an entry of headers needs a canonical");
	if (!check_others(s, node, c, new))
		return false;
	c->header_count++;
	return true;
}

static void add_mappings(struct schema *s, struct config *c, const struct entry *e)
{
	struct config_mapping *all = arena_array(s->arena, struct config_mapping, c->mapping_count + e->mapping_count);

	for (size_t i = 0; i < c->mapping_count; i++)
		all[i] = c->mappings[i];
	for (size_t i = 0; i < e->mapping_count; i++)
		all[c->mapping_count + i] = (struct config_mapping){ e->mappings[i], e->header.line };
	c->mappings = all;
	c->mapping_count += e->mapping_count;
}

static bool read_entry(struct schema *s, const struct yaml_node *node, struct config *c)
{
	struct entry e = { .header = { .line = node->line } };

	if (!schema_read_mapping(s, node, keys, &e))
		return false;
	if (e.mapping_count == 0)
		return add_header(s, node, c, &e.header);
	if (e.header.canonical.len || e.header.replace_count)
		return schema_refuse(s, node, "mappings make an entry of their own");
	add_mappings(s, c, &e);
	return true;
}

bool config_read_headers(struct schema *s, const struct yaml_node *value, void *into)
{
	struct config *c = into;
	size_t count;

	if (!schema_count(s, value, "expected a list of headers, such as \"- canonical: include/conn.h\"", &count))
		return false;
	c->headers = arena_array(s->arena, struct config_header, count);
	for (size_t i = 0; i < count; i++)
		if (!read_entry(s, &value->items[i], c))
			return false;
	return true;
}

/* --- Mapping files --- */

static void append(struct imp *all, const struct imp *more, struct arena *a)
{
	struct imp_include *includes = arena_array(a, struct imp_include, (size_t)all->include_count + more->include_count);
	struct imp_symbol *symbols = arena_array(a, struct imp_symbol, (size_t)all->symbol_count + more->symbol_count);

	for (uint32_t i = 0; i < all->include_count + more->include_count; i++)
		includes[i] = i < all->include_count ? all->includes[i] : more->includes[i - all->include_count];
	for (uint32_t i = 0; i < all->symbol_count + more->symbol_count; i++)
		symbols[i] = i < all->symbol_count ? all->symbols[i] : more->symbols[i - all->symbol_count];
	all->includes = includes;
	all->symbols = symbols;
	all->include_count += more->include_count;
	all->symbol_count += more->symbol_count;
}

bool config_read_mappings(struct arena *a, struct str root, struct config *c, struct err *err)
{
	struct imp *all = arena_new(a, struct imp);

	for (size_t i = 0; i < c->mapping_count; i++) {
		struct str path = path_join(a, root, c->mappings[i].path);
		struct imp one = { 0 };

		if (!file_exists(path.ptr))
			return err_at(err, c->path.ptr, c->mappings[i].line, 1, "headers: there is no file " STR_FMT, STR_ARG(c->mappings[i].path));
		if (!imp_read(path.ptr, a, &one, err))
			return false;
		append(all, &one, a);
	}
	c->imp = c->mapping_count ? all : NULL;
	return true;
}
