/* canonry tests: which tests protect a family, what each meets, what they leave out; and guard tests. */
#include "base/base.h"
#include "cli/command.h"

#include "cli/guards.h"
#include "cli/migrate.h"
#include "cli/page.h"
#include "cli/report/json_value.h"
#include "cli/run.h"
#include "rewriters/guard.h"
#include "rewriters/guard_c.h"
#include "rules/tests.h"

#define FILES_SHOWN 12
#define METHODS_SHOWN 12
#define COUNT_COLUMN 2
#define KIND_COLUMN 9
#define MEETS_COLUMN 22
#define PLACE_COLUMN 62
#define FLAW_COLUMN 4

enum { FORMAT_TEXT, FORMAT_JSON };
static const char *const format_names[] = { "text", "json", NULL };

struct tests_args {
	struct run_args run;
	struct opt_list paths, families, canonicals;
	const char *output;
	unsigned format;
	bool verbose, generate, write, strict;
};

static const struct opt tests_opts[] = {
	RUN_PATHS_OPT(struct tests_args, paths),
	RUN_FAMILY_OPT(struct tests_args, families),
	RUN_CANONICAL_OPT(struct tests_args, canonicals),
	{ OPT_CHOICE, "format", 'f', .value = "FORMAT", .group = "Report", .choices = format_names, .offset = offsetof(struct tests_args, format),
		.help = "How to print the table." },
	{ OPT_FLAG, "verbose", 'v', .group = "Report", .offset = offsetof(struct tests_args, verbose), .help = "List every file and every test without effect." },
	{ OPT_FLAG, "generate", .group = "Guards", .offset = offsetof(struct tests_args, generate),
		.help = "Write tests that hold each family together from now on, as a diff." },
	{ OPT_FLAG, "write", 'w', .group = "Guards", .offset = offsetof(struct tests_args, write), .help = "Write them into the tree." },
	{ OPT_TEXT, "output", 'o', .value = "DIR", .group = "Guards", .complete = COMPLETE_FILES, .offset = offsetof(struct tests_args, output),
		.help = "The folder for them, from the root; where the tests are when not given." },
	{ OPT_FLAG, "strict", .group = "Guards", .offset = offsetof(struct tests_args, strict),
		.help = "Let them fail until the definitions are merged, too, that a migration leaves to people." },
	RUN_OPTS(struct tests_args, run),
	{ .name = NULL },
};

/* --- Counting --- */

struct tally {
	uint32_t tests, categories[CATEGORY_COUNT], frameworks[FRAMEWORK_COUNT];
	uint32_t canonical, shim, rival, doubles, other, useless;
};

/* A test counts where it comes closest to the canonical. */
static void count_test(const struct tests *t, const struct family_test *x, struct tally *ret)
{
	const struct test *test = &t->items.items[x->test];

	ret->tests++;
	ret->categories[test->category]++;
	ret->frameworks[test->framework]++;
	if (x->meets & MEETS_CANONICAL)
		ret->canonical++;
	else if (x->meets & MEETS_SHIM)
		ret->shim++;
	else if (x->meets & MEETS_RIVAL)
		ret->rival++;
	else if (x->meets & MEETS_DOUBLE)
		ret->doubles++;
	else
		ret->other++;
	ret->useless += test->cannot_fail || test->never_runs;
}

/* The tests of one file, from *at on. */
static struct tally next_file(const struct tests *t, const struct family_tests *f, size_t *at, file_id *ret_file, uint32_t *ret_line)
{
	struct tally tally = { .tests = 0 };

	*ret_file = t->items.items[f->items.items[*at].test].file;
	*ret_line = t->items.items[f->items.items[*at].test].span.line;
	for (; *at < f->items.len && t->items.items[f->items.items[*at].test].file == *ret_file; ++*at)
		count_test(t, &f->items.items[*at], &tally);
	return tally;
}

static struct tally count_all(const struct tests *t, const struct family_tests *f, uint32_t *ret_files)
{
	struct tally tally = { .tests = 0 };
	file_id last = NONE;

	*ret_files = 0;
	vec_foreach (struct family_test, x, &f->items) {
		count_test(t, x, &tally);
		*ret_files += t->items.items[x->test].file != last;
		last = t->items.items[x->test].file;
	}
	return tally;
}

/* --- For people --- */

static void add_part(struct strbuf *b, uint32_t count, const char *what)
{
	if (count)
		strbuf_printf(b, "%s%u %s", b->len ? ", " : "", count, what);
}

static void add_meets(struct page *p, unsigned column, const struct tally *x)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	add_part(&b, x->canonical, "canonical");
	add_part(&b, x->shim, "by a shim");
	add_part(&b, x->rival, "rival");
	add_part(&b, x->doubles, "doubles only");
	add_part(&b, x->other, "other");
	page_wrap(p, STYLE_PLAIN, column, strbuf_str(&b));
}

static void add_kinds(struct page *p, const struct tally *x)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	for (enum test_category c = CATEGORY_UNIT; c < CATEGORY_COUNT; c++)
		add_part(&b, x->categories[c], test_category_names[c]);
	page_wrap(p, STYLE_PLAIN, COUNT_COLUMN + 2, strbuf_str(&b));
}

static const char *only_kind(const struct tally *x)
{
	for (enum test_category c = CATEGORY_UNIT; c < CATEGORY_COUNT; c++)
		if (x->categories[c] == x->tests)
			return test_category_names[c];
	return "mixed";
}

static void add_file(struct page *p, const struct audit *a, const struct tally *x, file_id file, uint32_t line)
{
	page_printf(p, STYLE_BOLD, "%6u", x->tests);
	page_pad(p, KIND_COLUMN);
	page_printf(p, STYLE_DIM, "%s", only_kind(x));
	page_pad(p, MEETS_COLUMN);
	add_meets(p, MEETS_COLUMN, x);
	if (x->useless)
		page_printf(p, STYLE_WARNING, ", %u without effect", x->useless);
	page_pad(p, PLACE_COLUMN);
	if (!page_fits(p, a->scope.prefix.len + a->project.files[file].path.len + 8)) {
		page_end(p);
		page_pad(p, MEETS_COLUMN);
	}
	page_printf(p, STYLE_PLACE, STR_FMT STR_FMT ":%u", STR_ARG(a->scope.prefix), STR_ARG(a->project.files[file].path), line);
	page_end(p);
}

static void add_files(struct page *p, const struct audit *a, const struct tests *t, const struct family_tests *f, bool is_verbose)
{
	uint32_t shown = 0, left = 0, line;
	file_id file;

	for (size_t at = 0; at < f->items.len;) {
		struct tally x = next_file(t, f, &at, &file, &line);

		if (!is_verbose && shown == FILES_SHOWN)
			left++;
		else
			add_file(p, a, &x, file, line), shown++;
	}
	if (left) {
		page_pad(p, KIND_COLUMN);
		page_printf(p, STYLE_DIM, "and %s more %s; --verbose lists them", number_text(left).text, plural(left, "file", "files"));
		page_end(p);
	}
}

static void add_flaws(struct page *p, const struct audit *a, const struct tests *t, uint32_t family, bool is_verbose)
{
	uint32_t shown = 0, left = 0;

	vec_foreach (struct tests_flaw, f, &t->flaws) {
		if (f->family != family)
			continue;
		if (!is_verbose && shown == FILES_SHOWN) {
			left++;
			continue;
		}
		shown++;
		page_pad(p, FLAW_COLUMN);
		page_printf(p, STYLE_WARNING, "%s ", test_flaw_names[f->kind]);
		page_printf(p, STYLE_PLACE, STR_FMT STR_FMT ":%u ", STR_ARG(a->scope.prefix), STR_ARG(a->project.files[f->file].path), f->span.line);
		page_wrap(p, STYLE_PLAIN, FLAW_COLUMN + 2, f->message);
		page_end(p);
	}
	if (left) {
		page_pad(p, FLAW_COLUMN);
		page_printf(p, STYLE_DIM, "and %s more; --verbose lists them", number_text(left).text);
		page_end(p);
	}
}

static void add_gaps(struct page *p, const struct family_tests *f, bool is_verbose)
{
	uint32_t missing = 0;
	struct strbuf methods CLEANUP(strbuf_release) = { 0 }, guarantees CLEANUP(strbuf_release) = { 0 };

	for (uint32_t i = 0; i < f->method_count; i++)
		if (!f->is_met[i] && (is_verbose || missing++ < METHODS_SHOWN))
			strbuf_printf(&methods, "%s" STR_FMT "()", methods.len ? ", " : "no test calls ", STR_ARG(f->methods[i]));
	if (missing > METHODS_SHOWN)
		strbuf_printf(&methods, " and %u more", missing - METHODS_SHOWN);
	for (enum guarantee g = 0; g < GUARANTEE_COUNT; g++)
		if (f->needs[g] && !f->is_shown[g])
			strbuf_printf(&guarantees, "%s%s (%s)", guarantees.len ? ", " : "no test speaks of ", guarantee_names[g], guarantee_meanings[g]);
	for (int i = 0; i < 2; i++) {
		const struct strbuf *b = i ? &guarantees : &methods;

		if (!b->len)
			continue;
		page_pad(p, COUNT_COLUMN);
		page_printf(p, STYLE_NOTE, "gap: ");
		page_wrap(p, STYLE_PLAIN, COUNT_COLUMN + 5, strbuf_str(b));
		page_end(p);
	}
}

static void add_bare(struct page *p, const struct family_tests *f)
{
	page_printf(p, STYLE_WARNING, "no test meets it");
	if (f->reached.len)
		page_printf(p, STYLE_PLAIN, " by name; tests may come to it by " STR_FMT "()", STR_ARG(f->reached));
	page_end(p);
}

static void add_family(struct page *p, struct audit *a, const struct tests *t, uint32_t family, bool is_verbose)
{
	const struct family *fam = &a->families.items.items[family];
	const struct family_tests *f = &t->families[family];
	struct str canonical = canonical_of(fam) ? member_path(a->link, canonical_of(fam), &a->arena) : STR("");
	uint32_t files;
	struct tally x = count_all(t, f, &files);

	page_add(p, STYLE_BOLD, fam->product);
	page_printf(p, STYLE_PLAIN, "  ");
	page_wrap(p, canonical.len ? STYLE_PLAIN : STYLE_WARNING, COUNT_COLUMN, canonical.len ? canonical : STR("no canonical"));
	page_end(p);
	page_pad(p, COUNT_COLUMN);
	if (!x.tests) {
		add_bare(p, f);
		return;
	}
	page_printf(p, STYLE_PLAIN, "%s %s in %s %s: ", number_text(x.tests).text, plural(x.tests, "test", "tests"), number_text(files).text,
		    plural(files, "file", "files"));
	add_kinds(p, &x);
	page_end(p);
	page_pad(p, COUNT_COLUMN);
	page_printf(p, STYLE_PLAIN, "meet ");
	add_meets(p, COUNT_COLUMN + 2, &x);
	if (x.useless)
		page_printf(p, STYLE_WARNING, "; %u cannot fail or never run", x.useless);
	page_end(p);
	add_files(p, a, t, f, is_verbose);
	add_flaws(p, a, t, family, is_verbose);
	add_gaps(p, f, is_verbose);
}

static void write_text(const struct session *s, const struct tests_args *args, struct audit *a, const struct tests *t, struct strbuf *out)
{
	struct page p = { .out = out, .width = s->out.width, .has_color = s->out.has_color };
	uint32_t shown = 0, bare = 0;

	for (uint32_t i = 0; i < a->families.items.len; i++) {
		if (shown++)
			page_end(&p);
		bare += t->families[i].items.len == 0;
		add_family(&p, a, t, i, args->verbose);
	}
	if (shown)
		page_end(&p);
	page_printf(&p, STYLE_BOLD, "%u %s, %u without a test; %zu %s, %zu %s", shown, plural(shown, "family", "families"), bare, t->items.len,
		    plural(t->items.len, "test", "tests"), t->flaws.len, plural(t->flaws.len, "flaw", "flaws"));
	page_end(&p);
}

/* --- For machines --- */

static void add_json_meets(cJSON *item, unsigned meets)
{
	static const char *const names[] = { "canonical", "shim", "rival", "double", "other" };
	cJSON *list = json_array(item, "meets");

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (meets & (1u << i))
			json_append_text(list, str_from(names[i]));
}

static void add_json_tests(cJSON *family, struct audit *a, const struct tests *t, uint32_t index)
{
	cJSON *list = json_array(family, "tests");

	vec_foreach (struct family_test, x, &t->families[index].items) {
		const struct test *test = &t->items.items[x->test];
		cJSON *one = json_append(list);

		json_text(one, "test", test->symbol);
		json_place(one, &a->project, test->file, test->span.line);
		json_text(one, "framework", str_from(test_framework_names[test->framework]));
		json_text(one, "category", str_from(test_category_names[test->category]));
		add_json_meets(one, x->meets);
		json_bool(one, "can_fail", !test->cannot_fail);
		json_bool(one, "runs", !test->never_runs);
	}
}

static void add_json_flaws(cJSON *family, struct audit *a, const struct tests *t, uint32_t index)
{
	cJSON *list = json_array(family, "flaws");

	vec_foreach (struct tests_flaw, f, &t->flaws) {
		cJSON *one;

		if (f->family != index)
			continue;
		one = json_append(list);
		json_text(one, "kind", str_from(test_flaw_names[f->kind]));
		json_place(one, &a->project, f->file, f->span.line);
		json_text(one, "message", f->message);
		json_number(one, "tests", f->test_count);
	}
}

static void add_json_gaps(cJSON *family, const struct family_tests *f)
{
	cJSON *gaps = json_object(family, "gaps"), *methods = json_array(gaps, "methods"), *guarantees = json_array(gaps, "guarantees");

	for (uint32_t i = 0; i < f->method_count; i++)
		if (!f->is_met[i])
			json_append_text(methods, f->methods[i]);
	for (enum guarantee g = 0; g < GUARANTEE_COUNT; g++)
		if (f->needs[g] && !f->is_shown[g])
			json_append_text(guarantees, str_from(guarantee_names[g]));
}

static void write_json(struct audit *a, const struct tests *t, struct strbuf *out)
{
	cJSON *root, *list;

	json_init();
	root = cJSON_CreateObject();
	json_number(root, "schema", 1);
	list = json_array(root, "families");
	for (uint32_t i = 0; i < a->families.items.len; i++) {
		const struct family *fam = &a->families.items.items[i];
		cJSON *one;

		one = json_append(list);
		json_text(one, "product", fam->product);
		json_text_or_null(one, "canonical", canonical_of(fam) ? member_path(a->link, canonical_of(fam), &a->arena) : STR(""));
		add_json_tests(one, a, t, i);
		add_json_flaws(one, a, t, i);
		json_text_or_null(one, "reached_by", t->families[i].reached);
		add_json_gaps(one, &t->families[i]);
	}
	json_print(root, out);
}

/* --- The command --- */

static int tests_audited(const struct session *s, const struct tests_args *args, struct audit *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct rule_input in = audit_rule_input(a);
	struct tests *t = tests_new(&in);

	if (args->format == FORMAT_JSON)
		write_json(a, t, &text);
	else
		write_text(s, args, a, t, &text);
	tests_free(t);
	return print_out(s, strbuf_str(&text));
}

/* The tree as a migration would leave it, with the families that there were. */
static bool look_ahead(struct run *run, struct err *err)
{
	struct opt_list everything = { 0 };
	struct plan plan = { 0 };
	struct rule_input in = audit_rule_input(&run->audit);
	struct str *canonicals;
	size_t count = guard_list_canonicals(&in, &run->arena, &canonicals);
	bool ok = migration_make(&run->audit, &everything, false, &plan, err);

	plan_release(&plan);
	if (!ok || !count)
		return ok;
	/* A family that is asked for by name may be gone once its trouble is: guards choose among all of them, afterwards. */
	run->options.family_count = 0;
	run->options.canonicals = canonicals;
	run->options.canonical_count = count;
	if (audit_renew(&run->audit, err))
		return true;
	/* A canonical that is not where it was: those that are found will do. */
	run->options.canonical_count = 0;
	return audit_renew(&run->audit, err);
}

static int generate_audited(const struct session *s, const struct tests_args *args, struct run *run)
{
	struct rule_input in = audit_rule_input(&run->audit);
	struct guard_former former;
	struct guard_claims claims;
	struct guards_wish wish = { .families = &args->families, .output = args->output, .claims = &claims, .former = &former,
				    .is_strict = args->strict, .write = args->write };
	struct err err = { 0 };
	int code;

	guard_former_find(&in, &former);
	guard_claims_make(&in, &claims);
	code = look_ahead(run, &err) ? guards_generate(s, &run->audit, &wish) : say_error(s, "%s", err.message);
	guard_claims_release(&claims);
	guard_former_release(&former);
	return code;
}

static int check_args(const struct session *s, const struct tests_args *args)
{
	if (!args->generate && (args->write || args->output || args->strict))
		return say_error(s, "--write, --output and --strict are about --generate");
	return EXIT_CLEAN;
}

static int tests(const struct session *s, const void *values)
{
	const struct tests_args *args = values;
	struct run_wish wish = { .paths = &args->paths, .families = &args->families, .canonicals = &args->canonicals };
	struct run run = { 0 };
	int code = check_args(s, args);

	if (code != EXIT_CLEAN)
		return code;
	code = run_audit(s, &args->run, &wish, &run);
	if (code == EXIT_CLEAN)
		code = args->generate ? generate_audited(s, args, &run) : tests_audited(s, args, &run.audit);
	run_release(&run);
	return code;
}

const struct command cmd_tests = {
	.name = "tests",
	.summary = "list the tests that protect each family, and what they leave out",
	.description =
		"For every family: which tests meet a member, how many are unit, integration, end-to-end or critical "
		"(by folders, markers and the section tests of canonry.yaml), whether they meet the canonical, meet it by a "
		"shim, meet another implementation, or nothing but doubles; which of them cannot fail or never run; and "
		"which public methods and guarantees none of them shows.\n"
		"\n"
		"Tests are told by the conventions of pytest and unittest, with what pytest's configuration says of names and "
		"folders; in C and C++ by the macros of Check, GoogleTest and other frameworks, and as programs that CTest, Meson or "
		"Automake run. A test meets a member when it, its fixtures, what sets it up, or a function of its file that it "
		"calls mentions it. Nothing is run.\n"
		"\n"
		"With --generate guard tests are made, in Python for pytest or unittest, in C and C++ for Check, GoogleTest or as "
		"programs of their own, whichever the project's own tests are: one "
		"definition, every import path the same object (in C: what hands on does nothing else), every old path warns and "
		"says where to go, the same signatures, "
		"two users at once share nothing, cleanup leaves nothing. They need no Canonry to run; they fail as long as "
		"there is something that `canonry migrate` would mend, and pass when it has. What cannot be told from a signature "
		"is left out, and the file says so. Made again, blocks that nobody has edited are renewed, and all others stay.",
	.examples =
		(const struct example[]){
			{ "canonry tests --family Engine", "Who would notice if Engine broke?" },
			{ "canonry tests --format json", "The whole table for a program." },
			{ "canonry tests --generate", "The guard tests that would be written, as a diff." },
			{ "canonry tests --generate --write --family Engine", "Write those of one family." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = tests_opts,
	.args_size = sizeof(struct tests_args),
	.run = tests,
};
