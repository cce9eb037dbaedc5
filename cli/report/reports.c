/* The table of output formats. */
#include "base/base.h"
#include "cli/report/report.h"

#define X(name) extern const struct report report_##name;
#include "cli/report_list.h"
#undef X

const struct report *const report_table[] = {
#define X(name) &report_##name,
#include "cli/report_list.h"
#undef X
	NULL,
};

const char *const report_names[] = {
#define X(name) #name,
#include "cli/report_list.h"
#undef X
	NULL,
};

const struct report *report_find(struct str name)
{
	for (size_t i = 0; report_table[i]; i++)
		if (str_is(name, report_table[i]->name))
			return report_table[i];
	return NULL;
}
