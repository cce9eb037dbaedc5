/* Which texts hold a word, whatever it is there: asked of all files at once, in parallel, and remembered. */
#include "base/base.h"
#include "rewriters/planner_impl.h"

#include <stdlib.h>

#include "base/pool.h"
#include "rewriters/guard.h"
#include "rewriters/units.h"

struct memo_answer {
	file_id *files;
	uint32_t count;
};

void planner_memo_release(struct planner_memo *m)
{
	map_release(&m->asked);
	vec_release(&m->answers);
	units_free(m->units);
	arena_release(&m->arena);
}

struct search {
	const struct project *project;
	struct str text;
	bool *holds;          /* by file */
	struct strbuf *bytes; /* by worker */
};

static void look(void *context, unsigned worker, size_t file)
{
	struct search *s = context;

	/* Guard tests name what a migration makes of it: they are no users that would be in its way. */
	s->holds[file] = project_source(s->project, (file_id)file, &s->bytes[worker], NULL) && str_has(strbuf_str(&s->bytes[worker]), s->text) &&
			 !guard_is_ours(strbuf_str(&s->bytes[worker]));
}

static struct memo_answer *collect(const struct search *s, struct arena *a)
{
	struct memo_answer *answer = arena_new(a, struct memo_answer);

	for (file_id f = 0; f < s->project->file_count; f++)
		answer->count += s->holds[f];
	answer->files = arena_array(a, file_id, answer->count);
	answer->count = 0;
	for (file_id f = 0; f < s->project->file_count; f++)
		if (s->holds[f])
			answer->files[answer->count++] = f;
	return answer;
}

static struct memo_answer *search(struct planner *p, struct str text, struct arena *a)
{
	const struct project *project = p->options->input->project;
	unsigned jobs = pool_jobs(project->jobs, project->file_count);
	struct search s = { .project = project, .text = text };
	struct memo_answer *answer;

	s.holds = xcalloc(MAX(project->file_count, 1), sizeof(*s.holds));
	s.bytes = xcalloc(jobs, sizeof(*s.bytes));
	pool_run(jobs, project->file_count, look, &s, NULL);
	answer = collect(&s, a);
	for (unsigned i = 0; i < jobs; i++)
		strbuf_release(&s.bytes[i]);
	free(s.bytes);
	free(s.holds);
	return answer;
}

uint32_t planner_files_with(struct planner *p, struct str text, const file_id **ret_files)
{
	struct planner_memo *m = p->options->memo ? p->options->memo : &p->memo;
	uint32_t known = map_get(&m->asked, str_hash(text));

	if (known == NONE) {
		known = (uint32_t)m->answers.len;
		map_set(&m->asked, str_hash(text), known);
		vec_push(&m->answers, search(p, text, &m->arena));
	}
	*ret_files = m->answers.items[known]->files;
	return m->answers.items[known]->count;
}
