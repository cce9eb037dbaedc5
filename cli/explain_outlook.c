/* What would change a verdict: one text for each class, filled in with the names at hand. */
#include "base/base.h"
#include "cli/explain.h"

#include "cli/member_text.h"

/*
 * {symbol} the member, {path} its module:Name, {file} its file, {target} what
 * it stands for, {canonical} the canonical's module:Name, {product} what is
 * created.
 */
static const char *const outlooks[CLASS_COUNT] = {
	[CLASS_CANONICAL] = "", /* depends on who came second */
	[CLASS_REDIRECT] =
		"With logic of its own beside the import, {symbol} would be judged as a definition; if {target} "
		"went away, it would be a dangling import. Without importers it could be removed.",
	[CLASS_WRAPPER] =
		"A statement of its own beside the calls of {target} would make it an impure wrapper; without those "
		"calls it would be a duplicate.",
	[CLASS_IMPURE_WRAPPER] =
		"Without the statements of its own it would be a wrapper; if it no longer called {target}, a "
		"duplicate.",
	[CLASS_ALIAS] =
		"Bound to something that does not create {product}, {symbol} would be an impostor; once nobody uses the "
		"name, it can go.",
	[CLASS_EMPTY_SUBCLASS] =
		"The assignment {symbol} = {target_name} would make it an alias, which is the same class object; "
		"a body of its own would make it a variant.",
	[CLASS_DUPLICATE] =
		"If it only called or re-exported {canonical}, it would be a wrapper or a redirect; if it inherited "
		"from it and overrode something, a variant. When it is there on purpose, say so in canonry.yaml "
		"(\"allow\" with path: {file} and a reason).",
	[CLASS_NEAR_DUPLICATE] =
		"With the differences carried over it could become a redirect to {canonical}; if they are there "
		"on purpose, a subclass of {canonical_name} that overrides them would be a variant.",
	[CLASS_FALLBACK] =
		"Outside of the branch for a failed import it would be judged as an implementation of its own. When "
		"the import cannot fail, the branch can go.",
	[CLASS_VARIANT] =
		"Without what sets it apart it would be a duplicate of {canonical}. When it is none of the family's "
		"business, list {symbol} under \"ignore\" in canonry.yaml.",
	[CLASS_TEST_DOUBLE] =
		"In production code it would be judged as an implementation of its own; if the tests used "
		"{canonical}, there would be no double.",
	[CLASS_HELPER] = "If it created {product}, it would be a member in its own right.",
	[CLASS_IMPOSTOR] =
		"Bound to {canonical} it would be an alias or a redirect; under a name that does not claim {product} it "
		"would be no member at all.",
	[CLASS_BYPASS] =
		"If this place called {canonical}, there would be nothing to say. When it must build {product} itself, "
		"allow it in canonry.yaml (\"allow\" with path: {file} and a reason).",
	[CLASS_ACCESSOR] = "If it built {product} anew at each call, it would be a factory of its own.",
	[CLASS_CONFIGURATOR] = "If it created {product} for its caller, it would be a factory of its own.",
	[CLASS_SCOPE_HELPER] = "If it created {product} without {canonical}, it would be a duplicate.",
	[CLASS_BACKUP] =
		"Nothing in it counts while the file is a copy; removing the file ends the matter, git keeps what was.",
};

/* The strongest other contender of the election; NULL when nobody else stood. */
static const struct member *runner_up(const struct family *f, const struct member *winner)
{
	const struct member *best = NULL;

	vec_foreach (struct member, m, &f->members) {
		bool stood = false;

		vec_foreach (struct evidence, x, &m->evidence)
			stood = stood || evidence_is_points(x);
		if (m != winner && stood && (!best || m->score > best->score))
			best = m;
	}
	return best;
}

static struct str canonical_outlook(struct explainer *e, const struct family *f, const struct member *m)
{
	const struct member *second = runner_up(f, m);

	if (f->confidence == 100)
		return STR("It was named by hand: only the configuration or --canonical can change that.");
	if (!second)
		return STR("Another implementation of its own in production code would stand for election against it; "
			   "\"canonical\" in canonry.yaml settles it for good.");
	return arena_printf(&e->arena,
		"%s " STR_FMT " at " STR_FMT
		" follows %d points behind; more importers, or members that hand their work to it, "
		"would bring it to the front. \"canonical\" in canonry.yaml settles it for good.",
		"The next candidate", STR_ARG(explain_path(e, second)),
		STR_ARG(explain_place(e, second->file, second->span.line)), m->score - second->score);
}

static struct str value_of(struct explainer *e, struct str name, const struct family *f, const struct member *m)
{
	const struct member *canonical = f->canonical == NONE ? NULL : &f->members.items[f->canonical];
	const struct member *target = m->target == NONE ? canonical : &f->members.items[m->target];

	if (str_is(name, "symbol"))
		return m->symbol;
	if (str_is(name, "path"))
		return explain_path(e, m);
	if (str_is(name, "file"))
		return e->audit->project.files[m->file].path;
	if (str_is(name, "product"))
		return f->product;
	if (str_is(name, "canonical"))
		return canonical ? explain_path(e, canonical) : STR("the canonical");
	if (str_is(name, "canonical_name"))
		return canonical ? canonical->symbol : STR("the canonical");
	if (str_is(name, "target"))
		return target ? explain_path(e, target) : STR("its target");
	if (str_is(name, "target_name"))
		return target ? target->symbol : STR("its target");
	BUG("no value is called {%.*s}", STR_ARG(name));
}

static struct str fill_in(struct explainer *e, const char *text, const struct family *f, const struct member *m)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };
	struct str rest = str_from(text);

	while (rest.len) {
		size_t open = str_find(rest, '{'), close = str_find(rest, '}');

		strbuf_add(&out, str_slice(rest, 0, open));
		if (open < rest.len)
			strbuf_add(&out, value_of(e, str_slice(rest, open + 1, close), f, m));
		rest = str_slice(rest, open < rest.len ? close + 1 : rest.len, rest.len);
	}
	return arena_str(&e->arena, strbuf_str(&out));
}

struct str explain_outlook(struct explainer *e, const struct family *f, const struct member *m)
{
	if (m->class == CLASS_CANONICAL)
		return canonical_outlook(e, f, m);
	if (f->canonical == NONE && f->decision.len)
		return arena_printf(&e->arena, "Nothing is canonical yet: " STR_FMT ".", STR_ARG(f->decision));
	return fill_in(e, outlooks[m->class], f, m);
}
