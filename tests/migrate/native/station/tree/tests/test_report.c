#include <string.h>

#include "check.h"
#include "report/report.h"
#include "station/series.h"

/* Only what a report looks at. */
static struct series *fake_series(const char *name)
{
	static double values[] = { 1, 2, 4, 8 };
	struct series *s = calloc(1, sizeof *s);
	CHECK(s);
	s->name = (char *)name;
	s->values = values;
	s->count = s->capacity = 4;
	return s;
}

int main(void)
{
	struct series *s = fake_series("fake");
	FILE *out = tmpfile();
	char text[256] = "";
	CHECK(out);
	report_line(out, s);
	report_trend(out, s);
	report_week(out, (const double[]){ 1, 3 }, 2);
	rewind(out);
	CHECK(fread(text, 1, sizeof text - 1, out) > 0);
	fclose(out);
	CHECK(strstr(text, "fake                   3.75\n"));
	CHECK(strstr(text, "trend                  2.33\n"));
	CHECK(strstr(text, "week                   2.00\n"));
	free(s);
	puts("report ok");
	return 0;
}
