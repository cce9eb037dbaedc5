/* Every place that names a function, type or macro, over many units, each with what may be done to it. */
#ifndef ANALYZERS_LANG_C_CLANG_REFS_H
#define ANALYZERS_LANG_C_CLANG_REFS_H

#include "analyzers/lang/c/clang_unit.h"

enum clang_named { CLANG_FUNCTION, CLANG_TYPE, CLANG_MACRO, CLANG_NAMED_COUNT };

/*
 * What is looked for. A function of external linkage is its USR, or its name
 * when that is all that is given. What is static, and every record, is told
 * from its namesakes by the place of its definition, or by an identity as
 * clang_facts.h has them: cfunc.usr and ccall.usr can be given as they are.
 */
struct clang_target {
	enum clang_named kind;
	struct str name; /* as it is written in the sources: unqualified */
	struct str usr;  /* a USR, "c:@F@conn_new", or an identity, "c:util.c@F@mk@/src/util.c"; may be empty */
	struct str
		place; /* "real/path.h:offset" of the name in the definition; may be empty. A type's place may be that of
	                     the record without a tag that its typedef names */
};

enum clang_ref_form {
	CLANG_REF_DIRECT,         /* the name stands there */
	CLANG_REF_MACRO_ARGUMENT, /* ... as an argument of a macro */
	CLANG_REF_MACRO_BODY,     /* ... in a macro's definition: one place for all its uses */
	CLANG_REF_PASTED,         /* put together by ##, or where it comes from is not known: cannot be edited */
	CLANG_REF_FORM_COUNT
};

enum clang_ref_role {
	CLANG_ROLE_DEFINITION,
	CLANG_ROLE_DECLARATION,
	CLANG_ROLE_CALL,
	CLANG_ROLE_ADDRESS, /* of a function: any use but a call */
	CLANG_ROLE_USE,     /* of a type or macro; using-declarations */
	CLANG_ROLE_COUNT
};

struct clang_ref {
	uint32_t target; /* index of what was asked for */
	enum clang_ref_form form;
	enum clang_ref_role role;
	struct str path;               /* real */
	uint32_t offset, line, column; /* of the name; of the macro's use for CLANG_REF_PASTED */
	uint32_t unit;                 /* the first that sees it */
	uint32_t unit_count;
	bool is_stringified; /* an argument whose macro also makes a string of an argument, or pastes one */
	bool is_by_name; /* a record of this tag, or a macro in a macro's body: its definition is not seen from there */
	bool is_system;  /* in a system header or outside of the root: not to be edited */
};

/* Where the name stands without being a reference that libclang sees. Never to be edited silently. */
enum clang_leftover_kind {
	CLANG_LEFT_STRING, /* a literal that is the name, or holds it as a word */
	CLANG_LEFT_COMMENT,
	CLANG_LEFT_HASH,     /* behind # or beside ## */
	CLANG_LEFT_INACTIVE, /* in an #if that no unit takes */
	CLANG_LEFT_MACRO,    /* in the definition of a macro that no unit uses */
	CLANG_LEFT_OTHER,    /* other namesakes: members, locals, labels */
	CLANG_LEFT_KIND_COUNT
};

struct clang_leftover {
	uint32_t target;
	enum clang_leftover_kind kind;
	bool is_whole; /* CLANG_LEFT_STRING: the literal is the name and nothing else */
	struct str path;
	uint32_t offset, line;
};

struct clang_refs {
	struct clang_ref *refs;           /* sorted by target, path, offset; each place once */
	struct clang_leftover *leftovers; /* in project files that some unit read; sorted likewise */
	struct clang_outcome *outcomes;   /* by unit */
	uint32_t ref_count, leftover_count, unit_count;
	bool is_complete; /* every unit was parsed without errors */
};

extern const char *const clang_ref_form_names[CLANG_REF_FORM_COUNT];
extern const char *const clang_ref_role_names[CLANG_ROLE_COUNT];
extern const char *const clang_leftover_names[CLANG_LEFT_KIND_COUNT];

bool clang_refs_run(const struct clang_run *run, const struct clang_target *targets, uint32_t target_count,
	const struct clang_unit *units, uint32_t unit_count, struct arena *a, struct clang_refs *ret, struct err *err);

#endif
