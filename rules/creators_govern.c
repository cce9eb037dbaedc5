/* Whom others can be told to use: makers that are reached from outside, and make a plain one for whoever asks. */
#include "base/base.h"
#include "rules/creators.h"

#define PREFIX_MIN 4 /* letters of a product's word that stand for a longer one: "iter" for "iterator" */

bool is_reading(struct str name)
{
	static const char *const words[] = { "decode", "deserialize", "from", "import", "load", "parse", "read", "unpack", "unserialize", NULL };

	return name_has_word(name, words);
}

/* --- What a body does beside making --- */

static bool is_capitals(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] >= 'a' && name.ptr[i] <= 'z')
			return false;
	return name.len > 2;
}

static bool is_plain_call(const struct ccall *call)
{
	static const char *const words[] = { "assert", "calloc", "free", "init", "malloc", "memcpy", "memset", "new", "new0", "ref", "strdup", "strlen", NULL };

	return is_capitals(call->callee) || str_has_nocase(call->callee, STR("alloc")) || name_has_word(call->callee, words);
}

static uint32_t other_calls(const struct cfunc *f)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < f->call_count; i++)
		count += !is_plain_call(&f->calls[i]);
	return count;
}

/* It asks somebody else what is to be in it: nobody who has the contents at hand can use it. */
bool is_asking(const struct cfunc *f)
{
	static const char *const words[] = { "accept", "capture", "collect", "detect", "fetch", "find", "get",  "lookup", "probe",
					     "query",  "receive", "recv",    "restore", "save",	 "scan", "wait", "write", NULL };

	return name_has_word(f->name, words) && other_calls(f) > 0;
}

/* One of a special kind, whatever it is that others need. */
static bool is_special(struct str name)
{
	static const char *const words[] = { "default", "dummy", "empty", "fake", "invalid", "null", "static", "temp", "temporary", "tmp", NULL };

	return name_has_word(name, words);
}

/* --- Names --- */

static bool has_token(const struct tokens *name, struct str word)
{
	for (uint32_t i = 0; i < name->count; i++)
		if (str_eq(name->token[i], word) || (word.len >= PREFIX_MIN && str_starts(name->token[i], word)))
			return true;
	return false;
}

/* All words of the product stand in the name, in any order: listGetIterator is about listIter. */
bool names_product(struct str name, struct str product)
{
	static const char *const endings[] = { "rec", "s", "st", "struct", "t", "type", NULL };
	struct tokens n, p;

	tokens_split(str_tail(name, ':'), &n);
	tokens_split(str_tail(product, ':'), &p);
	while (p.count > 1 && str_is_one_of(p.token[p.count - 1], endings))
		p.count--;
	for (uint32_t i = 0; i < p.count; i++)
		if (!has_token(&n, p.token[i]))
			return false;
	return p.count > 0;
}

static bool says_it_makes(struct str name)
{
	static const char *const words[] = { "alloc", "allocate", "construct", "create", "factory", "make", "new", NULL };

	return name_has_word(name, words);
}

/* --- Reach --- */

static bool gives_status(const struct cfunc *f)
{
	return type_shape(f->returns).depth == 0;
}

/* Has a parameter of the type of one of f's out-parameters. */
static bool shares_out(const struct cfunc *f, const struct cfunc *other)
{
	for (uint32_t i = 0; i < f->param_count; i++)
		for (uint32_t k = 0; type_shape(f->params[i].type).depth > 1 && k < other->param_count; k++)
			if (str_eq(f->params[i].type, other->params[k].type))
				return true;
	return false;
}

/* What a call gives back is no product where the callee gives that by a parameter. */
static bool hands_on(const struct cfunc *other, const struct cfunc *f, enum cflow flow)
{
	for (uint32_t k = 0; k < other->call_count; k++) {
		if (!str_eq(other->calls[k].callee, f->name))
			continue;
		if (flow == CFLOW_OUT && gives_status(f) ? shares_out(f, other) : other->calls[k].flow <= CFLOW_OUT)
			return true;
	}
	return false;
}

const struct cfunc *creators_face(const struct creators *c, file_id file, const struct cfunc *f, enum cflow flow)
{
	const struct cfacts *facts = cfacts_of(c, file);

	for (uint32_t i = 0; i < facts->func_count; i++)
		if (!(facts->funcs[i].flags & CFUNC_STATIC) && hands_on(&facts->funcs[i], f, flow))
			return &facts->funcs[i];
	return NULL;
}

/* Can code outside of the file get the product from it: by its own name, or by a function of the file that hands it on? */
static bool is_reachable(const struct creators *c, file_id file, const struct cfunc *f, enum cflow flow)
{
	return !(f->flags & CFUNC_STATIC) || is_header(c->project->files[file].path) || creators_face(c, file, f, flow);
}

/* C++: who says that it gives a base hands it to those who need no more of it. */
static bool gives_base(struct creators *c, file_id file, const struct cfunc *f, struct record_id record)
{
	struct type_shape s = type_shape(f->returns);
	struct record_id id;

	if (s.base.len == 0 || s.depth == 0)
		return false;
	id = record_of_type(c, file, s.base, &s.depth);
	return id.file != NONE && !same_record(id, record);
}

enum governing creators_governs(struct creators *c, file_id file, uint32_t func, enum cflow flow, struct record_id record, struct str product)
{
	const struct cfunc *f = cfunc_at(c, file, func);

	if (!is_reachable(c, file, f, flow) || is_reading(f->name) || is_special(f->name) || is_asking(f))
		return GOVERNS_NOT;
	if (cfacts_of(c, file)->is_cpp)
		return is_named_maker(c, product, f->name) && !gives_base(c, file, f, record) ? GOVERNS : GOVERNS_NOT;
	return names_product(f->name, product) || says_it_makes(f->name) ? GOVERNS : GOVERNS_WEAKLY;
}
