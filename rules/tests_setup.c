/* What sets a test up and takes the place of a base's that the test lives of, without calling it. */
#include "base/base.h"
#include "rules/tests.h"

#include "base/strbuf.h"

static const struct outline *outline_at(const struct tests *t, const struct lineage *l, uint32_t i)
{
	return &t->in->project->files[l->items[i].file->file].outline;
}

/* "engine" of "self.engine.start" and "cls.engine"; empty for any other word. */
static struct str attribute_of(struct str word)
{
	struct str rest = str_starts(word, STR("self.")) ? str_slice(word, 5, word.len) : str_starts(word, STR("cls.")) ? str_slice(word, 4, word.len) : STR("");

	return str_slice(rest, 0, str_find(rest, '.'));
}

/* The definition of a class that a place in it belongs to: its method, or itself. NONE outside of it. */
static uint32_t part_of(const struct outline *o, uint32_t class_def, uint32_t def)
{
	while (def != NONE && def != class_def && o->defs[def].parent != class_def)
		def = o->defs[def].parent;
	return def;
}

static uint32_t method_of(const struct outline *o, uint32_t class_def, struct str name)
{
	for (uint32_t d = class_def + 1; d < o->def_count && o->defs[d].span.start < o->defs[class_def].end; d++)
		if (o->defs[d].parent == class_def && o->defs[d].kind == DEF_FUNCTION && str_eq(o->defs[d].name, name))
			return d;
	return NONE;
}

/* "super().setUp()", or "Base.setUp(self)". */
static bool hands_on(const struct test_file *f, const struct outline *o, uint32_t class_def, uint32_t method)
{
	for (uint32_t i = 0; i < f->facts.mention_count; i++) {
		struct str word = f->facts.words[f->facts.mentions[i].word];

		if (f->facts.mentions[i].def != NONE && part_of(o, class_def, f->facts.mentions[i].def) == method &&
		    (str_is(word, "super") || str_starts(word, STR("super.")) || str_eq(str_tail(word, '.'), o->defs[method].name)))
			return true;
	}
	return false;
}

static bool is_identifier(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Is its own object handed to somebody, who may set what he likes: "prepare(self)"? Once it stands among the parameters. */
static bool gives_itself_away(const struct tests *t, const struct test_file *f, const struct def *d)
{
	struct strbuf source CLEANUP(strbuf_release) = { 0 };
	struct str text, own;
	uint32_t count = 0;

	if (!project_source(t->in->project, f->file, &source, NULL))
		return true;
	text = str_slice(strbuf_str(&source), d->span.start, d->end);
	text = str_slice(text, str_find(text, '(') + 1, text.len);
	own = str_slice(text, 0, MIN(str_find(text, ')'), str_find(text, ',')));
	for (size_t i = 0; own.len && i + own.len < text.len; i++)
		count += str_starts(str_slice(text, i, text.len), own) && text.ptr[i + own.len] != '.' && !is_identifier(text.ptr[i + own.len]) &&
			 (i == 0 || (text.ptr[i - 1] != '.' && !is_identifier(text.ptr[i - 1])));
	return count > 1;
}

/* Who makes an attribute: only methods of this name, in bases, or somebody else, too? */
struct makers {
	uint32_t base; /* in the lineage: the nearest that makes it so */
	bool is_elsewhere;
};

static struct makers makers_of(const struct tests *t, const struct lineage *l, struct str method, struct str attribute)
{
	struct makers m = { .base = NONE };

	for (uint32_t i = 0; i < l->count; i++) {
		const struct test_facts *facts = &l->items[i].file->facts;
		const struct outline *o = outline_at(t, l, i);

		for (uint32_t k = 0; k < facts->mention_count; k++) {
			struct str word = facts->words[facts->mentions[k].word];
			uint32_t part = facts->mentions[k].is_set && facts->mentions[k].def != NONE ? part_of(o, l->items[i].def, facts->mentions[k].def) : NONE;

			if (part == NONE || !str_eq(attribute_of(word), attribute) || str_find(word, '.') != str_rfind(word, '.'))
				continue;
			if (i == 0 || part == l->items[i].def || !str_eq(o->defs[part].name, method))
				m.is_elsewhere = true;
			else if (m.base == NONE)
				m.base = i;
		}
	}
	return m;
}

/* Attributes may come by name, setattr(self, name, value), and from a fixture that a mark asks for. */
static bool may_be_set_otherwise(const struct lineage *l)
{
	for (uint32_t i = 0; i < l->count; i++)
		if (l->items[i].file->facts.defs[l->items[i].def].mark_count)
			return true;
	for (uint32_t i = 0; i < l->count; i++)
		for (uint32_t k = 0; k < l->items[i].file->facts.word_count; k++)
			if (str_is(l->items[i].file->facts.words[k], "setattr") || str_is(str_tail(l->items[i].file->facts.words[k], '.'), "__dict__"))
				return true;
	return false;
}

static bool is_test(const struct tests *t, const struct test_file *f, uint32_t def)
{
	for (uint32_t i = f->first_test; i < f->first_test + f->test_count; i++)
		if (t->items.items[i].def == def)
			return true;
	return false;
}

static void check_method(struct tests *t, const struct test_file *f, const struct lineage *l, uint32_t method)
{
	uint32_t class_def = l->items[0].def;
	const struct outline *o = outline_at(t, l, 0);
	struct str name = o->defs[method].name;

	for (uint32_t i = 0; i < f->facts.mention_count; i++) {
		const struct test_word *w = &f->facts.mentions[i];
		struct str attribute = w->is_set || w->def == NONE ? STR("") : attribute_of(f->facts.words[w->word]);
		uint32_t user = attribute.len ? part_of(o, class_def, w->def) : NONE;
		struct makers m;

		if (user == NONE || user == class_def || !is_test(t, f, user) || tests_has_method(t, l, attribute))
			continue;
		m = makers_of(t, l, name, attribute);
		if (m.base == NONE || m.is_elsewhere)
			continue;
		if (gives_itself_away(t, f, &o->defs[method]))
			return;
		tests_flaw_at(t, f, FLAW_HIDDEN, class_def, o->defs[method].span,
			      arena_printf(&t->arena, "`" STR_FMT "` takes the place of that of `" STR_FMT "` and does not call it: nobody makes `self." STR_FMT "` for `" STR_FMT "`",
					   STR_ARG(name), STR_ARG(outline_at(t, l, m.base)->defs[l->items[m.base].def].name), STR_ARG(attribute),
					   STR_ARG(o->defs[user].name)));
		return;
	}
}

void tests_setup_find(struct tests *t, const struct test_file *f, const struct lineage *l)
{
	static const char *const names[] = { "setUp", "setUpClass", "asyncSetUp", "setup_class", "setup_method" };

	if (l->is_open || l->is_unittest == KNOWN_UNKNOWN || l->count < 2 || may_be_set_otherwise(l))
		return;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct outline *o = outline_at(t, l, 0);
		uint32_t method = method_of(o, l->items[0].def, str_from(names[i]));

		if (method != NONE && !hands_on(f, o, l->items[0].def, method))
			check_method(t, f, l, method);
	}
}
