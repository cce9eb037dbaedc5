/* Links as stable text, for tests and for people who wonder. */
#include "base/base.h"
#include "analyzers/link_impl.h"

#include "base/strbuf.h"

static const char *hop_text(const struct hop *hop)
{
	switch (hop->kind) {
	case HOP_IMPORT: return "import";
	case HOP_ALIAS: return "alias";
	case HOP_STAR: return "star";
	case HOP_SUBMODULE: return "submodule";
	case HOP_LAZY: return "lazy";
	}
	return "?";
}

static void add_line(const struct link *l, struct strbuf *out, file_id file, uint32_t line)
{
	strbuf_printf(out, " " STR_FMT ":%u", STR_ARG(l->project->files[file].path), line);
}

static void dump_end(struct link *l, const struct target *t, struct strbuf *out)
{
	strbuf_addz(out, target_kind_names[t->kind]);
	switch (t->kind) {
	case TARGET_DEF: add_line(l, out, t->file, link_outline(l, t->file)->defs[t->index].span.line); break;
	case TARGET_VARIABLE: add_line(l, out, t->file, link_outline(l, t->file)->bindings[t->index].span.line); break;
	case TARGET_MODULE:
		strbuf_addch(out, ' ');
		strbuf_add(out, modules_name(l, t->index));
		break;
	case TARGET_NO_NAME:
		strbuf_printf(
			out, " " STR_FMT " in " STR_FMT, STR_ARG(t->name), STR_ARG(l->project->files[t->file].path));
		break;
	default:
		strbuf_addch(out, ' ');
		strbuf_add(out, t->name);
		break;
	}
}

static void dump_hops(struct link *l, const struct target *t, struct strbuf *out)
{
	for (uint32_t i = 0; i < MIN(t->hop_count, HOPS_MAX); i++) {
		const struct hop *hop = &t->hops[i];

		strbuf_addz(out, i == 0 ? " by " : ", ");
		strbuf_addz(out, hop_text(hop));
		if (hop->file != NONE && hop->line > 0)
			add_line(l, out, hop->file, hop->line);
	}
	if (t->hop_count > HOPS_MAX)
		strbuf_printf(out, ", and %u more", t->hop_count - HOPS_MAX);
}

void target_dump(struct link *l, const struct target *t, struct strbuf *out)
{
	dump_end(l, t, out);
	dump_hops(l, t, out);
}

void link_dump(struct link *l, file_id file, struct strbuf *out)
{
	struct arena scratch = { 0 };
	struct str *names;
	uint32_t count = link_names(l, file, &scratch, &names);

	strbuf_printf(out, "module " STR_FMT "\n", STR_ARG(link_module_name(l, file)));
	for (uint32_t i = 0; i < count; i++) {
		struct target t = link_name(l, file, names[i]);

		strbuf_add(out, names[i]);
		strbuf_addch(out, ' ');
		target_dump(l, &t, out);
		strbuf_addch(out, '\n');
	}
	arena_release(&scratch);
}
