/* Messages for the user, kept by value. */
#include "base/err.h"
#include "base/base.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A message cut in the middle of a character would not be valid UTF-8. */
static void drop_cut_character(char *message, size_t len)
{
	size_t start = len;
	unsigned char lead;

	while (start > 0 && len - start < 3 && ((unsigned char)message[start - 1] & 0xC0) == 0x80)
		start--;
	if (start == 0)
		return;
	lead = (unsigned char)message[--start];
	if (lead >= 0xC0 && len - start < (lead >= 0xF0 ? 4u : lead >= 0xE0 ? 3u : 2u))
		message[start] = '\0';
}

static PRINTF_LIKE(3, 0) size_t append_args(struct err *err, size_t len, const char *format, va_list args)
{
	size_t room = sizeof(err->message) - len;
	int wanted = vsnprintf(err->message + len, room, format, args);

	if (wanted < 0)
		BUG("cannot format \"%s\"", format);
	if ((size_t)wanted < room)
		return len + (size_t)wanted;
	drop_cut_character(err->message, sizeof(err->message) - 1);
	return strlen(err->message);
}

static PRINTF_LIKE(3, 4) size_t append(struct err *err, size_t len, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	len = append_args(err, len, format, args);
	va_end(args);
	return len;
}

static bool is_first(struct err *err)
{
	if (!err || err->set)
		return false;
	err->set = true;
	return true;
}

bool err_set(struct err *err, const char *format, ...)
{
	va_list args;

	if (!is_first(err))
		return false;
	va_start(args, format);
	append_args(err, 0, format, args);
	va_end(args);
	return false;
}

bool err_errno(struct err *err, const char *format, ...)
{
	int number = errno;
	va_list args;
	size_t len;

	if (!is_first(err))
		return false;
	va_start(args, format);
	len = append_args(err, 0, format, args);
	va_end(args);
	append(err, len, ": %s", strerror(number));
	return false;
}

bool err_at(struct err *err, const char *file, unsigned line, unsigned column, const char *format, ...)
{
	va_list args;
	size_t len;

	if (!is_first(err))
		return false;
	len = append(err, 0, "%s:%u:%u: ", file, line, column);
	va_start(args, format);
	append_args(err, len, format, args);
	va_end(args);
	return false;
}
