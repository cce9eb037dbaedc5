/* Reading an earlier report, whoever wrote it: how many implementations each product had. */
#include "base/base.h"
#include "cli/compliance.h"

#include "cli/report/json_value.h"

static struct str text_of(struct arena *a, const cJSON *object, const char *key)
{
	return arena_str(a, str_from(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key))));
}

/* "independent" of an audit, "implementations": {"after"} of a compliance report. */
static const cJSON *find_count(const cJSON *family)
{
	const cJSON *count = cJSON_GetObjectItemCaseSensitive(family, "independent");

	return count ? count : cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(family, "implementations"), "after");
}

static bool read_family(const char *name, int index, const cJSON *family, struct earlier *e, struct err *err)
{
	const cJSON *count = find_count(family);
	struct earlier_family f = { .product = text_of(&e->arena, family, "product") };
	double number = cJSON_IsNumber(count) ? count->valuedouble : -1;

	if (!f.product.len)
		return err_set(err, "%s: families[%d].product: is missing", name, index);
	if (!(number >= 0 && number <= UINT32_MAX))
		return err_set(err, "%s: families[%d]: does not say how many implementations there are", name, index);
	f.implementations = (uint32_t)number;
	vec_push(&e->families, f);
	return true;
}

static bool read_families(const char *name, const cJSON *report, struct earlier *e, struct err *err)
{
	const cJSON *families = cJSON_GetObjectItemCaseSensitive(report, "families"), *family;
	const cJSON *schema = cJSON_GetObjectItemCaseSensitive(report, "schema");
	int index = 0;

	if (!cJSON_IsObject(report) || !cJSON_IsArray(families) || !cJSON_IsNumber(schema))
		return err_set(err, "%s: is neither a compliance report nor the JSON report of an audit", name);
	if (schema->valuedouble != 1)
		return err_set(err, "%s: schema: this program reads 1", name);
	cJSON_ArrayForEach(family, families)
		if (!read_family(name, index++, family, e, err))
			return false;
	return true;
}

bool earlier_parse(const char *name, struct str text, struct earlier *ret, struct err *err)
{
	cJSON *report;
	bool ok;

	*ret = (struct earlier){ 0 };
	json_init();
	report = text.len ? cJSON_ParseWithLength(text.ptr, text.len) : NULL;
	ok = report ? read_families(name, report, ret, err) : err_set(err, "%s: is no JSON", name);
	cJSON_Delete(report);
	return ok;
}

void earlier_release(struct earlier *e)
{
	vec_release(&e->families);
	arena_release(&e->arena);
}
