/* Writes an honest audit trail for tests in other languages: DIR RECORDS KEY-FILE|- PSEUDONYM-KEY-FILE|- SEGMENT-BYTES|0 */
#include <stdlib.h>
#include <string.h>

#include "runtime/tests/audit_lab.h"

static const char *file_or_none(const char *argument)
{
	return strcmp(argument, "-") == 0 ? NULL : argument;
}

int main(int argc, char **argv)
{
	struct eef_audit_options options;

	if (argc != 6)
		return 1;
	eef_audit_options_init(&options);
	options.dir = argv[1];
	options.key_file = file_or_none(argv[3]);
	options.pseudonym_key_file = file_or_none(argv[4]);
	options.evolve_records = 64;
	if (strtoul(argv[5], NULL, 10))
		options.segment_bytes = strtoul(argv[5], NULL, 10);
	lab_write(&options, strtoul(argv[2], NULL, 10));
	return 0;
}
