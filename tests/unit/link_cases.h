/* Questions to the linker as lines of text, and tables of them. */
#ifndef TESTS_UNIT_LINK_CASES_H
#define TESTS_UNIT_LINK_CASES_H

#include "tests/unit/code_base.h"
#include "tests/unit/unit.h"

/*
 * One code base and one question:
 *	name FILE NAME          link_name()
 *	import FILE INDEX N     link_import()
 *	base FILE INDEX         link_import_module()
 *	module FILE DOTTED      link_module()
 *	dotted FILE DEF DOTTED  link_dotted(); DEF is "-" at the top level
 *	member FILE CLASS NAME  link_member()
 *	string FILE TEXT        link_string(); FILE is "-" for nobody
 *	names FILE              link_names(), joined by blanks
 *	called FILE             link_module_name()
 *	live FILE BLOCK         link_is_live() at the block's start
 */
struct link_case {
	const char *why, *files, *ask, *answer;
};

static inline struct str link_case_word(struct str *rest)
{
	struct str word = STR("");

	str_next(rest, ' ', &word);
	return word;
}

static inline uint32_t link_case_number(struct str *rest)
{
	return (uint32_t)strtoul(link_case_word(rest).ptr, NULL, 10);
}

static inline bool link_case_target(
	struct code_base *c, struct str verb, file_id file, struct str rest, struct target *ret)
{
	struct link *l = c->link;

	if (str_is(verb, "name")) {
		*ret = link_name(l, file, rest);
	} else if (str_is(verb, "import")) {
		uint32_t import = link_case_number(&rest);

		*ret = link_import(l, file, import, link_case_number(&rest));
	} else if (str_is(verb, "base")) {
		*ret = link_import_module(l, file, link_case_number(&rest));
	} else if (str_is(verb, "module")) {
		*ret = link_module(l, file, rest);
	} else if (str_is(verb, "dotted")) {
		uint32_t def = code_base_def(c, file, link_case_word(&rest));

		*ret = link_dotted(l, file, def, rest);
	} else if (str_is(verb, "member")) {
		uint32_t def = code_base_def(c, file, link_case_word(&rest));

		*ret = link_member(l, file, def, rest);
	} else if (str_is(verb, "string")) {
		*ret = link_string(l, file, rest);
	} else {
		return false;
	}
	return true;
}

static inline void link_case_other(
	struct code_base *c, struct str verb, file_id file, struct str rest, struct strbuf *out)
{
	struct arena scratch = { 0 };
	struct str *names;
	uint32_t count;

	if (str_is(verb, "called")) {
		strbuf_add(out, link_module_name(c->link, file));
	} else if (str_is(verb, "live")) {
		uint32_t block = link_case_number(&rest);
		bool is_live = link_is_live(c->link, file, block, c->project.files[file].outline.blocks[block].start);

		strbuf_addz(out, is_live ? "yes" : "no");
	} else {
		ck_assert(str_is(verb, "names"));
		count = link_names(c->link, file, &scratch, &names);
		for (uint32_t i = 0; i < count; i++) {
			strbuf_addz(out, i ? " " : "");
			strbuf_add(out, names[i]);
		}
	}
	arena_release(&scratch);
}

static inline void link_case_check(const struct link_case *t)
{
	struct str rest = str_from(t->ask), verb = link_case_word(&rest), where = link_case_word(&rest);
	struct code_base c;
	struct target target;
	struct strbuf out = { 0 };
	file_id file;

	code_base_write(t->files);
	code_base_read(&c, "", NULL, 0);
	file = str_is(where, "-") ? NONE : code_base_file(&c, where);
	if (str_is(verb, "member") || str_is(verb, "dotted"))
		code_base_parse(&c);
	if (link_case_target(&c, verb, file, rest, &target))
		target_dump(c.link, &target, &out);
	else
		link_case_other(&c, verb, file, rest, &out);
	ck_assert_msg(str_is(strbuf_str(&out), t->answer), "%s: %s: \"%s\", not \"%s\"", t->why, t->ask,
		out.ptr ? out.ptr : "", t->answer);
	strbuf_release(&out);
	code_base_release(&c);
}

#endif
