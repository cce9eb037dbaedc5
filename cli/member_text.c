/* Members in words. */
#include "base/base.h"
#include "cli/member_text.h"

struct span member_place(const struct member *m)
{
	return m->kind == MEMBER_CALL ? m->place : m->span;
}

bool evidence_is_points(const struct evidence *e)
{
	return e->text.len > 1 && (e->text.ptr[0] == '+' || e->text.ptr[0] == '-') && e->text.ptr[1] >= '0' &&
		e->text.ptr[1] <= '9';
}

static struct str reason_of(struct str points)
{
	return str_trim(str_slice(points, str_find(points, ':') + 1, points.len));
}

/* Where an election left nothing but points, what the first were given for. */
struct str member_best_evidence(const struct member *m)
{
	vec_foreach (struct evidence, e, &m->evidence)
		if (!evidence_is_points(e))
			return e->text;
	return m->evidence.len ? reason_of(m->evidence.items[0].text) : STR("");
}
