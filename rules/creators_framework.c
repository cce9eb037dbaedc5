/* Macros of frameworks, as data: which function a macro defines, and what it makes. */
#include "base/base.h"
#include "rules/creators.h"

#include "base/strbuf.h"

#define FRAMEWORK(macro, defines, product, canonical) { STR_INIT(macro), STR_INIT(product), STR_INIT(canonical), defines, 0 },
static const struct config_framework known[] = {
#include "rules/frameworks.def"
};
#undef FRAMEWORK

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

static void extend(struct creators *c, file_id file, const struct cfunc *made, uint32_t count)
{
	const struct cfacts *facts = c->project->files[file].creations;
	struct cfunc *funcs = arena_array(c->arena, struct cfunc, facts->func_count + count);

	for (uint32_t i = 0; i < facts->func_count + count; i++)
		funcs[i] = i < facts->func_count ? facts->funcs[i] : made[i - facts->func_count];
	c->extended[file] = arena_copy(c->arena, facts, 1, sizeof(*facts));
	c->extended[file]->funcs = funcs;
	c->extended[file]->func_count += count;
}

static void expand_file(struct expansion *x, file_id file)
{
	const struct cfacts *facts = x->c->project->files[file].creations;
	VEC(struct cfunc) made = { 0 };

	for (uint32_t i = 0; i < facts->invocation_count; i++) {
		const struct cinvocation *call = &facts->invocations[i];
		const struct config_framework *framework = framework_of(x, call);
		struct cfunc f;

		if (!framework)
			continue;
		f = made_func(x, call, framework);
		if (f.name.len == 0 || f.allocs[0].product.len == 0)
			continue;
		if (framework->defines)
			vec_push(&made, f);
		else
			map_set(&x->c->framework_names, str_hash(f.name), 0);
	}
	if (made.len)
		extend(x->c, file, made.items, (uint32_t)made.len);
	vec_release(&made);
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
