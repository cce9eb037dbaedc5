/* Reading suppressions: "ignore-block[CN105, CN201] reason -- until 2027-01-31". */
#include "base/base.h"
#include "rules/suppress.h"

#include "rules/finding.h"

const char *const suppress_intent_names[SUPPRESS_INTENT_COUNT] = {
	[SUPPRESS_IGNORE] = "ignore",
	[SUPPRESS_FIXME] = "fixme",
};

const char *const suppress_scope_names[SUPPRESS_SCOPE_COUNT] = {
	[SUPPRESS_LINE] = "line",
	[SUPPRESS_BLOCK] = "block",
	[SUPPRESS_FILE] = "file",
};

#define UNTIL "-- until"

/* Always false. */
static bool refuse(struct suppression *s, struct str why)
{
	s->wrong = why;
	return false;
}

static bool parse_word(struct str word, struct arena *a, struct suppression *s)
{
	struct str intent = str_slice(word, 0, str_find(word, '-')), scope = str_slice(word, intent.len + 1, word.len);
	bool knows_intent = false, knows_scope = intent.len == word.len;

	for (int i = 0; i < SUPPRESS_INTENT_COUNT; i++)
		if (str_is(intent, suppress_intent_names[i])) {
			s->intent = (enum suppress_intent)i;
			knows_intent = true;
		}
	for (int i = SUPPRESS_BLOCK; i < SUPPRESS_SCOPE_COUNT; i++)
		if (str_is(scope, suppress_scope_names[i])) {
			s->scope = (enum suppress_scope)i;
			knows_scope = true;
		}
	if (knows_intent && knows_scope)
		return true;
	return refuse(s, arena_printf(a, "`" STR_FMT "` is neither ignore nor fixme, with -block or -file where that is meant", STR_ARG(word)));
}

static bool parse_rules(struct str list, struct arena *a, struct suppression *s)
{
	struct str name = STR("");

	while (str_next(&list, ',', &name)) {
		const struct rule *rule = rule_find(str_trim(name));

		if (!rule)
			return refuse(s, arena_printf(a, "there is no rule `" STR_FMT "`", STR_ARG(str_trim(name))));
		if (rule->code[2] == '9')
			return refuse(s, arena_printf(a, "%s is about suppressions, and cannot be suppressed", rule->code));
		if (s->rule_count == SUPPRESS_RULES_MAX)
			return refuse(s, arena_printf(a, "it names more than %d rules", SUPPRESS_RULES_MAX));
		s->rules[s->rule_count++].rule = rule;
	}
	return s->rule_count > 0 || refuse(s, STR("it names no rule in brackets: to suppress whatever comes is not possible"));
}

static bool is_digit_or_dash(struct str date)
{
	for (size_t i = 0; i < date.len; i++)
		if (i == 4 || i == 7 ? date.ptr[i] != '-' : date.ptr[i] < '0' || date.ptr[i] > '9')
			return false;
	return true;
}

/* Texts of this form compare as the days do. */
static bool is_date(struct str date)
{
	struct str month = str_slice(date, 5, 7), day = str_slice(date, 8, 10);

	return date.len == 10 && is_digit_or_dash(date) && str_cmp(month, STR("01")) >= 0 && str_cmp(month, STR("12")) <= 0 &&
	       str_cmp(day, STR("01")) >= 0 && str_cmp(day, STR("31")) <= 0;
}

static size_t find_until(struct str text)
{
	for (size_t i = 0; i + sizeof(UNTIL) <= text.len; i++)
		if (str_starts(str_slice(text, i, text.len), STR(UNTIL)))
			return i;
	return text.len;
}

static bool parse_reason(struct str text, struct arena *a, struct suppression *s)
{
	size_t at = find_until(text);

	s->reason = arena_str(a, str_trim(str_slice(text, 0, at)));
	if (at < text.len)
		s->until = arena_str(a, str_trim(str_slice(text, at + sizeof(UNTIL) - 1, text.len)));
	if (at < text.len && !is_date(s->until))
		return refuse(s, arena_printf(a, "`" STR_FMT "` is no day as YYYY-MM-DD", STR_ARG(str_slice(s->until, 0, 40))));
	return s->reason.len > 0 || refuse(s, STR("it gives no reason"));
}

void suppress_parse(struct str text, struct arena *a, struct suppression *ret)
{
	size_t open = str_find(text, '['), close = str_find(text, ']'), space = str_find(text, ' ');
	bool has_rules = open < text.len && close > open && close < text.len && open <= space;
	struct str word = str_slice(text, 0, MIN(open, space));
	struct str list = has_rules ? str_slice(text, open + 1, close) : STR("");

	*ret = (struct suppression){ .scope = SUPPRESS_LINE };
	if (parse_word(str_slice(word, 0, 40), a, ret) && parse_rules(list, a, ret))
		parse_reason(str_slice(text, close + 1, text.len), a, ret);
}
