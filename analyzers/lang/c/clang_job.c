/* A run over units: libclang is loaded and tried once, workers do the rest, who did not answer gets an outcome. */
#include "base/base.h"
#include "analyzers/lang/c/clang_impl.h"

#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "analyzers/lang/c/clang_arms.h"
#include "analyzers/lang/c/clang_memory.h"
#include "analyzers/lang/c/clang_wire.h"
#include "base/path.h"

#define PROBE_MS 20000

/* --- The first unit of all: are there headers? --- */

static void parse_probe(void *context, uint32_t item, struct strbuf *answer)
{
	static const char text[] = "#include <stddef.h>\n#include <stdarg.h>\nsize_t probe;\n";
	const struct clang_job *job = context;
	struct CXUnsavedFile file = { "/canonry-probe.c", text, sizeof(text) - 1 };
	const char *args[] = { "-isystem", job->headers.ptr };
	CXIndex index = job->api.createIndex(0, 0);
	CXTranslationUnit unit = NULL;
	bool ok = job->api.parseTranslationUnit2(
			  index, file.Filename, args, job->headers.len ? 2 : 0, &file, 1, 0, &unit) == CXError_Success;

	strbuf_addch(answer, ok && job->api.getNumDiagnostics(unit) == 0 ? 'y' : 'n');
	if (unit)
		job->api.disposeTranslationUnit(unit);
	job->api.disposeIndex(index);
}

static bool has_headers(const struct clang_job *job, struct arena *a)
{
	struct clang_work work = { .task = parse_probe, .jobs = 1, .limit_ms = PROBE_MS };
	struct clang_job copy = *job;
	struct clang_answer *answer;

	work.context = &copy;
	answer = clang_work_run(&work, 1, a);
	return answer->end == WORK_ANSWERED && str_is(answer->bytes, "y");
}

/* The library's package may come without them: gcc's will do. */
static bool find_headers(struct clang_job *job, struct arena *a)
{
	glob_t found = { 0 };
	bool ok = false;

	if (has_headers(job, a))
		return true;
	glob("/usr/lib/gcc/*/*/include/stddef.h", 0, NULL, &found);
	for (size_t i = found.gl_pathc; i-- > 0 && !ok;) {
		job->headers = arena_str(a, path_dir(str_from(found.gl_pathv[i])));
		ok = has_headers(job, a);
	}
	globfree(&found);
	return ok;
}

bool clang_job_init(struct clang_job *job, const struct clang_run *run, const struct clang_unit *units, struct arena *a,
	struct err *err)
{
	*job = (struct clang_job){ .run = run, .units = units };
	if (!clang_api_load(&job->api, err))
		return false;
	if (!find_headers(job, a))
		return err_set(err,
			"libclang finds no stddef.h: its own headers are not installed (libclang-common-%d-dev)",
			CANONRY_LIBCLANG);
	return true;
}

/* --- A run --- */

static void do_item(void *context, uint32_t item, struct strbuf *answer)
{
	struct clang_job *job = context;

	job->work(job, item, &job->scratch, answer);
	arena_reset(&job->scratch);
}

struct clang_answer *clang_job_run(struct clang_job *job, uint32_t count, struct arena *a)
{
	const struct clang_run *run = job->run;
	struct clang_work work = { .task = do_item, .context = job, .jobs = run->jobs, .cancel = run->cancel };

	work.limit_ms = run->limit_ms ? run->limit_ms : CLANG_LIMIT_MS;
	work.limit_bytes = run->limit_bytes ? run->limit_bytes : CLANG_LIMIT_BYTES;
	return clang_work_run(&work, count, a);
}

struct str clang_job_library(const struct clang_job *job, struct arena *a)
{
	const void *function;

	memcpy(&function, &job->api.getClangVersion, sizeof(function));
	return clang_library_stamp(function, a);
}

struct clang_outcome clang_job_failure(const struct clang_job *job, const struct clang_answer *answer, struct arena *a)
{
	unsigned limit_ms = job->run->limit_ms ? job->run->limit_ms : CLANG_LIMIT_MS;
	struct clang_outcome o = { .status = CLANG_CRASHED };

	switch (answer->end) {
	case WORK_ANSWERED: o.message = STR("its worker's answer cannot be read"); break;
	case WORK_CRASHED:
		o.message = answer->signal ? arena_printf(a, "libclang crashed on it (%s)", strsignal(answer->signal))
					   : STR("libclang crashed on it");
		break;
	case WORK_TIMED_OUT:
		o.status = CLANG_TIMED_OUT;
		o.message = arena_printf(a, "not parsed after %u ms", limit_ms);
		break;
	case WORK_TOO_LARGE:
		o.status = CLANG_TOO_LARGE;
		o.message = STR("parsing it takes more memory than is allowed");
		break;
	case WORK_NOT_RUN:
		o.status = CLANG_CANCELLED;
		o.message = STR("not parsed: the run was ended before");
		break;
	}
	return o;
}

/* --- Only parsing --- */

static void parse_item(struct clang_job *job, uint32_t item, struct arena *a, struct strbuf *answer)
{
	struct wire w = wire_writer(answer);
	struct clang_tu tu;

	clang_tu_parse(&tu, job, item, true, a);
	clang_tu_finish(&tu);
	clang_add_arms(&tu);
	wire_outcome(&w, &tu.outcome);
	clang_tu_release(&tu);
}

bool clang_parse_run(const struct clang_run *run, const struct clang_unit *units, uint32_t count, struct arena *a,
	struct clang_outcome **ret_outcomes, struct err *err)
{
	struct clang_outcome *outcomes = arena_array(a, struct clang_outcome, count);
	struct clang_answer *answers;
	struct clang_job job;

	if (!clang_job_init(&job, run, units, a, err))
		return false;
	job.work = parse_item;
	answers = clang_job_run(&job, count, a);
	for (uint32_t i = 0; i < count; i++) {
		struct wire w = wire_reader(answers[i].bytes, a);

		if (answers[i].end == WORK_ANSWERED)
			wire_outcome(&w, &outcomes[i]);
		if (answers[i].end != WORK_ANSWERED || !wire_is_done(&w))
			outcomes[i] = clang_job_failure(&job, &answers[i], a);
	}
	*ret_outcomes = outcomes;
	return true;
}

/* "Debian clang version 19.1.7 (3+b1)" -> "19.1.7" */
static struct str version_number(struct str text)
{
	size_t start = 0;

	while (start < text.len && (text.ptr[start] < '0' || text.ptr[start] > '9'))
		start++;
	text = str_slice(text, start, text.len);
	return str_slice(text, 0, str_find(text, ' '));
}

bool clang_is_usable(struct arena *a, struct str *ret_about, struct err *err)
{
	struct clang_run run = { 0 };
	struct clang_job job;
	struct str version;

	if (!clang_job_init(&job, &run, NULL, a, err))
		return false;
	version = version_number(clang_api_take(&job.api, a, job.api.getClangVersion()));
	*ret_about = job.headers.len ? arena_printf(a, STR_FMT " with gcc's headers", STR_ARG(version)) : version;
	return true;
}
