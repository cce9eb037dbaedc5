/* The seal of a compliance report: its last line is the digest of all of it, and each report names the one before. */
#ifndef CLI_SEAL_H
#define CLI_SEAL_H

#include "base/err.h"
#include "base/strbuf.h"

/*
 * A sealed report is JSON text that ends with
 *
 *	"digest":"sha256:<64 hexadecimal digits, lower case>"}
 *
 * (white space before the text and after the colon as cJSON prints it) and a
 * newline. The digest is the SHA-256 (FIPS 180-4, libsodium's) of the whole
 * file with 64 zeros in its place: no bit of the file is outside of it. It
 * has no key: who can replace a report can replace all that follow, so the
 * last digest belongs where they cannot write.
 */
#define SEAL_DIGITS 64
#define SEAL_BYTES_MAX ((size_t)256 << 20)

struct digest {
	char text[SEAL_DIGITS + 1];
};

/* SHA-256 in lower case. */
struct digest digest_of(struct str bytes);

/* Puts the digest into a report that ends with zeros in its place. */
void seal_close(struct strbuf *report);

/* What a sealed report says of itself. */
struct seal {
	struct digest digest;
	struct digest previous; /* empty text: it is the first */
	char time[32];          /* "2026-01-31T12:00:00Z" */
};

/* False with "name: ..." when the text is no sealed report or does not have the digest that it says. */
bool seal_check(const char *name, struct str text, struct seal *ret, struct err *err);

#endif
