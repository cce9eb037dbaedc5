/* Macros of frameworks, as data: which function a macro defines, and what it makes. */
#include "base/base.h"
#include "rules/creators.h"

#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"

#define FRAMEWORK(macro, defines, product, canonical) { STR_INIT(macro), STR_INIT(product), STR_INIT(canonical), defines, 0 },
#define FUNCTION(macro, name)
#define PROTOTYPE(macro, name)
static const struct config_framework known[] = {
#include "rules/frameworks.def"
};
#undef FRAMEWORK
#undef FUNCTION
#undef PROTOTYPE

/* A function that a macro defines or declares; nobody makes anything by it. */
static const struct known_function {
	struct str macro, name;
	bool is_defined;
} functions[] = {
#define FRAMEWORK(macro, defines, product, canonical)
#define FUNCTION(macro, name) { STR_INIT(macro), STR_INIT(name), true },
#define PROTOTYPE(macro, name) { STR_INIT(macro), STR_INIT(name), false },
#include "rules/frameworks.def"
};
#undef FRAMEWORK
#undef FUNCTION
#undef PROTOTYPE

struct expansion {
	struct creators *c;
	struct map known; /* hash of a macro's name -> into known, and behind those the configuration's */
	struct strbuf text;
};

static const struct config_framework *framework_at(const struct expansion *x, uint32_t i)
{
	return i < ARRAY_LEN(known) ? &known[i] : &x->c->finder->options->config->frameworks[i - ARRAY_LEN(known)];
}

/* The configuration's own come last, and win. */
static void index_frameworks(struct expansion *x)
{
	size_t count = ARRAY_LEN(known) + x->c->finder->options->config->framework_count;

	for (uint32_t i = 0; i < count; i++)
		map_set(&x->known, str_hash(framework_at(x, i)->macro), i);
}

static const struct config_framework *framework_of(const struct expansion *x, const struct cinvocation *call)
{
	uint32_t i = map_get(&x->known, str_hash(call->name));

	return i != NONE && str_eq(framework_at(x, i)->macro, call->name) ? framework_at(x, i) : NULL;
}

/* "$1::New" of vtkStandardNewMacro(vtkPlane): "vtkPlane::New"; empty when an argument lacks. */
static struct str fill(struct expansion *x, struct str pattern, const struct cinvocation *call)
{
	strbuf_clear(&x->text);
	for (size_t i = 0; i < pattern.len; i++) {
		bool is_argument = pattern.ptr[i] == '$' && i + 1 < pattern.len && pattern.ptr[i + 1] >= '0' && pattern.ptr[i + 1] <= '9';
		uint32_t n = is_argument ? (uint32_t)(pattern.ptr[i + 1] - '0') : 0;
		struct str value = n == 0 ? call->scope : n <= call->arg_count ? call->args[n - 1] : STR("");

		if (!is_argument) {
			strbuf_addch(&x->text, pattern.ptr[i]);
			continue;
		}
		if (value.len == 0)
			return STR("");
		strbuf_add(&x->text, value);
		i++;
	}
	return arena_str(x->c->arena, strbuf_str(&x->text));
}

static struct cfunc made_func(struct expansion *x, const struct cinvocation *call, const struct config_framework *framework)
{
	struct arena *a = x->c->arena;
	struct cfunc f = { .name = fill(x, framework->canonical, call), .span = call->span, .condition = call->condition };
	struct calloc_site site = { .callee = call->name, .product = fill(x, framework->product, call), .flow = CFLOW_RETURN, .is_macro = true, .span = call->span };

	f.returns = arena_printf(a, STR_FMT " *", STR_ARG(site.product));
	f.flags = CFUNC_MACRO_MADE | (str_find(f.name, ':') < f.name.len ? CFUNC_METHOD | CFUNC_STATIC_METHOD : 0);
	f.start = call->span.start;
	f.body = f.end = call->span.end;
	f.end_line = call->span.end_line;
	f.allocs = arena_copy(a, &site, 1, sizeof(site));
	f.alloc_count = 1;
	return f;
}

/* What the macros of one file add to its facts. */
struct additions {
	VEC(struct cfunc) funcs;
	VEC(struct cproto) protos;
};

static void *joined(struct arena *a, const void *own, uint32_t own_count, const void *more, size_t more_count, size_t size)
{
	char *all = arena_alloc(a, (own_count + more_count) * size + 1);

	if (own_count)
		memcpy(all, own, own_count * size);
	if (more_count)
		memcpy(all + own_count * size, more, more_count * size);
	return all;
}

static void extend(struct creators *c, file_id file, const struct additions *x)
{
	const struct cfacts *facts = c->project->files[file].creations;
	struct cfacts *all = arena_copy(c->arena, facts, 1, sizeof(*facts));

	all->funcs = joined(c->arena, facts->funcs, facts->func_count, x->funcs.items, x->funcs.len, sizeof(*facts->funcs));
	all->protos = joined(c->arena, facts->protos, facts->proto_count, x->protos.items, x->protos.len, sizeof(*facts->protos));
	all->func_count += (uint32_t)x->funcs.len;
	all->proto_count += (uint32_t)x->protos.len;
	c->extended[file] = all;
}

static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] != '_' && !isalnum((unsigned char)s.ptr[i]))
			return false;
	return s.len > 0;
}

/* `#define conn_get_type _conn_get_type`: what the macro pastes together is a macro itself. */
static struct str renamed(const struct cfacts *facts, struct str name)
{
	for (uint32_t i = 0; i < facts->macro_count; i++)
		if (!facts->macros[i].is_function_like && str_eq(facts->macros[i].name, name) && is_name(facts->macros[i].body))
			return facts->macros[i].body;
	return name;
}

static bool is_declared_static(const struct cfacts *facts, struct str name)
{
	for (uint32_t i = 0; i < facts->proto_count; i++)
		if (facts->protos[i].flags & CFUNC_STATIC && str_eq(facts->protos[i].name, name))
			return true;
	return false;
}

static void add_function(struct expansion *x, const struct cfacts *facts, const struct cinvocation *call, const struct known_function *row,
			 struct additions *to)
{
	struct str name = renamed(facts, fill(x, row->name, call));
	unsigned flags = CFUNC_MACRO_MADE | (call->condition != NONE ? CFUNC_CONDITIONAL : 0);
	struct span s = call->span;

	if (name.len == 0)
		return;
	if (!row->is_defined) {
		vec_push(&to->protos, (struct cproto){ .name = name, .flags = flags, .span = s, .start = s.start, .end = s.end, .condition = call->condition });
		return;
	}
	flags |= is_declared_static(facts, name) ? CFUNC_STATIC : 0;
	vec_push(&to->funcs, (struct cfunc){ .name = name, .returns = STR("void"), .flags = flags, .span = s, .start = s.start, .body = s.end,
					     .end = s.end, .end_line = s.end_line, .condition = call->condition });
}

static void add_maker(struct expansion *x, const struct cinvocation *call, struct additions *to)
{
	const struct config_framework *framework = framework_of(x, call);
	struct cfunc f;

	if (!framework)
		return;
	f = made_func(x, call, framework);
	if (f.name.len == 0 || f.allocs[0].product.len == 0)
		return;
	if (framework->defines)
		vec_push(&to->funcs, f);
	else
		map_set(&x->c->framework_names, str_hash(f.name), 0);
}

static void expand_file(struct expansion *x, file_id file)
{
	const struct cfacts *facts = x->c->project->files[file].creations;
	struct additions more = { 0 };

	for (uint32_t i = 0; i < facts->invocation_count; i++) {
		const struct cinvocation *call = &facts->invocations[i];

		add_maker(x, call, &more);
		for (size_t k = 0; k < ARRAY_LEN(functions); k++)
			if (str_eq(call->name, functions[k].macro))
				add_function(x, facts, call, &functions[k], &more);
	}
	if (more.funcs.len + more.protos.len)
		extend(x->c, file, &more);
	vec_release(&more.funcs);
	vec_release(&more.protos);
}

void creators_expand(struct creators *c)
{
	struct expansion x = { .c = c };

	c->extended = arena_array(c->arena, struct cfacts *, c->project->file_count + 1);
	index_frameworks(&x);
	for (uint32_t i = 0; i < c->file_count; i++)
		expand_file(&x, c->files[i]);
	map_release(&x.known);
	strbuf_release(&x.text);
}

bool is_framework_name(const struct creators *c, struct str function)
{
	return map_has(&c->framework_names, str_hash(function));
}
