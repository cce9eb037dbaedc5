/* Running the rules: order, severities, fingerprints. */
#include "base/base.h"
#include "rules/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyzers/cfacts.h"
#include "analyzers/config.h"
#include "base/strbuf.h"
#include "rules/rule.h"
#include "rules/cstate.h"
#include "rules/state.h"
#include "rules/tests.h"

const char *const severity_names[SEVERITY_COUNT] = {
	[SEVERITY_OFF] = "off",
	[SEVERITY_NOTE] = "note",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};

const char *const mend_names[MEND_COUNT] = {
	[MEND_NONE] = "none",
	[MEND_SHOW] = "show",
	[MEND_ASK] = "ask",
	[MEND_SAFE] = "safe",
};

#define X(name) extern const struct rule rule_##name;
#include "rules/rule_list.h"
#undef X

const struct rule *const rule_table[] = {
#define X(name) &rule_##name,
#include "rules/rule_list.h"
#undef X
	NULL,
};

static bool same_nocase(struct str a, const char *b)
{
	struct str other = str_from(b);

	return a.len == other.len && str_has_nocase(a, other);
}

const struct rule *rule_find(struct str code_or_name)
{
	for (size_t i = 0; rule_table[i]; i++)
		if (same_nocase(code_or_name, rule_table[i]->code) || same_nocase(code_or_name, rule_table[i]->name))
			return rule_table[i];
	return NULL;
}

/* --- For rules --- */

static struct str PRINTF_LIKE(2, 0) format_text(struct arena *a, const char *format, va_list args)
{
	char text[1024];

	vsnprintf(text, sizeof(text), format, args);
	return arena_str(a, str_from(text));
}

struct finding *finding_add(struct findings *f, const struct rule *rule, uint32_t family, file_id file, struct span span, struct str symbol,
			    const char *format, ...)
{
	struct finding x = {
		.rule = rule,
		.severity = rule->severity,
		.confidence = 90,
		.file = file,
		.span = span,
		.family = family,
		.suppression = NONE,
	};
	va_list args;

	va_start(args, format);
	x.message = format_text(&f->arena, format, args);
	va_end(args);
	x.symbol = arena_str(&f->arena, symbol);
	vec_push(&f->items, x);
	return vec_last(&f->items);
}

void finding_relate(struct findings *f, struct finding *x, file_id file, uint32_t line, const char *format, ...)
{
	struct related r = { .file = file, .line = line };
	va_list args;

	va_start(args, format);
	r.text = format_text(&f->arena, format, args);
	va_end(args);
	vec_push(&x->related, r);
}

void finding_mend(struct findings *f, struct finding *x, enum mend mend, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	x->mend_text = format_text(&f->arena, format, args);
	va_end(args);
	x->mend = mend;
}

/* --- Severities of the configuration --- */

static bool find_level(struct str level, enum severity *ret)
{
	for (int i = 0; i < SEVERITY_COUNT; i++) {
		if (str_is(level, severity_names[i])) {
			*ret = (enum severity)i;
			return true;
		}
	}
	return false;
}

static bool check_config(const struct config *c, struct err *err)
{
	for (size_t i = 0; i < c->rule_count; i++)
		if (!rule_find(c->rules[i].code))
			return err_at(err, c->path.ptr, c->rules[i].line, c->rules[i].column, "there is no rule \"" STR_FMT "\"; `canonry rules` lists them",
				      STR_ARG(c->rules[i].code));
	return true;
}

static enum severity configured(const struct config *c, const struct rule *rule, enum severity otherwise)
{
	enum severity level = otherwise;

	for (size_t i = 0; i < c->rule_count; i++)
		if (rule_find(c->rules[i].code) == rule)
			find_level(c->rules[i].level, &level);
	return level;
}

enum severity rule_level(const struct config *c, const struct rule *rule)
{
	return configured(c, rule, rule->severity);
}

/* What the configuration allows, with a reason and for a time, is not wrong: its members and the way through them. */
static bool is_allowed(const struct rule_input *in, const struct finding *x)
{
	const struct config_allow *allow;

	if (x->family == NONE || x->rule->code[2] != '1')
		return false;
	allow = family_allowance(&in->families->items.items[x->family], in->config, in->project, in->link, x->file);
	return allow && !config_is_over(in->config, allow, in->today);
}

/* --- Order and identity --- */

static int compare_findings(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int order;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	order = str_cmp(str_from(x->rule->code), str_from(y->rule->code));
	if (order)
		return order;
	order = str_cmp(x->symbol, y->symbol);
	return order ? order : str_cmp(x->message, y->message);
}

struct str finding_identity(struct arena *a, const char *code, struct str product, struct str symbol, struct str path)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&b, "%s|" STR_FMT "|" STR_FMT "|" STR_FMT, code, STR_ARG(product), STR_ARG(symbol), STR_ARG(path));
	return arena_printf(a, "%016llx", (unsigned long long)str_hash(strbuf_str(&b)));
}

struct str finding_fingerprint(struct arena *a, struct str identity, uint32_t ordinal)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	if (ordinal == 0)
		return identity;
	strbuf_printf(&b, STR_FMT "|%u", STR_ARG(identity), ordinal);
	return arena_printf(a, "%016llx", (unsigned long long)str_hash(strbuf_str(&b)));
}

struct str finding_product(const struct finding *x, const struct families *families)
{
	return x->family == NONE ? STR("") : families->items.items[x->family].product;
}

/* Lines move, and must not change who a finding is: equal ones are told apart by their order. */
static void fingerprint_one(struct findings *f, const struct rule_input *in, struct finding *x, struct map *seen)
{
	uint32_t ordinal;
	uint64_t key;

	x->identity =
		finding_identity(&f->arena, x->rule->code, finding_product(x, in->families), x->symbol, in->project->files[x->file].path);
	key = str_hash(x->identity);
	ordinal = map_get(seen, key) == NONE ? 0 : map_get(seen, key) + 1;
	map_set(seen, key, ordinal);
	x->fingerprint = finding_fingerprint(&f->arena, x->identity, ordinal);
}

/* The suppressed ones come last: they change nobody's fingerprint. */
static void fingerprint(struct findings *f, const struct rule_input *in)
{
	struct map seen = { 0 };

	vec_foreach(struct finding, x, &f->items)
		fingerprint_one(f, in, x, &seen);
	vec_foreach(struct finding, x, &f->suppressed)
		fingerprint_one(f, in, x, &seen);
	map_release(&seen);
}

void findings_keep(struct finding_list *list, finding_test *keep, void *context)
{
	size_t kept = 0;

	vec_foreach(struct finding, x, list) {
		if (keep(context, x))
			list->items[kept++] = *x;
		else
			vec_release(&x->related);
	}
	list->len = kept;
}

static bool is_on(void *context, const struct finding *x)
{
	return x->severity != SEVERITY_OFF && !is_allowed(context, x);
}

/* What is suppressed is put aside. */
static void put_aside(struct findings *f)
{
	size_t kept = 0;

	vec_foreach(struct finding, x, &f->items) {
		if (x->suppression != NONE)
			vec_push(&f->suppressed, *x);
		else
			f->items.items[kept++] = *x;
	}
	f->items.len = kept;
}

/* What is wrong with one member rests on it and on the canonical, whatever the others rest on. */
static enum basis basis_in_family(const struct family *fam, const struct finding *x)
{
	const struct member *canonical = fam->canonical == NONE ? NULL : &fam->members.items[fam->canonical];

	if (fam->basis != BASIS_SYNTACTIC || !canonical || canonical->basis != BASIS_SEMANTIC)
		return fam->basis;
	vec_foreach(struct member, m, &fam->members)
		if (m->file == x->file && (m->span.start == x->span.start || m->place.start == x->span.start))
			return m->basis;
	return fam->basis;
}

static enum basis basis_of(const struct rule_input *in, const struct finding *x)
{
	const struct cfacts *facts = in->project->files[x->file].creations;

	if (x->family != NONE)
		return basis_in_family(&in->families->items.items[x->family], x);
	if (!facts)
		return BASIS_LINKED;
	return facts->source == CSOURCE_SEMANTIC ? BASIS_SEMANTIC : BASIS_SYNTACTIC;
}

/* Of those of its rule; that a suppression is unused can be said when the rules before have run. */
static void run_rule(const struct rule *rule, const struct rule_input *in, struct findings *ret)
{
	size_t first = ret->items.len;

	if (rule_level(in->config, rule) == SEVERITY_OFF)
		return;
	rule->run(rule, in, ret);
	for (size_t k = first; k < ret->items.len; k++) {
		struct finding *x = &ret->items.items[k];

		x->severity = configured(in->config, rule, x->severity);
		if (!is_allowed(in, x))
			suppress(in, ret, x);
	}
}

/* Is any rule on whose code begins so? */
static bool wants(const struct config *c, struct str prefix)
{
	for (size_t i = 0; rule_table[i]; i++)
		if (str_starts(str_from(rule_table[i]->code), prefix) && configured(c, rule_table[i], rule_table[i]->severity) != SEVERITY_OFF)
			return true;
	return false;
}

/* What several rules ask for, made once. */
static void begin_helpers(struct rule_input *in)
{
	if (wants(in->config, STR("CN30"))) {
		in->states = states_new(in);
		in->cstates = cstates_new(in);
	}
	if (wants(in->config, STR("CN50")))
		in->tests = tests_new(in);
}

static void end_helpers(struct rule_input *in)
{
	states_free(in->states);
	cstates_free(in->cstates);
	tests_free(in->tests);
}

bool findings_run(const struct rule_input *in, struct findings *ret, struct err *err)
{
	struct rule_input with_helpers = *in;

	if (!check_config(in->config, err))
		return false;
	if (!suppress_read(in, ret, err))
		return false;
	begin_helpers(&with_helpers);
	for (size_t i = 0; rule_table[i]; i++)
		run_rule(rule_table[i], &with_helpers, ret);
	end_helpers(&with_helpers);
	findings_keep(&ret->items, is_on, &with_helpers);
	vec_foreach(struct finding, x, &ret->items)
		x->basis = basis_of(in, x);
	vec_sort(&ret->items, compare_findings);
	put_aside(ret);
	fingerprint(ret, in);
	return true;
}

void findings_release(struct findings *f)
{
	vec_foreach(struct finding, x, &f->items)
		vec_release(&x->related);
	vec_foreach(struct finding, x, &f->suppressed)
		vec_release(&x->related);
	vec_release(&f->items);
	vec_release(&f->suppressed);
	vec_release(&f->suppressions);
	arena_release(&f->arena);
}

void findings_dump(const struct findings *f, const struct project *p, struct strbuf *out)
{
	for (size_t i = 0; i < f->items.len; i++) {
		const struct finding *x = &f->items.items[i];

		strbuf_printf(out, STR_FMT ":%u:%u: %s %s " STR_FMT "\n", STR_ARG(p->files[x->file].path), x->span.line, x->span.column,
			      severity_names[x->severity], x->rule->code, STR_ARG(x->message));
		for (size_t k = 0; k < x->related.len; k++)
			strbuf_printf(out, "  " STR_FMT ":%u: " STR_FMT "\n", STR_ARG(p->files[x->related.items[k].file].path), x->related.items[k].line,
				      STR_ARG(x->related.items[k].text));
		if (x->mend != MEND_NONE)
			strbuf_printf(out, "  %s: " STR_FMT "\n", mend_names[x->mend], STR_ARG(x->mend_text));
	}
}
