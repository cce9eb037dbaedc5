/* Logging, printing and warning calls, known by their names. */
#include "base/base.h"
#include "analyzers/lang/python/tree_speech.h"

static bool is_log_method(struct str name)
{
	static const char *const methods[] = {
		"critical",
		"debug",
		"error",
		"exception",
		"fatal",
		"info",
		"log",
		"msg",
		"success",
		"trace",
		"warn",
		"warning",
		NULL,
	};

	return str_is_one_of(name, methods);
}

/* "logger", "_log", "LOGGER", "audit_logger" ... */
static bool is_logger_name(struct str name)
{
	static const char *const names[] = { "log", "Log", "LOG", "logging", NULL };

	while (name.len > 1 && name.ptr[0] == '_')
		name = str_slice(name, 1, name.len);
	return str_is_one_of(name, names) || str_ends(name, STR("_log")) ||
		(name.len >= 6 && str_has_nocase(str_slice(name, name.len - 6, name.len), STR("logger")));
}

static bool is_logger_maker(struct str name)
{
	static const char *const names[] = { "bind", "getChild", "getLogger", "get_logger", "opt", NULL };

	return str_is_one_of(name, names);
}

/* An expression whose value is a logger: by its name, or by the call that makes it. */
static bool is_logger(const struct tree *t, uint32_t i)
{
	if (tree_kind(t, i) == NODE_CALL)
		return is_logger_maker(tree_last_name(t, tree_callee(t, i)));
	return is_logger_name(tree_last_name(t, i));
}

static bool is_warner(const struct tree *t, uint32_t callee)
{
	struct str name = tree_last_name(t, callee);

	if (tree_kind(t, callee) == NODE_ATTRIBUTE && str_is(tree_receiver(t, callee), "warnings"))
		return true;
	return (tree_kind(t, callee) == NODE_IDENTIFIER && str_is(name, "warn")) ||
		str_has_nocase(name, STR("deprecat"));
}

static bool is_speaking(const struct tree *t, uint32_t callee)
{
	switch (tree_kind(t, callee)) {
	case NODE_IDENTIFIER:
		if (str_is(tree_text(t, callee), "print"))
			return true;
		break;
	case NODE_ATTRIBUTE:
		if (is_log_method(tree_last_name(t, callee)) && is_logger(t, tree_first(t, callee)))
			return true;
		break;
	default: break;
	}
	return is_warner(t, callee);
}

bool speech_is(const struct tree *t, uint32_t statement)
{
	uint32_t expression = tree_bare(t, tree_first(t, statement)), value;

	if (tree_kind(t, statement) != NODE_EXPRESSION_STATEMENT || tree_next(t, tree_first(t, statement)) != NONE)
		return false;
	switch (tree_kind(t, expression)) {
	case NODE_CALL: return is_speaking(t, tree_callee(t, expression));
	case NODE_ASSIGNMENT:
		value = tree_after(t, expression, NODE_EQ);
		return value == NONE ||
			(tree_kind(t, value) == NODE_CALL && is_logger(t, value) &&
				is_logger_name(tree_last_name(t, tree_first(t, expression))));
	default: return false;
	}
}

bool speech_is_catching(const struct tree *t, uint32_t with)
{
	uint32_t item = tree_child(t, tree_child(t, with, NODE_WITH_CLAUSE), NODE_WITH_ITEM);
	uint32_t call = tree_first(t, item);

	return tree_kind(t, call) == NODE_CALL && str_is(tree_last_name(t, tree_callee(t, call)), "catch_warnings");
}

/* A category that speaks of a removal to come. */
static bool is_deprecation_category(struct str name)
{
	return str_ends(name, STR("DeprecationWarning")) || str_is(name, "FutureWarning") ||
		str_starts(name, STR("RemovedIn"));
}

bool speech_is_deprecation(const struct tree *t, uint32_t call)
{
	uint32_t callee = tree_callee(t, call), end = t->nodes.items[call].next;

	if (!is_warner(t, callee))
		return false;
	if (str_has_nocase(tree_last_name(t, callee), STR("deprecat")))
		return true;
	for (uint32_t i = t->nodes.items[callee].next; i < end; i++) {
		enum node_kind kind = tree_kind(t, i);

		if (kind == NODE_IDENTIFIER && is_deprecation_category(tree_text(t, i)))
			return true;
		if ((kind == NODE_STRING || kind == NODE_STRING_CONTENT) &&
			str_has_nocase(tree_text(t, i), STR("deprecated")))
			return true;
	}
	return false;
}
