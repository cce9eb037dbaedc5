/* Scopes, bounds and reads as the walk comes to them. */
#include "base/base.h"
#include "analyzers/lang/python/names_impl.h"

static uint32_t number_of(struct names_reader *r, struct str name)
{
	uint64_t hash = str_hash(name);
	uint32_t number = map_get(&r->numbers, hash);

	if (number == NONE) {
		number = r->number_count++;
		map_set(&r->numbers, hash, number);
	}
	return number;
}

static void mention(struct names_reader *r, uint32_t scope, struct name_mention m)
{
	struct draft_scope *s = &r->scopes.items[scope];
	uint32_t id = (uint32_t)r->mentions.len;

	m.next = NONE;
	vec_push(&r->mentions, m);
	if (s->first_mention == NONE)
		s->first_mention = id;
	else
		r->mentions.items[s->last_mention].next = id;
	s->last_mention = id;
}

static void add_child(struct names_reader *r, uint32_t parent, uint32_t id)
{
	struct draft_scope *s = &r->scopes.items[parent];

	if (s->first_child == NONE)
		s->first_child = id;
	else
		r->scopes.items[s->last_child].next_sibling = id;
	s->last_child = id;
}

uint32_t names_add_scope(
	struct names_reader *r, enum scope_kind kind, uint32_t parent, uint32_t name, uint32_t node, uint32_t body)
{
	const struct tree *t = r->t;
	uint32_t id = (uint32_t)r->scopes.len;
	struct draft_scope s = {
		.out = {
			.kind = kind,
			.parent = parent,
			.name = name == NONE ? STR("") : arena_str(r->arena, tree_text(t, name)),
			.start = t->nodes.items[body].start + r->base,
			.end = tree_end(t, body) + r->base,
			.line = tree_line(r->file, t->nodes.items[node].start + r->base),
		},
		.home = id,
		.defaults = parent,
		.annotations = parent,
		.first_mention = NONE,
		.first_child = NONE,
		.next_sibling = NONE,
	};

	vec_push(&r->scopes, s);
	if (parent != NONE)
		add_child(r, parent, id);
	return id;
}

/* --- Bounds --- */

void names_add_bound(
	struct names_reader *r, uint32_t identifier, struct context c, enum bound_by by, uint32_t live_from)
{
	const struct node *n = &r->t->nodes.items[identifier];
	struct source_bound b = {
		.name = arena_str(r->arena, tree_text(r->t, identifier)),
		.scope = c.scope,
		.start = n->start + r->base,
		.end = n->end + r->base,
		.by = by,
		.is_conditional = c.flags & IN_ARM,
	};
	struct name_mention m = {
		.index = (uint32_t)r->bounds.len,
		.live_from = live_from + r->base,
		.kind = MENTIONS_BOUND,
	};

	if (b.name.len == 0)
		return; /* the parser puts in names that it misses */
	m.name = number_of(r, b.name);
	vec_push(&r->bounds, b);
	mention(r, c.scope, m);
}

static void add_import(struct names_reader *r, uint32_t item, struct context c)
{
	uint32_t name = tree_kind(r->t, item) == NODE_ALIASED_IMPORT ? tree_after(r->t, item, NODE_AS_WORD)
								     : tree_first(r->t, item);

	if (name != NONE)
		names_bind(r, name, c, BOUND_BY_IMPORT);
}

/* The names behind `import`; those before it say from where. */
void names_add_imports(struct names_reader *r, uint32_t statement, struct context c)
{
	bool is_list = false;

	tree_each_child (r->t, child, statement) {
		enum node_kind kind = tree_kind(r->t, child);

		if (kind == NODE_WILDCARD_IMPORT)
			r->scopes.items[c.scope].out.is_dynamic = true;
		if (is_list && (kind == NODE_DOTTED_NAME || kind == NODE_ALIASED_IMPORT))
			add_import(r, child, c);
		is_list |= kind == NODE_IMPORT_WORD;
	}
}

void names_declare(struct names_reader *r, uint32_t identifier, uint32_t scope, enum mention_kind kind)
{
	struct name_mention m = { .name = number_of(r, tree_text(r->t, identifier)), .kind = (uint8_t)kind };

	mention(r, scope, m);
}

/* --- Reads --- */

static void add_read(struct names_reader *r, struct source_read read, struct context c)
{
	struct name_mention m = { .index = (uint32_t)r->reads.len, .kind = MENTIONS_READ };

	m.name = number_of(r, read.name);
	read.scope = c.scope;
	read.binder = NONE;
	read.is_quoted = r->quotes > 0;
	read.is_stored = (c.flags & IS_STORED) && read.dotted.len > read.name.len;
	vec_push(&r->reads, read);
	mention(r, c.scope, m);
}

/* The last of the attributes that begin with the name. */
static uint32_t chain_of(const struct tree *t, uint32_t identifier)
{
	uint32_t i = identifier;

	if (tree_kind(t, tree_parent(t, i)) == NODE_DOTTED_NAME)
		return tree_parent(t, i);
	while (tree_kind(t, tree_parent(t, i)) == NODE_ATTRIBUTE && tree_parent(t, i) + 1 == i)
		i = tree_parent(t, i);
	return i;
}

/* The usual chain has no white space in it and is a piece of the source. */
static struct str dotted_text(struct names_reader *r, uint32_t chain)
{
	struct str text = { r->t->source.ptr + r->t->nodes.items[chain].start, 0 };

	text.len = tree_end(r->t, chain) - r->t->nodes.items[chain].start;
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] <= ' ' || text.ptr[i] == '\\' || text.ptr[i] == '#')
			return tree_dotted(r->t, chain, r->arena);
	return arena_str(r->arena, text);
}

void names_add_read(struct names_reader *r, uint32_t identifier, struct context c)
{
	const struct node *n = &r->t->nodes.items[identifier];
	uint32_t chain = chain_of(r->t, identifier);
	struct source_read read = {
		.dotted = dotted_text(r, chain),
		.start = n->start + r->base,
		.end = n->end + r->base,
		.dotted_end = tree_end(r->t, chain) + r->base,
	};

	read.name = str_slice(read.dotted, 0, n->end - n->start);
	if (n->end > n->start)
		add_read(r, read, c);
}

void names_add_quoted(struct names_reader *r, struct str dotted, struct context c)
{
	uint32_t start = (uint32_t)(dotted.ptr - r->t->source.ptr) + r->base;
	struct str text = arena_str(r->arena, dotted);
	struct source_read read = {
		.name = str_slice(text, 0, str_find(text, '.')),
		.dotted = text,
		.start = start,
		.dotted_end = start + (uint32_t)text.len,
	};

	read.end = start + (uint32_t)read.name.len;
	r->quotes++;
	add_read(r, read, c);
	r->quotes--;
}

void names_add_keyword(struct names_reader *r, uint32_t statement, uint32_t len, struct context c)
{
	uint32_t start = r->t->nodes.items[statement].start;
	struct str name = arena_str(r->arena, str_slice(r->t->source, start, start + len));

	start += r->base;
	add_read(r,
		(struct source_read){
			.name = name, .dotted = name, .start = start, .end = start + len, .dotted_end = start + len },
		c);
}

void names_refuse(struct names_reader *r, uint32_t node)
{
	if (r->has_error || r->quotes > 0)
		return;
	r->has_error = true;
	r->error_offset = r->t->nodes.items[node].start;
}
