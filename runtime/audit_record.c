/* Which records there are, and which of them may be written. */
#include "runtime/audit_record.h"

#include <string.h>

static const struct eef_audit_field_names ops[] = {
#define X(op, name, kind, word, number, number2) \
	[EEF_AUDIT_##op] = { name, EEF_AUDIT_KIND_##kind, word, { number, number2 } },
#include "runtime/audit_ops.def"
#undef X
};

_Static_assert(sizeof(ops) / sizeof(*ops) == EEF_AUDIT_OP_COUNT, "every op has a name");

const struct eef_audit_field_names *eef_audit_op_names(enum eef_audit_op op)
{
	return &ops[op];
}

struct eef_audit_text eef_audit_text_of(const char *nul_terminated_or_null)
{
	struct eef_audit_text text = { nul_terminated_or_null, 0 };

	if (text.ptr)
		text.len = strlen(text.ptr);
	return text;
}

bool eef_audit_text_is(struct eef_audit_text text, const char *what)
{
	return text.len == strlen(what) && memcmp(text.ptr, what, text.len) == 0;
}

static bool is_id(struct eef_audit_text id)
{
	return id.len <= EEF_AUDIT_ID_MAX && eef_audit_is_utf8(id);
}

/* "app:" and the action are one word together. */
static bool is_application_part(const struct eef_audit_record *record)
{
	return record->action.len <= EEF_AUDIT_WORD_MAX - strlen("app:") && eef_audit_is_word(record->action) &&
		(!record->detail.len || eef_audit_detail_is_clean(record->detail));
}

bool eef_audit_record_is_valid(const struct eef_audit_record *record)
{
	const struct eef_audit_field_names *names;

	if ((unsigned)record->op >= EEF_AUDIT_OP_COUNT)
		return false;
	names = &ops[record->op];
	if (!is_id(record->user) || !is_id(record->run) || (record->outcome.len && !eef_audit_is_word(record->outcome)))
		return false;
	if (names->word ? !eef_audit_is_word(record->word) : record->word.len > 0)
		return false;
	if ((!names->numbers[0] && record->numbers[0]) || (!names->numbers[1] && record->numbers[1]))
		return false;
	if (names->kind == EEF_AUDIT_KIND_APP)
		return is_application_part(record);
	return !record->action.len && (!record->detail.len || record->op == EEF_AUDIT_SEGMENT_OPEN);
}
