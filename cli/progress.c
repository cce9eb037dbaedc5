/* The bar is drawn over itself, ten times a second at most, each time by one write. */
#include "base/base.h"
#include "cli/progress.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/page.h"

#define PROGRESS_DELAY_MS 500 /* a run that is over by then needs no bar */
#define PROGRESS_PERIOD_MS 100
#define BAR_MIN 10
#define BAR_MAX 40
#define CLEAR_LINE "\r\x1b[K"

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_start(struct progress *p, const struct term *term)
{
	p->term = *term;
	p->is_shown = false;
	p->begin = now_ms();
	atomic_init(&p->next, p->begin + PROGRESS_DELAY_MS);
	pthread_mutex_init(&p->lock, NULL);
}

static void add_repeated(struct strbuf *out, char c, size_t count)
{
	for (size_t i = 0; i < count; i++)
		strbuf_addch(out, c);
}

static void add_bar(struct strbuf *out, size_t done, size_t total, size_t width)
{
	size_t full = (size_t)((double)done / (double)total * (double)width);

	strbuf_addz(out, " [");
	add_repeated(out, '=', full);
	if (full < width)
		strbuf_addch(out, '>');
	add_repeated(out, ' ', full < width ? width - full - 1 : 0);
	strbuf_addch(out, ']');
}

void progress_line(const struct term *term, const char *stage, size_t done, size_t total, struct strbuf *out)
{
	struct strbuf counts CLEANUP(strbuf_release) = { 0 };
	size_t used, room;

	utf8_add_safe(out, str_from(stage));
	if (total == 0) {
		strbuf_printf(out, " %s", number_text(done).text);
		return;
	}
	done = MIN(done, total);
	/* As wide from beginning to end, so that the bar does not move. */
	strbuf_printf(&counts, " %*s of %s", (int)strlen(number_text(total).text), number_text(done).text,
		number_text(total).text);
	used = utf8_width(strbuf_str(out)) + counts.len + sizeof(" []");
	room = term->width > used ? term->width - used : 0;
	if (room >= BAR_MIN)
		add_bar(out, done, total, MIN(room, (size_t)BAR_MAX));
	strbuf_add(out, strbuf_str(&counts));
}

/* Nothing can be done about a terminal that does not take it. */
static void write_line(const struct progress *p, struct str line)
{
	ssize_t ignored UNUSED = write(p->term.fd, line.ptr, line.len);
}

static void draw(struct progress *p, const char *stage, size_t done, size_t total)
{
	struct strbuf line CLEANUP(strbuf_release) = { 0 };

	strbuf_addz(&line, "\r");
	progress_line(&p->term, stage, done, total, &line);
	strbuf_addz(&line, "\x1b[K");
	write_line(p, strbuf_str(&line));
	p->is_shown = true;
}

/* Whoever comes while another thread draws goes on with its work. */
void progress_update(void *context, const char *stage, size_t done, size_t total)
{
	struct progress *p = context;
	int64_t now;

	if (!p->term.is_terminal)
		return;
	now = now_ms();
	if (now < atomic_load_explicit(&p->next, memory_order_relaxed) || pthread_mutex_trylock(&p->lock) != 0)
		return;
	if (now >= atomic_load_explicit(&p->next, memory_order_relaxed)) {
		atomic_store_explicit(&p->next, now + PROGRESS_PERIOD_MS, memory_order_relaxed);
		draw(p, stage, done, total);
	}
	pthread_mutex_unlock(&p->lock);
}

void progress_stop(struct progress *p)
{
	if (p->is_shown)
		write_line(p, STR(CLEAR_LINE));
	p->is_shown = false;
	pthread_mutex_destroy(&p->lock);
}
