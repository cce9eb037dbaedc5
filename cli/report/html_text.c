/* Sources of copies and canonicals for the page, with the lines that differ. */
#include "base/base.h"
#include "cli/report/html_text.h"

#include "base/strbuf.h"
#include "cli/report/json_value.h"
#include "rewriters/diff_lines.h"

/* Nobody compares longer ones on a page, and a page should open at once. */
#define LINES_MAX 300
#define BYTES_MAX (2 << 20)

static bool is_compared(const struct member *m)
{
	return m->class == CLASS_DUPLICATE || m->class == CLASS_NEAR_DUPLICATE || m->class == CLASS_FALLBACK || m->class == CLASS_VARIANT;
}

/* A class beside a function has nothing level. */
static bool is_alike(const struct member *left, const struct member *right)
{
	return (left->kind == MEMBER_CLASS) == (right->kind == MEMBER_CLASS);
}

static size_t start_of_line(struct str text, size_t at)
{
	while (at && text.ptr[at - 1] != '\n')
		at--;
	return at;
}

/* The whole lines of a definition. False when it has none, or they are not to be had any more. */
static bool find_text(const struct project *p, const struct member *m, struct arena *a, struct str *ret)
{
	struct strbuf source CLEANUP(strbuf_release) = { 0 };
	const struct outline *outline = &p->files[m->file].outline;
	const struct def *def;

	if (m->def >= outline->def_count || !project_source(p, m->file, &source, NULL))
		return false;
	def = &outline->defs[m->def];
	if (def->span.start >= def->end || def->end > source.len)
		return false;
	*ret = arena_str(a, str_slice(strbuf_str(&source), start_of_line(strbuf_str(&source), def->span.start), def->end));
	return true;
}

static struct str without_end(struct str line)
{
	while (line.len && (line.ptr[line.len - 1] == '\n' || line.ptr[line.len - 1] == '\r'))
		line.len--;
	return line;
}

static void add_text(cJSON *item, const char *key, const struct diff_text *text, uint32_t first_line)
{
	cJSON *object = json_object(item, key), *lines, *changed;
	uint32_t shown = MIN(text->count, (uint32_t)LINES_MAX);

	json_number(object, "line", first_line);
	lines = json_array(object, "lines");
	changed = json_array(object, "changed");
	for (uint32_t i = 0; i < shown; i++) {
		json_append_text(lines, without_end(text->lines[i]));
		if (text->is_changed[i])
			cJSON_AddItemToArray(changed, cJSON_CreateNumber(i));
	}
	json_number(object, "more", text->count - shown);
}

/* Returns how many bytes it took. */
static size_t add_pair(cJSON *list, const struct project *p, const struct family *f, uint32_t number, uint32_t member)
{
	struct arena scratch = { 0 };
	const struct member *copy = &f->members.items[member];
	uint32_t other = copy->target == NONE ? f->canonical : copy->target;
	struct str left, right;
	struct diff_text old, new;
	size_t size = 0;

	if (other != NONE && other != member && is_alike(&f->members.items[other], copy) && find_text(p, &f->members.items[other], &scratch, &left) &&
		find_text(p, copy, &scratch, &right)) {
		cJSON *item = json_append(list);

		diff_lines(left, right, &scratch, &old, &new);
		json_number(item, "family", number);
		json_number(item, "member", member);
		json_number(item, "other", other);
		add_text(item, "left", &old, f->members.items[other].span.line);
		add_text(item, "right", &new, copy->span.line);
		size = left.len + right.len;
	}
	arena_release(&scratch);
	return size;
}

void html_add_texts(cJSON *page, const struct audit *a)
{
	cJSON *list = json_array(page, "texts");
	uint32_t number = 0;
	size_t size = 0;

	for (size_t i = 0; i < a->families.items.len; i++) {
		const struct family *f = &a->families.items.items[i];

		if (!a->shows_family[i])
			continue;
		for (uint32_t m = 0; m < f->members.len && size < BYTES_MAX; m++)
			if (is_compared(&f->members.items[m]))
				size += add_pair(list, &a->project, f, number, m);
		number++;
	}
}
