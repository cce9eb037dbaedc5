#include <stdio.h>
#include <stdlib.h>

#include "archive/archive.h"
#include "archive/index.h"
#include "net/link.h"
#include "net/uplink.h"
#include "plugins/plugins.h"
#include "report/report.h"

void series_free(struct series *s);

#define MUST(call) must((call), #call)

static struct series *must(struct series *s, const char *what)
{
	if (!s) {
		fprintf(stderr, "%s: archive_series has no memory\n", what);
		exit(1);
	}
	return s;
}

static void fill(struct series *s)
{
	for (int i = 0; i < 4; i++)
		series_add(s, i * 1.5);
}

int main(void)
{
	struct series *today = MUST(archive_series("today", 4));
	struct series *days[] = { today, MUST(csv_read("1,2,3")) };
	struct series *means = must(archive_means(days, 2), "means");
	struct archive_index index;
	unsigned checksum = 0;

	fill(today);
	report_line(stdout, today);
	report_trend(stdout, today);
	report_week(stdout, means->values, (int)means->count);
	if (index_open(&index) < 0)
		return 1;
	report_line(stdout, index.summary);
	index_close(&index);
	if (uplink_send(today, &checksum) == 0)
		printf("sent %u\n", checksum);
	for (size_t i = 0; source_name(i); i++)
		printf("source %s\n", source_name(i));
	series_free(means);
	series_free(days[1]);
	series_free(days[0]);
	return 0;
}
