/* Parsing of the command line by tables. */
#include "base/base.h"
#include "cli/opt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "cli/suggest.h"

/* An option that was found: its table entry and where its value goes. */
struct match {
	const struct opt *opt;
	char *value;
};

bool opt_is_argument(const struct opt *opt)
{
	return opt->type == OPT_ARG || opt->type == OPT_ARGS;
}

bool opt_takes_value(const struct opt *opt)
{
	return opt->type != OPT_FLAG && !opt_is_argument(opt) && !opt->is_optional;
}

static struct match match_in(const struct opt_set *set, const struct opt *opt)
{
	return (struct match){ opt, (char *)set->values + opt->offset };
}

static bool find_name(const struct opt_set *sets, size_t count, struct str name, struct match *ret)
{
	for (size_t i = 0; i < count; i++)
		for (const struct opt *o = sets[i].opts; o->name; o++)
			if (!opt_is_argument(o) && str_is(name, o->name)) {
				*ret = match_in(&sets[i], o);
				return true;
			}
	return false;
}

static bool find_alias(const struct opt_set *sets, size_t count, char alias, struct match *ret)
{
	for (size_t i = 0; i < count; i++)
		for (const struct opt *o = sets[i].opts; o->name; o++)
			if (o->alias == alias) {
				*ret = match_in(&sets[i], o);
				return true;
			}
	return false;
}

static bool unknown_option(const struct opt_set *sets, size_t count, struct str name, struct err *err)
{
	struct suggestion near = { .given = name };

	for (size_t i = 0; i < count; i++)
		for (const struct opt *o = sets[i].opts; o->name; o++)
			if (!opt_is_argument(o) && !o->is_hidden)
				suggest_try(&near, str_from(o->name));
	if (!near.best.len)
		return err_set(err, "unknown option '--" STR_FMT "'", STR_ARG(name));
	return err_set(err, "unknown option '--" STR_FMT "'; did you mean '--" STR_FMT "'?", STR_ARG(name),
		STR_ARG(near.best));
}

static bool unknown_alias(const struct opt_set *sets, size_t count, const char *word, char alias, struct err *err)
{
	struct match same;

	/* "-format": one dash too few. */
	if (word[2] && find_name(sets, count, str_from(word + 1), &same))
		return err_set(err, "unknown option '-%c'; did you mean '-%s'?", alias, word);
	return err_set(err, "unknown option '-%c'", alias);
}

void opt_add_choices(const struct opt *opt, struct strbuf *out)
{
	for (size_t i = 0; opt->choices[i]; i++) {
		if (i)
			strbuf_addz(out, opt->choices[i + 1] ? ", " : " or ");
		strbuf_addz(out, opt->choices[i]);
	}
}

static bool find_choice(const struct match *m, const char *text, unsigned *ret_index, struct err *err)
{
	const char *dashes = opt_is_argument(m->opt) ? "" : "--";
	struct suggestion near = { .given = str_from(text) };
	struct strbuf all CLEANUP(strbuf_release) = { 0 };

	for (unsigned i = 0; m->opt->choices[i]; i++) {
		if (strcmp(m->opt->choices[i], text) == 0) {
			*ret_index = i;
			return true;
		}
		suggest_try(&near, str_from(m->opt->choices[i]));
	}
	if (near.best.len)
		return err_set(err, "%s%s cannot be '%s'; did you mean '" STR_FMT "'?", dashes, m->opt->name, text,
			STR_ARG(near.best));
	opt_add_choices(m->opt, &all);
	return err_set(err, "%s%s cannot be '%s': it is one of %s", dashes, m->opt->name, text, all.ptr);
}

static bool set_choice(const struct match *m, const char *text, struct err *err)
{
	unsigned index;

	if (!find_choice(m, text, &index, err))
		return false;
	memcpy(m->value, &index, sizeof(index));
	return true;
}

static bool set_argument(const struct match *m, const char *text, struct err *err)
{
	unsigned index;

	if (m->opt->choices && !find_choice(m, text, &index, err))
		return false;
	memcpy(m->value, &text, sizeof(text));
	return true;
}

static bool set_number(const struct match *m, const char *text, struct err *err)
{
	char *end;
	unsigned long number;
	unsigned value;

	errno = 0;
	number = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno || number < m->opt->min || number > m->opt->max)
		return err_set(err, "--%s takes a number from %u to %u, not '%s'", m->opt->name, m->opt->min,
			m->opt->max, text);
	value = (unsigned)number;
	memcpy(m->value, &value, sizeof(value));
	return true;
}

/* What the option means without a value. */
static bool set_least(const struct match *m)
{
	if (m->opt->type == OPT_TEXT) {
		memcpy(m->value, &(const char *){ "" }, sizeof(const char *));
		return true;
	}
	memcpy(m->value, &m->opt->min, sizeof(m->opt->min));
	return true;
}

static void push(struct opt_list *list, const char *text)
{
	vec_push(list, text);
}

/* Values lie in the caller's struct at the table's offset: memcpy() makes no claim about alignment. */
static bool set_value(const struct match *m, const char *text, struct err *err)
{
	struct opt_list list;

	switch (m->opt->type) {
	case OPT_FLAG: memcpy(m->value, &(bool){ true }, sizeof(bool)); return true;
	case OPT_TEXT: memcpy(m->value, &text, sizeof(text)); return true;
	case OPT_ARG: return set_argument(m, text, err);
	case OPT_LIST:
	case OPT_ARGS:
		memcpy(&list, m->value, sizeof(list));
		push(&list, text);
		memcpy(m->value, &list, sizeof(list));
		return true;
	case OPT_NUMBER: return set_number(m, text, err);
	case OPT_CHOICE: return set_choice(m, text, err);
	}
	BUG("option type %d", (int)m->opt->type);
}

/* The value in the next word. */
static bool set_from_next(const struct match *m, struct opt_cursor *at, struct err *err)
{
	const char *text = at->argv[at->next];

	if (!text)
		return err_set(err, "--%s needs a value: %s", m->opt->name, m->opt->value);
	at->next++;
	return set_value(m, text, err);
}

static bool parse_long(const struct opt_set *sets, size_t count, struct opt_cursor *at, struct err *err)
{
	struct str word = str_from(at->argv[at->next++] + 2);
	size_t equals = str_find(word, '=');
	struct match m;

	if (!find_name(sets, count, str_slice(word, 0, equals), &m))
		return unknown_option(sets, count, str_slice(word, 0, equals), err);
	if (m.opt->type == OPT_FLAG && equals < word.len)
		return err_set(err, "--%s takes no value", m.opt->name);
	if (m.opt->type == OPT_FLAG)
		return set_value(&m, NULL, err);
	if (equals < word.len)
		return set_value(&m, word.ptr + equals + 1, err);
	if (m.opt->is_optional)
		return set_least(&m);
	return set_from_next(&m, at, err);
}

static bool parse_short(const struct opt_set *sets, size_t count, struct opt_cursor *at, struct err *err)
{
	const char *word = at->argv[at->next++];
	struct match m;

	for (const char *c = word + 1; *c; c++) {
		if (!find_alias(sets, count, *c, &m))
			return unknown_alias(sets, count, word, *c, err);
		if (m.opt->type != OPT_FLAG)
			return c[1] ? set_value(&m, c + 1, err) : set_from_next(&m, at, err);
		if (!set_value(&m, NULL, err))
			return false;
	}
	return true;
}

static bool is_free(const struct match *m)
{
	const char *text;

	if (m->opt->type == OPT_ARGS)
		return true;
	memcpy(&text, m->value, sizeof(text));
	return text == NULL;
}

static bool parse_argument(const struct opt_set *sets, size_t count, struct opt_cursor *at, struct err *err)
{
	const char *word = at->argv[at->next++];

	for (size_t i = 0; i < count; i++)
		for (const struct opt *o = sets[i].opts; o->name; o++) {
			struct match m = match_in(&sets[i], o);

			if (opt_is_argument(o) && is_free(&m))
				return set_value(&m, word, err);
		}
	return err_set(err, "unexpected argument '%s'", word);
}

bool opt_parse(
	const struct opt_set *sets, size_t set_count, struct opt_cursor *at, bool stops_at_argument, struct err *err)
{
	const char *word;

	while ((word = at->argv[at->next])) {
		bool ok;

		if (at->after_dashes || word[0] != '-' || !word[1]) {
			if (stops_at_argument)
				return true;
			ok = parse_argument(sets, set_count, at, err);
		} else if (strcmp(word, "--") == 0) {
			at->after_dashes = true;
			at->next++;
			ok = true;
		} else if (word[1] == '-') {
			ok = parse_long(sets, set_count, at, err);
		} else {
			ok = parse_short(sets, set_count, at, err);
		}
		if (!ok)
			return false;
	}
	return true;
}

bool opt_check_required(const struct opt_set *set, struct err *err)
{
	for (const struct opt *o = set->opts; o->name; o++) {
		struct match m = match_in(set, o);
		struct opt_list list;

		if (!o->is_required)
			continue;
		if (o->type == OPT_ARG && is_free(&m))
			return err_set(err, "%s is missing", o->name);
		if (o->type != OPT_ARGS)
			continue;
		memcpy(&list, m.value, sizeof(list));
		if (list.len == 0)
			return err_set(err, "%s is missing", o->name);
	}
	return true;
}

void opt_release(const struct opt_set *set)
{
	for (const struct opt *o = set->opts; o->name; o++) {
		struct opt_list list;
		char *value = (char *)set->values + o->offset;

		if (o->type != OPT_LIST && o->type != OPT_ARGS)
			continue;
		memcpy(&list, value, sizeof(list));
		vec_release(&list);
		memcpy(value, &list, sizeof(list));
	}
}
