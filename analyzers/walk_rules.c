/* Rules from outside of the tree that is walked: of the configuration, of the user, of the directories above. */
#include "base/base.h"
#include "analyzers/walk_impl.h"

#include <fcntl.h>
#include <unistd.h>

#include "analyzers/git.h"
#include "analyzers/ignore.h"
#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"

#define RULES_MAX_BYTES ((size_t)1 << 20)

struct str walk_prefix(const struct walk *w)
{
	struct str below = str_slice(w->options->root, w->top.len, w->options->root.len);

	if (!w->top.len || !below.len)
		return STR("");
	if (below.ptr[0] == '/')
		below = str_slice(below, 1, below.len);
	return below.len ? arena_printf(w->arena, STR_FMT "/", STR_ARG(below)) : STR("");
}

static const struct ignore *read_rules(struct walk *w, struct str path, const struct ignore *outer)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct ignore *list;

	if (!path.len || !file_read_at(w->root_fd, path.ptr, RULES_MAX_BYTES, &text, NULL))
		return outer;
	list = arena_new(w->arena, struct ignore);
	list->outer = outer;
	ignore_read(list, w->arena, strbuf_str(&text));
	return list;
}

const struct ignore *walk_read_outer_rules(struct walk *w)
{
	const struct ignore *rules = NULL;

	if (!w->git)
		return NULL;
	rules = read_rules(w, arena_str(w->arena, git_global_exclude(w->git)), rules);
	return read_rules(w, arena_str(w->arena, git_info_exclude(w->git)), rules);
}

/* The .gitignore of dir, an absolute path. */
static const struct ignore *read_dir_rules(struct walk *w, struct str dir, size_t top_len, const struct ignore *outer)
{
	size_t base = dir.len > top_len ? dir.len - top_len : 0;
	const char *skip = NULL;
	int fd = open(arena_str(w->arena, dir).ptr, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return outer;
	outer = walk_tree_rules(w->arena, fd, base, outer, &skip);
	if (skip)
		walk_add_skip(w, path_join(w->arena, dir, STR(".gitignore")), skip);
	close(fd);
	return outer;
}

const struct ignore *walk_read_rules_above(struct walk *w, struct str start, const struct ignore *rules)
{
	struct str top = w->top.len ? w->top : w->options->root;
	struct str path = path_join(w->arena, w->options->root, start);
	size_t end = top.len;

	while (end < path.len) {
		rules = read_dir_rules(w, str_slice(path, 0, end), str_is(top, "/") ? 0 : top.len, rules);
		end += 1 + str_find(str_slice(path, end + 1, path.len), '/');
	}
	return rules;
}

const struct ignore *walk_read_excludes(struct walk *w)
{
	struct ignore *list;

	if (!w->options->exclude_count)
		return NULL;
	list = arena_new(w->arena, struct ignore);
	list->base = walk_prefix(w).len;
	for (size_t i = 0; i < w->options->exclude_count; i++)
		ignore_add(list, w->arena, w->options->excludes[i]);
	return list;
}

bool walk_is_excluded(const struct walk *w, struct str path)
{
	return w->excludes && ignore_has(w->excludes, walk_join(w->arena, walk_prefix(w), path));
}
