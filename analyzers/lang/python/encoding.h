/* The encoding that a Python text declares (PEP 263), and what that means for changing its bytes. */
#ifndef ANALYZERS_LANG_PYTHON_ENCODING_H
#define ANALYZERS_LANG_PYTHON_ENCODING_H

#include "base/str.h"

enum encoding_kind {
	ENCODING_UTF8,
	ENCODING_ASCII,
	ENCODING_SINGLE_BYTE, /* any byte sequence is a text, and ASCII bytes are what they look like */
	ENCODING_OTHER
};

/* The name as it is written in the first two lines, a slice of the source; empty without a declaration. */
struct str encoding_declared(struct str source);

enum encoding_kind encoding_kind_of(struct str name);

#endif
