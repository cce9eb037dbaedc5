/* Prints what the writers of Python text make of its arguments: for tests that run it. */
#include "base/base.h"
#include "analyzers/lang/python/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 *	write redirect [lazy] [counter] [part] [crlf] [tab] [removal=WHEN] [exports=A,B] NAME=MODULE:TARGET...
 *	write wrapper [function] [removal=WHEN] [doc=TEXT] name=OLD target=NEW path=MODULE.NEW \
 *	      'method=NAME|PARAMS|CALL|RETURNS|DECORATOR|FLAGS'...      flags: a(sync) g(enerator) s(etter)
 */
#define ITEMS_MAX 64

struct request {
	struct source_style style;
	struct redirect_text redirect;
	struct redirect_name names[ITEMS_MAX];
	struct str exports[ITEMS_MAX];
	struct wrapper_text wrapper;
	struct wrapper_method methods[ITEMS_MAX];
};

static bool take(struct str arg, const char *key, struct str *ret)
{
	if (!str_starts(arg, str_from(key)))
		return false;
	*ret = str_slice(arg, strlen(key), arg.len);
	return true;
}

static void add_exports(struct request *r, struct str list)
{
	r->redirect.exports = r->exports;
	while (str_next(&list, ',', &r->exports[r->redirect.export_count]))
		r->redirect.export_count++;
}

static void add_name(struct request *r, struct str arg)
{
	struct redirect_name *n = &r->names[r->redirect.count++];

	str_next(&arg, '=', &n->name);
	str_next(&arg, ':', &n->module);
	n->target = arg;
}

static void add_method(struct request *r, struct str arg)
{
	struct wrapper_method *m = &r->methods[r->wrapper.count++];
	struct str flags = { 0 };

	str_next(&arg, '|', &m->name);
	str_next(&arg, '|', &m->params);
	str_next(&arg, '|', &m->call);
	str_next(&arg, '|', &m->returns);
	str_next(&arg, '|', &m->decorator);
	str_next(&arg, '|', &flags);
	m->is_async = str_has(flags, STR("a"));
	m->is_generator = str_has(flags, STR("g"));
	m->has_setter = str_has(flags, STR("s"));
}

static void read_argument(struct request *r, struct str arg)
{
	struct str value;

	if (str_is(arg, "lazy"))
		r->redirect.is_lazy = true;
	else if (str_is(arg, "counter"))
		r->redirect.has_counter = true;
	else if (str_is(arg, "part"))
		r->redirect.is_part = true;
	else if (str_is(arg, "function"))
		r->wrapper.is_function = true;
	else if (str_is(arg, "crlf"))
		r->style.eol = STR("\r\n");
	else if (str_is(arg, "tab"))
		r->style.indent = STR("\t");
	else if (take(arg, "removal=", &value))
		r->redirect.removal = r->wrapper.removal = value;
	else if (take(arg, "exports=", &value))
		add_exports(r, value);
	else if (take(arg, "name=", &value))
		r->wrapper.name = value;
	else if (take(arg, "target=", &value))
		r->wrapper.target = value;
	else if (take(arg, "path=", &value))
		r->wrapper.target_path = value;
	else if (take(arg, "doc=", &value))
		r->wrapper.doc = value;
	else if (take(arg, "method=", &value))
		add_method(r, value);
	else
		add_name(r, arg);
}

int main(int argc, char **argv)
{
	static struct request r;
	struct arena arena = { 0 };
	struct str text;

	if (argc < 2 || argc > ITEMS_MAX)
		return 2;
	r.style = (struct source_style){ .eol = STR("\n"), .indent = STR("    ") };
	for (int i = 2; i < argc; i++)
		read_argument(&r, str_from(argv[i]));
	r.redirect.names = r.names;
	r.wrapper.methods = r.methods;
	text = str_is(str_from(argv[1]), "wrapper") ? python_wrapper(&r.wrapper, &r.style, &arena) : python_redirect(&r.redirect, &r.style, &arena);
	fwrite(text.ptr, 1, text.len, stdout);
	arena_release(&arena);
	return 0;
}
