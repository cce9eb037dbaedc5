/* Python's table of what a source text is to one who changes it. */
#include "base/base.h"
#include "analyzers/lang/python/edit_call.h"
#include "analyzers/lang/python/edit_cascade.h"
#include "analyzers/lang/python/edit_import.h"
#include "analyzers/lang/python/names.h"
#include "analyzers/lang/python/write.h"

const struct lang_source python_source = {
	.refusal = python_refusal,
	.style = python_style,
	.names = python_names,
	.call = python_call,
	.calls = python_calls,
	.call_site = python_call_site,
	.receiver = python_receiver,
	.fields = python_fields,
	.edit_call = python_edit_call,
	.move_import = python_move_import,
	.definition = python_definition,
	.statement = python_statement,
	.holds_only_imports = python_holds_only_imports,
	.unwrap_handler = python_unwrap_handler,
	.unwrap_try = python_unwrap_try,
	.redirect = python_redirect,
	.wrapper = python_wrapper,
	.import_text = python_import_text,
};
