/* The declarations and directives of a parsed unit, by file. Only for clang_*.c. */
#ifndef ANALYZERS_LANG_C_CLANG_SCAN_H
#define ANALYZERS_LANG_C_CLANG_SCAN_H

#include "analyzers/lang/c/clang_body.h"
#include "analyzers/lang/c/clang_facts.h"

/* What is gathered of one file. */
struct clang_gather {
	VEC(struct cfunc) funcs;
	VEC(struct crecord) records;
	VEC(struct cproto) protos;
	VEC(struct cinclude) includes;
	VEC(struct cmacro) macros;
	caddress_list addresses;
	struct cfacts facts; /* when all is gathered: in the tu's arena, every array sorted by its place */
	struct clang_range *inactive;
	uint32_t inactive_count;
};

/* Of every file of the tu, by its id; what is no project file stays empty. In the tu's arena. */
struct clang_gather *clang_scan(struct clang_tu *tu, uint32_t *ret_count);

/* Directives: an inclusion or a macro's definition at TU level. clang_directive.c. */
void clang_read_include(struct clang_tu *tu, CXCursor cursor, clang_file_id file, struct clang_gather *g);
void clang_read_macro(struct clang_tu *tu, CXCursor cursor, clang_file_id file, struct clang_gather *g);

#endif
