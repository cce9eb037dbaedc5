/* Which encoding a text declares, and whether its bytes may be changed without decoding it. */
#include "base/base.h"
#include "analyzers/lang/python/encoding.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/lang/python/names.h"
#include "base/utf8.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
#define DECLARING_LINES 2 /* as PEP 263 says */

/* clang-format off */

/* Names without punctuation, as Python's own table of codecs takes them. */
static const char *const utf8_names[] = { "cp65001", "u8", "utf", "utf8", "utf8sig", "utf8ucs2", "utf8ucs4" };
static const char *const ascii_names[] = {
	"646", "ansix341968", "ansix341986", "ascii", "cp367", "csascii", "ibm367", "iso646irv1991", "iso646us", "isoir6", "us", "usascii",
};

/* A byte is a character, and those below 128 are ASCII. Sorted. */
static const char *const single_byte_names[] = {
	"1125", "1250", "1251", "1252", "1253", "1254", "1255", "1256", "1257", "1258", "437", "775", "850", "852",
	"855", "857", "858", "860", "861", "862", "863", "865", "866", "869", "8859", "arabic", "asmo708",
	"charmap", "cp1006", "cp1051", "cp1125", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255",
	"cp1256", "cp1257", "cp1258", "cp154", "cp437", "cp720", "cp737", "cp775", "cp819", "cp850", "cp852",
	"cp855", "cp856", "cp857", "cp858", "cp860", "cp861", "cp862", "cp863", "cp865", "cp866", "cp866u",
	"cp869", "cp874", "cpgr", "cpis", "csibm855", "csibm857", "csibm858", "csibm860", "csibm861", "csibm863",
	"csibm865", "csibm866", "csibm869", "csisolatin1", "csisolatin2", "csisolatin3", "csisolatin4",
	"csisolatin5", "csisolatin6", "csisolatinarabic", "csisolatincyrillic", "csisolatingreek",
	"csisolatinhebrew", "cskoi8r", "cspc775baltic", "cspc850multilingual", "cspc862latinhebrew",
	"cspc8codepage437", "cspcp852", "csptcp154", "cyrillic", "cyrillicasian", "ecma114", "ecma118", "elot928",
	"greek", "greek8", "hebrew", "hproman8", "ibm1051", "ibm1125", "ibm437", "ibm775", "ibm819", "ibm850",
	"ibm852", "ibm855", "ibm857", "ibm858", "ibm860", "ibm861", "ibm862", "ibm863", "ibm865", "ibm866",
	"ibm869", "iso8859", "iso88591", "iso885910", "iso8859101992", "iso885911", "iso8859112001",
	"iso885911987", "iso885913", "iso885914", "iso8859141998", "iso885915", "iso885916", "iso8859162001",
	"iso88592", "iso885921987", "iso88593", "iso885931988", "iso88594", "iso885941988", "iso88595",
	"iso885951988", "iso88596", "iso885961987", "iso88597", "iso885971987", "iso88598", "iso885981988",
	"iso88599", "iso885991989", "isoceltic", "isoir100", "isoir101", "isoir109", "isoir110", "isoir126",
	"isoir127", "isoir138", "isoir144", "isoir148", "isoir157", "isoir166", "isoir199", "isoir226", "koi8r",
	"koi8t", "koi8u", "kz1048", "l1", "l10", "l2", "l3", "l4", "l5", "l6", "l7", "l8", "l9", "latin", "latin1",
	"latin10", "latin2", "latin3", "latin4", "latin5", "latin6", "latin7", "latin8", "latin9", "macarabic",
	"maccenteuro", "maccentraleurope", "maccroatian", "maccyrillic", "macfarsi", "macgreek", "maciceland",
	"macintosh", "maclatin2", "macroman", "macromanian", "macturkish", "palmos", "pt154", "ptcp154", "r8",
	"rk1048", "roman8", "ruscii", "strk10482002", "thai", "tis620", "tis6200", "tis62025290", "tis62025291",
	"windows1250", "windows1251", "windows1252", "windows1253", "windows1254", "windows1255", "windows1256",
	"windows1257", "windows1258",
};

/* clang-format on */

/* --- The declaration --- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\f';
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
		c == '.';
}

static struct str take_line(struct str *rest)
{
	struct str line = str_slice(*rest, 0, MIN(str_find(*rest, '\n'), str_find(*rest, '\r')));
	size_t end = line.len;

	end += end + 1 < rest->len && rest->ptr[end] == '\r' && rest->ptr[end + 1] == '\n';
	*rest = str_slice(*rest, end + 1, rest->len);
	return line;
}

static struct str name_at(struct str text)
{
	size_t start = 0, end;

	while (start < text.len && (text.ptr[start] == ' ' || text.ptr[start] == '\t'))
		start++;
	for (end = start; end < text.len && is_name(text.ptr[end]);)
		end++;
	return str_slice(text, start, end);
}

/* "coding" and a colon or equals sign, anywhere in a comment. */
static struct str name_in_comment(struct str comment)
{
	static const struct str word = STR_INIT("coding");

	for (size_t i = 0; i + word.len < comment.len; i++) {
		struct str rest = str_slice(comment, i + word.len, comment.len), name;

		if (!str_starts(str_slice(comment, i, comment.len), word) || (rest.ptr[0] != ':' && rest.ptr[0] != '='))
			continue;
		name = name_at(str_slice(rest, 1, rest.len));
		if (name.len > 0)
			return name;
	}
	return STR("");
}

struct str encoding_declared(struct str source)
{
	struct str rest = source;

	if (str_starts(rest, STR(BYTE_ORDER_MARK)))
		rest = str_slice(rest, 3, rest.len);
	for (int i = 0; i < DECLARING_LINES && rest.len > 0; i++) {
		struct str line = take_line(&rest), name;
		size_t code = 0;

		while (code < line.len && is_blank(line.ptr[code]))
			code++;
		if (code == line.len)
			continue;
		if (line.ptr[code] != '#')
			break; /* the second line declares nothing behind code */
		name = name_in_comment(str_slice(line, code, line.len));
		if (name.len > 0)
			return name;
	}
	return STR("");
}

/* --- Which one it is --- */

/* Longer than any name that is known. */
#define NAME_MAX_LENGTH 32

static void squeeze(struct str name, char ret[NAME_MAX_LENGTH])
{
	size_t len = 0;

	for (size_t i = 0; i < name.len && len + 1 < NAME_MAX_LENGTH; i++) {
		char c = name.ptr[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != '-' && c != '_' && c != '.')
			ret[len++] = c;
	}
	ret[len] = '\0';
}

static int compare_names(const void *x, const void *y)
{
	return strcmp(x, *(const char *const *)y);
}

static bool is_among(const char *name, const char *const *sorted, size_t count)
{
	return bsearch(name, sorted, count, sizeof(*sorted), compare_names) != NULL;
}

enum encoding_kind encoding_kind_of(struct str name)
{
	char squeezed[NAME_MAX_LENGTH];

	squeeze(name, squeezed);
	/* Python itself cuts off what follows: "utf-8-unix", "latin-1-dos". */
	if (is_among(squeezed, utf8_names, ARRAY_LEN(utf8_names)) || strncmp(squeezed, "utf8", 4) == 0)
		return ENCODING_UTF8;
	if (is_among(squeezed, ascii_names, ARRAY_LEN(ascii_names)))
		return ENCODING_ASCII;
	if (is_among(squeezed, single_byte_names, ARRAY_LEN(single_byte_names)))
		return ENCODING_SINGLE_BYTE;
	return ENCODING_OTHER;
}

/* --- The refusal --- */

static bool is_ascii(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] & 0x80)
			return false;
	return true;
}

const char *python_refusal(struct str source)
{
	struct str name = encoding_declared(source);
	enum encoding_kind kind = name.len > 0 ? encoding_kind_of(name) : ENCODING_UTF8;
	bool has_bom = str_starts(source, STR(BYTE_ORDER_MARK));

	if (source.len > 0 && memchr(source.ptr, '\0', source.len))
		return "it holds a NUL byte";
	if (has_bom && kind != ENCODING_UTF8)
		return "it begins with the byte order mark of UTF-8 and declares another encoding";
	switch (kind) {
	case ENCODING_UTF8: return utf8_valid_prefix(source) == source.len ? NULL : "it is not valid UTF-8";
	case ENCODING_ASCII: return is_ascii(source) ? NULL : "it declares ASCII and holds other bytes";
	case ENCODING_SINGLE_BYTE: return NULL;
	case ENCODING_OTHER: break;
	}
	return "its encoding is unknown or no superset of ASCII with one byte a character";
}
