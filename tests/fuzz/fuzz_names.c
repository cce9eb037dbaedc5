/* Fuzzes names, calls and statements: ids and places keep their promises, whatever the text is. */
#include "base/base.h"

#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_scopes(const struct source_names *n, size_t size)
{
	CHECK(n->scope_count > 0 && n->scopes[0].kind == SCOPE_MODULE && n->scopes[0].parent == NONE);
	for (uint32_t i = 0; i < n->scope_count; i++) {
		const struct source_scope *s = &n->scopes[i];

		CHECK(s->start <= s->end && s->end <= size && s->kind < SCOPE_KIND_COUNT);
		CHECK(i == 0 || (s->parent < i && n->scopes[i - 1].start <= s->start));
	}
}

/* What stands at a place is what the source has there. */
static void check_names(const struct source_names *n, struct str source)
{
	for (uint32_t i = 0; i < n->bound_count; i++) {
		const struct source_bound *b = &n->bounds[i];

		CHECK(b->scope < n->scope_count && b->by < BOUND_BY_COUNT && (i == 0 || b[-1].start < b->start));
		CHECK(b->end <= source.len && str_eq(str_slice(source, b->start, b->end), b->name));
	}
	for (uint32_t i = 0; i < n->read_count; i++) {
		const struct source_read *r = &n->reads[i];

		CHECK(r->scope < n->scope_count && (r->binder == NONE || r->binder < n->scope_count));
		CHECK(i == 0 || r[-1].start < r->start);
		CHECK(r->dotted_end <= source.len && str_eq(str_slice(source, r->start, r->end), r->name));
		CHECK(str_starts(r->dotted, r->name));
	}
}

static void check_call(
	const struct lang *lang, struct lang_parser *p, struct str source, const struct source_read *r, struct arena *a)
{
	struct source_call call;

	if (!lang->source->call(p, source, r->start, r->dotted_end, a, &call))
		return;
	CHECK(source.ptr[call.open] == '(' && source.ptr[call.close] == ')' && call.open < call.close);
	for (uint32_t i = 0; i < call.argument_count; i++) {
		const struct source_argument *x = &call.arguments[i];

		CHECK(call.open < x->start && x->start <= x->value_start && x->value_start < x->end &&
			x->end <= call.close);
		CHECK(str_eq(str_slice(source, x->value_start, x->end), x->value));
	}
}

static void check_statement(const struct lang *lang, struct str source, uint32_t at)
{
	uint32_t start, end;

	if (lang->source->statement(source, at, &start, &end))
		CHECK(start < end && end <= source.len && at < end);
}

static void check_definitions(const struct lang *lang, struct lang_parser *p, struct str source, struct arena *a)
{
	struct outline o;

	lang->skim(p, source, a, &o);
	for (uint32_t i = 0; i < o.def_count; i += o.def_count / 4 + 1) {
		uint32_t start, end;

		lang->source->definition(source, &o, i, &start, &end);
		CHECK(start <= o.defs[i].span.start && end == o.defs[i].end);
	}
}

static void check_site(const struct lang *lang, struct lang_parser *p, struct str source, const struct use *call, const struct words *words, struct arena *a)
{
	struct source_receiver receiver;
	struct source_site site;

	if (lang->source->receiver(p, source, call->span.start, call->span.end, words, a, &receiver))
		CHECK(receiver.class.len);

	for (int has_unpacked = 0; has_unpacked < 2; has_unpacked++)
		if (lang->source->call_site(p, source, call->span.start, call->span.end, SITE_NAME | (has_unpacked ? SITE_UNPACKED : 0u), a, &site))
			CHECK(site.keyword_count == 0 || site.keywords);
}

/* Calls of names that the text has are in order, and where they say; with or without knowing the definitions there. */
static void check_calls(
	const struct lang *lang, struct lang_parser *p, struct str source, const struct source_names *names, struct arena *a)
{
	struct str list[4];
	struct words *words;
	struct use *calls;
	struct outline o;
	uint32_t count = 0, n = 0;

	for (uint32_t i = 0; i < names->read_count && n < ARRAY_LEN(list); i++)
		if (names->reads[i].name.len)
			list[n++] = names->reads[i].name;
	words = words_new(list, n);
	lang->skim(p, source, a, &o);
	if (!o.is_broken)
		count = lang->source->calls(p, source, words, &o, a, &calls);
	for (uint32_t i = 0; i < count; i++) {
		const struct span *s = &calls[i].span;

		CHECK(s->start < s->end && s->end <= source.len && (i == 0 || calls[i - 1].span.start < s->start));
		CHECK(str_eq(str_slice(source, s->start, s->end), calls[i].name));
		if (i < 4)
			check_site(lang, p, source, &calls[i], words, a);
	}
	words_free(words);
}

static void check_fields(const struct lang *lang, struct lang_parser *p, struct str source, struct arena *a)
{
	struct source_fields f;

	if (lang->source->fields(p, source, a, &f))
		for (uint32_t i = 0; i < f.count; i++)
			CHECK(f.items[i].name.len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct lang *lang = lang_get("python");
	static struct lang_parser *p; /* for all inputs, as in a thread's life */
	struct str source = { (const char *)data, size };
	struct arena arena = { 0 };
	struct source_names names;
	struct source_style style;

	p = p ? p : lang->parser_new();
	lang->source->refusal(source);
	lang->source->style(source, &style);
	CHECK(style.eol.len > 0 && style.indent.len > 0 && style.encoding.len > 0);
	lang->source->names(p, source, &arena, &names);
	check_scopes(&names, size);
	check_names(&names, source);
	check_definitions(lang, p, source, &arena);
	check_calls(lang, p, source, &names, &arena);
	check_fields(lang, p, source, &arena);
	for (uint32_t i = 0; i < names.read_count; i += names.read_count / 8 + 1) {
		check_call(lang, p, source, &names.reads[i], &arena);
		check_statement(lang, source, names.reads[i].start);
	}
	arena_release(&arena);
	return 0;
}
