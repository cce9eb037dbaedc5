/* Standard output and standard error: the one place that writes to them. */
#include "base/base.h"
#include "cli/command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/page.h"

/* Who reads may be slow for ever: a signal ends the wait. */
static bool write_all(const struct session *s, int fd, struct str text)
{
	while (text.len) {
		ssize_t put = write(fd, text.ptr, text.len);

		if (*s->cancel || (put < 0 && errno != EINTR))
			return false;
		text = str_slice(text, put > 0 ? (size_t)put : 0, text.len);
	}
	return true;
}

static PRINTF_LIKE(4, 0) void say(
	const struct session *s, enum style style, const char *label, const char *format, va_list args)
{
	struct strbuf line CLEANUP(strbuf_release) = { 0 };
	struct page p = { .out = &line, .has_color = s->err.has_color };
	char *message = NULL;

	if (vasprintf(&message, format, args) < 0)
		BUG("cannot format \"%s\"", format);
	page_add(&p, style, str_from(label));
	page_printf(&p, STYLE_PLAIN, " %s", message);
	page_end(&p);
	free(message);
	/* Who closes standard error does not want to hear of it. */
	write_all(s, s->err.fd, strbuf_str(&line));
}

int say_error(const struct session *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(s, STYLE_ERROR, "canonry:", format, args);
	va_end(args);
	return EXIT_USAGE;
}

void say_note(const struct session *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(s, STYLE_NOTE, "canonry: note:", format, args);
	va_end(args);
}

static bool write_open(const struct session *s, const char *path, struct str text, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	bool ok;

	if (fd < 0)
		return err_errno(err, "cannot write %s", path);
	ok = write_all(s, fd, text) || err_errno(err, "cannot write %s", path);
	close(fd);
	return ok;
}

int print_file(const struct session *s, const char *path, struct str text)
{
	struct stat info;
	struct err err = { 0 };
	bool is_special = stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
	bool ok = is_special ? write_open(s, path, text, &err) : file_write_atomic(path, text, &err);

	return ok ? EXIT_CLEAN : say_error(s, "%s", err.message);
}

int print_out(const struct session *s, struct str text)
{
	if (write_all(s, s->out.fd, text))
		return EXIT_CLEAN;
	if (errno == EPIPE || *s->cancel)
		return EXIT_PIPE;
	return say_error(s, "cannot write to standard output: %s", strerror(errno));
}
