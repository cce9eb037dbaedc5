/* The floor for discovery: read every listed file and test each line for a declaration or an import. */
#include "base/base.h"

#include <string.h>

#include "base/file.h"
#include "base/pool.h"
#include "tests/bench/probe.h"

static const char *const keywords[] = { "class ", "def ", "async ", "import ", "from " };

struct worker {
	struct strbuf text;
	uint64_t bytes, lines, hits;
};

struct run {
	const struct probe_list *list;
	struct worker *workers;
};

static bool is_hit(const char *line, const char *end)
{
	while (line < end && (*line == ' ' || *line == '\t'))
		line++;
	for (size_t i = 0; i < ARRAY_LEN(keywords); i++) {
		size_t len = strlen(keywords[i]);

		if ((size_t)(end - line) >= len && memcmp(line, keywords[i], len) == 0)
			return true;
	}
	return false;
}

static void read_one(void *context, unsigned number, size_t item)
{
	const struct run *run = context;
	struct worker *w = &run->workers[number];
	const char *line, *end, *next;

	if (!file_read(run->list->paths[item], 0, &w->text, NULL))
		return;
	w->bytes += w->text.len;
	line = w->text.ptr;
	end = line + w->text.len;
	for (; line < end; line = next + 1) {
		next = memchr(line, '\n', (size_t)(end - line));
		if (!next)
			next = end;
		w->lines++;
		w->hits += is_hit(line, next);
	}
}

int main(int argc, char **argv)
{
	unsigned jobs = argc == 3 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
	struct probe_list list;
	struct worker sum = { 0 };
	struct run run;

	if (argc < 2 || !probe_list_read(argv[1], &list)) {
		fprintf(stderr, "usage: read_probe LIST [JOBS]\n");
		return 2;
	}
	jobs = pool_jobs(jobs, list.count);
	run = (struct run){ &list, xcalloc(jobs, sizeof(*run.workers)) };
	pool_run(jobs, list.count, read_one, &run, NULL);
	for (unsigned i = 0; i < jobs; i++) {
		sum.bytes += run.workers[i].bytes;
		sum.lines += run.workers[i].lines;
		sum.hits += run.workers[i].hits;
	}
	printf("%zu files, %llu bytes, %llu lines, %llu hits\n", list.count, (unsigned long long)sum.bytes,
		(unsigned long long)sum.lines, (unsigned long long)sum.hits);
	return 0;
}
