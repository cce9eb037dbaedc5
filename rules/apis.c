/* The APIs that the configuration lists: whose families they are about, and what is said of those that are about none. */
#include "base/base.h"
#include "rules/finder.h"

#include "analyzers/config.h"

#define SUGGEST_DISTANCE 3

static const struct family *family_of(const struct finder *f, struct str product)
{
	vec_foreach(const struct family, fam, &f->out->items)
		if (str_eq(fam->product, product))
			return fam;
	return NULL;
}

bool *apis_find(const struct finder *f)
{
	const struct config *c = f->options->config;
	bool *found = arena_array(f->arena, bool, c->api_count + 1);

	for (size_t i = 0; i < c->api_count; i++)
		found[i] = family_of(f, c->apis[i].product) != NULL;
	return found;
}

/* A definition, record or alias of that name, or a product by the configuration's word. */
static bool is_anything(const struct finder *f, struct str name)
{
	const struct config *c = f->options->config;

	for (size_t i = 0; i < c->family_count; i++)
		if (str_eq(c->families[i].product, name))
			return true;
	for (file_id i = 0; i < f->project->file_count; i++) {
		const struct outline *o = &f->project->files[i].outline;

		for (uint32_t d = 0; d < o->def_count; d++)
			if (str_eq(o->defs[d].name, name))
				return true;
		for (uint32_t b = 0; b < o->binding_count; b++)
			if (str_eq(o->bindings[b].name, name))
				return true;
		for (uint32_t n = 0; n < o->name_count; n++)
			if (str_eq(o->names[n].name, name) || str_eq(o->names[n].alias, name))
				return true;
	}
	return creators_know(f, name);
}

static struct str nearest_product(const struct finder *f, struct str name)
{
	struct str best = { 0 };
	size_t best_distance = SUGGEST_DISTANCE + 1;

	vec_foreach(const struct family, fam, &f->out->items) {
		size_t distance = str_distance(name, fam->product, SUGGEST_DISTANCE);

		if (distance < best_distance) {
			best_distance = distance;
			best = fam->product;
		}
	}
	return best;
}

static bool refuse(const struct finder *f, const struct config_api *api, struct err *err)
{
	struct str near = nearest_product(f, api->product);

	if (near.len)
		return err_at(err, f->options->config->path.ptr, api->line, api->column, "api: nothing is called " STR_FMT " here; did you mean " STR_FMT "?",
			      STR_ARG(api->product), STR_ARG(near));
	return err_at(err, f->options->config->path.ptr, api->line, api->column, "api: nothing is called " STR_FMT " here", STR_ARG(api->product));
}

bool apis_take(struct finder *f, const bool *found, struct err *err)
{
	const struct config *c = f->options->config;

	vec_foreach(struct family, fam, &f->out->items)
		for (size_t i = 0; i < c->api_count; i++)
			if (str_eq(c->apis[i].product, fam->product))
				fam->api = &c->apis[i];
	for (size_t i = 0; !f->is_narrow && i < c->api_count; i++) {
		if (found[i])
			continue;
		if (!is_anything(f, c->apis[i].product))
			return refuse(f, &c->apis[i], err);
		vec_push(&f->out->idle_apis, &c->apis[i]);
	}
	return true;
}
