/* Wrappers that only pass on: each method of the canonical under its own signature, and a warning at the caller's line. */
#include "base/base.h"
#include "analyzers/lang/python/write.h"

struct writer {
	const struct wrapper_text *t;
	struct strbuf out;
};

static void put(struct writer *w, const char *text)
{
	strbuf_addz(&w->out, text);
}

static void put_str(struct writer *w, struct str text)
{
	strbuf_add(&w->out, text);
}

static bool is_decorated(const struct wrapper_method *m, const char *decorator)
{
	return str_is(m->decorator, decorator);
}

/* Made by the class, not by an instance. */
static bool is_unbound(const struct wrapper_method *m)
{
	return is_decorated(m, "classmethod") || is_decorated(m, "staticmethod");
}

/* --- Texts --- */

static void put_doc(struct writer *w)
{
	put(w, "    \"\"\"");
	if (w->t->doc.len) {
		put_str(w, w->t->doc);
		put(w, "\n\n    ");
	}
	put(w, "Deprecated: use ");
	write_plain(&w->out, w->t->target_path);
	put(w, w->t->doc.len ? ".\n    \"\"\"\n" : ".\"\"\"\n");
}

static void put_warning(struct writer *w, const char *indent, unsigned stacklevel)
{
	strbuf_printf(&w->out, "%swarnings.warn(\n%s    \"", indent, indent);
	if (w->t->module.len) {
		write_plain(&w->out, w->t->module);
		put(w, ".");
	}
	write_plain(&w->out, w->t->name);
	put(w, " is deprecated");
	write_removal(&w->out, w->t->removal);
	put(w, "; use ");
	write_plain(&w->out, w->t->target_path);
	strbuf_printf(&w->out, "\",\n%s    DeprecationWarning,\n%s    stacklevel=%u,\n%s)\n", indent, indent, stacklevel, indent);
}

/* --- One method, or the function itself --- */

static void put_header(struct writer *w, const struct wrapper_method *m, struct str name, const char *indent)
{
	put(w, indent);
	put(w, m->is_async ? "async def " : "def ");
	put_str(w, name);
	put(w, "(");
	put_str(w, m->params);
	put(w, ")");
	if (m->returns.len) {
		put(w, " -> ");
		put_str(w, m->returns);
	}
	put(w, ":\n");
}

static void put_callee(struct writer *w, const struct wrapper_method *m)
{
	if (w->t->is_function) {
		put_str(w, w->t->target);
		return;
	}
	if (is_unbound(m))
		put_str(w, w->t->target);
	else
		put(w, "self._target");
	put(w, ".");
	put_str(w, m->name);
}

static void put_call(struct writer *w, const struct wrapper_method *m)
{
	put_callee(w, m);
	put(w, "(");
	put_str(w, m->call);
	put(w, ")");
}

/* What an async generator is sent and thrown cannot be handed on by syntax; its items can. */
static void put_pass_on(struct writer *w, const struct wrapper_method *m, const char *indent)
{
	put(w, indent);
	if (m->is_async && m->is_generator) {
		put(w, "async for item in ");
		put_call(w, m);
		strbuf_printf(&w->out, ":\n%s    yield item\n", indent);
		return;
	}
	put(w, m->is_generator ? "return (yield from " : m->is_async ? "return await " : "return ");
	put_call(w, m);
	put(w, m->is_generator ? ")\n" : "\n");
}

/* `with old as x` shall give the wrapper where the canonical would give itself, and so shall `iter(old)`. */
static bool may_return_itself(struct str name)
{
	return str_is(name, "__enter__") || str_is(name, "__aenter__") || str_is(name, "__iter__") || str_is(name, "__aiter__");
}

static void put_pass_on_itself(struct writer *w, const struct wrapper_method *m)
{
	put(w, "        result = ");
	put(w, m->is_async ? "await " : "");
	put_call(w, m);
	put(w, "\n        return self if result is self._target else result\n");
}

static void put_property(struct writer *w, const struct wrapper_method *m)
{
	put(w, "        return self._target.");
	put_str(w, m->name);
	put(w, "\n");
	if (!m->has_setter)
		return;
	put(w, "\n    @");
	put_str(w, m->name);
	put(w, ".setter\n    def ");
	put_str(w, m->name);
	put(w, "(self, value):\n        self._target.");
	put_str(w, m->name);
	put(w, " = value\n");
}

static void put_method(struct writer *w, const struct wrapper_method *m)
{
	put(w, "\n");
	if (m->decorator.len) {
		put(w, "    @");
		put_str(w, m->decorator);
		put(w, "\n");
	}
	put_header(w, m, m->name, "    ");
	if (is_unbound(m))
		put_warning(w, "        ", 2);
	if (is_decorated(m, "property"))
		put_property(w, m);
	else if (may_return_itself(m->name) && !m->is_generator)
		put_pass_on_itself(w, m);
	else
		put_pass_on(w, m, "        ");
}

/* --- The whole --- */

static bool is_init(const struct wrapper_method *m)
{
	return str_is(m->name, "__init__");
}

static void put_init(struct writer *w)
{
	static const struct wrapper_method any = { .name = STR_INIT("__init__"), .params = STR_INIT("self, *args, **kwargs"), .call = STR_INIT("*args, **kwargs") };
	const struct wrapper_method *init = &any;

	for (uint32_t i = 0; i < w->t->count; i++)
		if (is_init(&w->t->methods[i]))
			init = &w->t->methods[i];
	put(w, "\n");
	put_header(w, init, init->name, "    ");
	put_warning(w, "        ", 2);
	put(w, "        self._target = ");
	put_str(w, w->t->target);
	put(w, "(");
	put_str(w, init->call);
	put(w, ")\n");
}

/* Attributes that the canonical sets on its instances; a half-made copy or pickle has no target to ask. */
static void put_attributes(struct writer *w)
{
	put(w, "\n    def __getattr__(self, name):\n"
	       "        if name == \"_target\":\n"
	       "            raise AttributeError(name)\n"
	       "        return getattr(self._target, name)\n");
}

static void put_class(struct writer *w)
{
	put(w, "class ");
	put_str(w, w->t->name);
	put(w, ":\n");
	put_doc(w);
	put_init(w);
	for (uint32_t i = 0; i < w->t->count; i++)
		if (!is_init(&w->t->methods[i]) && !str_is(w->t->methods[i].name, "__getattr__"))
			put_method(w, &w->t->methods[i]);
	put_attributes(w);
}

static void put_function(struct writer *w)
{
	const struct wrapper_method *m = &w->t->methods[0];

	put_header(w, m, w->t->name, "");
	put_doc(w);
	put_warning(w, "    ", 2);
	put_pass_on(w, m, "    ");
}

struct str python_wrapper(const struct wrapper_text *t, const struct source_style *style, struct arena *a)
{
	struct writer w = { .t = t };
	struct str text;

	if (t->is_function && t->count == 0)
		BUG("a function's wrapper needs its signature");
	if (t->is_function)
		put_function(&w);
	else
		put_class(&w);
	text = write_styled(strbuf_str(&w.out), style, a);
	strbuf_release(&w.out);
	return text;
}
