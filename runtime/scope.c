/* Scopes: an engine for a block or for a function. */
#include "runtime/common.h"

eef_scope_ eef_scope_begin_(eef_factory *factory, const eef_context *context)
{
	eef_scope_ scope = { .f = factory };

	scope.st = eef_create_for_user(factory, context, &scope.e);
	return scope;
}

void eef_scope_end_(eef_scope_ *scope)
{
	if (scope->st == EEF_OK)
		eef_cleanup_engine(scope->f, scope->e, EEF_CLEAN_DONE);
	scope->st = EEF_E_STALE;
}

eef_status eef_scope_run(
	eef_factory *factory, const eef_context *context, int (*fn)(eef_view *view, void *arg), void *arg, int *ret_rc)
{
	eef_engine engine;
	eef_view view;
	eef_status st = fn ? eef_create_for_user(factory, context, &engine) : EEF_E_INVAL;
	int rc;

	if (st != EEF_OK)
		return st;
	st = eef_pin(factory, engine, &view);
	if (st != EEF_OK)
		return st; /* closed by somebody else already: a shutdown */
	rc = fn(&view, arg);
	eef_cleanup_engine(factory, engine, rc ? EEF_CLEAN_ERROR : EEF_CLEAN_DONE);
	eef_unpin(&view);
	if (ret_rc)
		*ret_rc = rc;
	return EEF_OK;
}
