/* Meanings on their way from a worker. */
#include "base/base.h"
#include "analyzers/lang/c/clang_meaning.h"

#include "analyzers/lang/c/clang_wire.h"

static void wire_atom(struct wire *w, struct clang_atom *atom)
{
	wire_kind(w, atom->kind, CLANG_ATOM_KIND_COUNT);
	wire_u32(w, &atom->line);
	wire_str(w, &atom->text);
	wire_str(w, &atom->place);
	wire_str(w, &atom->shown);
}

static void wire_macro(struct wire *w, struct clang_macro_text *macro)
{
	wire_str(w, &macro->name);
	wire_str(w, &macro->body);
}

static void wire_meaning(struct wire *w, struct clang_meaning *m)
{
	wire_str(w, &m->identity);
	wire_str(w, &m->name);
	wire_str(w, &m->path);
	wire_u32(w, &m->offset);
	wire_u32(w, &m->line);
	wire_str(w, &m->obstacle);
	wire_array(w, struct clang_atom, m->tree, m->tree_count, wire_atom);
	wire_array(w, struct clang_atom, m->tokens, m->token_count, wire_atom);
	wire_array(w, struct clang_macro_text, m->macros, m->macro_count, wire_macro);
}

static void wire_unit_meanings(struct wire *w, struct clang_unit_meanings *unit)
{
	wire_outcome(w, &unit->outcome);
	wire_array(w, struct clang_meaning, unit->items, unit->count, wire_meaning);
}

bool clang_meanings_read(struct str bytes, struct arena *a, struct clang_unit_meanings *ret)
{
	struct wire w = wire_reader(bytes, a);

	*ret = (struct clang_unit_meanings){ 0 };
	wire_unit_meanings(&w, ret);
	return wire_is_done(&w);
}

void clang_meanings_write(const struct clang_unit_meanings *unit, struct strbuf *out)
{
	struct wire w = wire_writer(out);
	struct clang_unit_meanings copy = *unit;

	wire_unit_meanings(&w, &copy);
}
