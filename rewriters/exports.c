/* Taking a name off a list of exports, its comma too. */
#include "base/base.h"
#include "rewriters/exports.h"

#include "rewriters/users.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* The string with its quotes between two bytes; source.len when it is not there once. */
static size_t find_string(struct str source, size_t from, size_t to, struct str name)
{
	size_t found = source.len;

	for (size_t i = from; i + name.len + 2 <= to; i++) {
		char quote = source.ptr[i];

		if ((quote != '"' && quote != '\'') || !str_eq(str_slice(source, i + 1, i + 1 + name.len), name) || source.ptr[i + 1 + name.len] != quote)
			continue;
		if (found < source.len)
			return source.len;
		found = i;
	}
	return found;
}

/* From the element to the next one; the whole line when it has one of its own; for the last, back to the comma before. */
static void widen(struct str source, size_t *start, size_t *end)
{
	size_t s = *start, e = *end;

	while (e < source.len && is_blank(source.ptr[e]))
		e++;
	if (e < source.len && source.ptr[e] == ',') {
		e++;
		while (e < source.len && is_blank(source.ptr[e]))
			e++;
		while (s > 0 && is_blank(source.ptr[s - 1]))
			s--;
		if (e < source.len && is_line_end(source.ptr[e]) && s > 0 && is_line_end(source.ptr[s - 1])) {
			*start = s;
			*end = e + (source.ptr[e] == '\r' && e + 1 < source.len && source.ptr[e + 1] == '\n' ? 2 : 1);
		} else {
			*end = e;
		}
		return;
	}
	while (s > 0 && (is_blank(source.ptr[s - 1]) || is_line_end(source.ptr[s - 1])))
		s--;
	if (s > 0 && source.ptr[s - 1] == ',')
		*start = s - 1;
}

bool export_drop(struct planner *p, file_id file, struct str name, struct source_edit *ret)
{
	const struct outline *o = &planner_input(p)->project->files[file].outline;
	struct str source = planner_source(p, file);
	uint32_t from, to, lists = 0;

	*ret = (struct source_edit){ 0 };
	if (!is_exported_by(o, name))
		return true;
	for (uint32_t i = 0; i < o->binding_count; i++) {
		size_t start, end;

		if (!str_is(o->bindings[i].name, "__all__") || !planner_lang(p, file)->statement(source, o->bindings[i].span.start, &from, &to))
			continue;
		lists++;
		start = find_string(source, from, to, name);
		if (start == source.len)
			continue;
		end = start + name.len + 2;
		widen(source, &start, &end);
		*ret = (struct source_edit){ (uint32_t)start, (uint32_t)end, { 0 } };
		return lists == 1;
	}
	return false;
}
