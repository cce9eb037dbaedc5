/* libclang alone: all units of a compile database below a root; or, with a name, all references to that function. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzers/config.h"
#include "analyzers/lang/c/clang_project.h"
#include "base/path.h"
#include "rewriters/planner.h"
#include "rewriters/units.h"

static int fail(const struct err *err)
{
	fprintf(stderr, "unit_probe: %s\n", err->message);
	return 2;
}

static bool parse_units(const struct compdb *db, struct str root, unsigned jobs, struct arena *a, struct err *err)
{
	struct clang_run run = { .root = root, .jobs = jobs };
	struct clang_unit *units = arena_array(a, struct clang_unit, db->count + 1);
	struct clang_outcome *outcomes;
	uint32_t count = 0, parsed = 0;

	for (uint32_t i = 0; i < db->count; i++)
		if (path_is_inside(db->entries[i].real, root))
			units[count++] = clang_project_unit(&db->entries[i], a);
	if (!clang_parse_run(&run, units, count, a, &outcomes, err))
		return false;
	for (uint32_t i = 0; i < count; i++)
		parsed += outcomes[i].status == CLANG_PARSED;
	printf("%u units, %u without an error\n", count, parsed);
	return true;
}

/* As a rename does: only the units that can mention it. */
static bool find_references(struct project *p, const char *name, struct arena *a, struct err *err)
{
	struct clang_target target = { .kind = CLANG_FUNCTION, .name = str_from(name) };
	struct planner_memo memo = { 0 };
	struct unit_refs found;
	bool ok = units_refs(units_of(&memo, p), &target, 1, a, &found, err);

	if (ok)
		printf("%u references, %u leftovers in %u units\n", found.refs.ref_count, found.refs.leftover_count, found.refs.unit_count);
	planner_memo_release(&memo);
	return ok;
}

static int search(const struct project_options *options, const char *name, struct arena *a)
{
	struct project project = { 0 };
	struct err err = { 0 };
	bool ok = project_read(options, &project, &err) && find_references(&project, name, a, &err);

	project_release(&project);
	return ok ? 0 : fail(&err);
}

int main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct config config;
	struct project_options options = { .config = &config };
	struct err err = { 0 };
	struct compdb db;
	int code = 0;

	if (argc < 4) {
		fprintf(stderr, "usage: unit_probe JOBS COMPDB ROOT [FUNCTION]\n");
		return 2;
	}
	config_init(&config);
	options.jobs = (unsigned)strtoul(argv[1], NULL, 10);
	options.compdb_path = argv[2];
	if (!path_real(&a, argv[3], &options.root, &err) || !compdb_open(argv[2], options.root, &a, &db, &err))
		code = fail(&err);
	else if (argc > 4)
		code = search(&options, argv[4], &a);
	else if (!parse_units(&db, options.root, options.jobs, &a, &err))
		code = fail(&err);
	arena_release(&a);
	return code;
}
