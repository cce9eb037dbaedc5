/* A source text as one who changes it sees it: names and their scopes, statements, and how text of its kind is written. */
#ifndef ANALYZERS_SOURCE_H
#define ANALYZERS_SOURCE_H

#include "analyzers/facts.h"
#include "base/err.h"

struct lang_parser;
struct words;

/*
 * Facts (facts.h) say what a file means to others; this says what has to be
 * known to replace some of its bytes. Rewriters decide what shall change;
 * how it is written is the language's own: lang->source gives these hooks.
 * All offsets are bytes of the text as it is on the disk, byte order mark and
 * carriage returns included.
 */

/* --- Names and scopes --- */

enum scope_kind {
	SCOPE_MODULE,
	SCOPE_CLASS,
	SCOPE_FUNCTION,
	SCOPE_LAMBDA,
	SCOPE_COMPREHENSION,
	SCOPE_TYPES, /* type parameters: around the function or class that has some, and around the value of a type alias */
	SCOPE_KIND_COUNT
};

struct source_scope {
	enum scope_kind kind;
	uint32_t parent; /* NONE for the module, which is scope 0 */
	struct str name; /* of the class or function; empty otherwise */
	uint32_t start, end; /* of the body, or of the whole expression */
	uint32_t line; /* of the keyword, or where the expression begins */
	bool is_dynamic; /* calls exec, eval, globals, locals or vars, or holds a star import: names may be used or bound unseen */
};

enum bound_by { BOUND_BY_IMPORT, BOUND_BY_DEFINITION, BOUND_BY_ASSIGNMENT, BOUND_BY_PARAMETER, BOUND_BY_OTHER, BOUND_BY_COUNT };

/*
 * A scope binds a name here. `global x` and `nonlocal x` make the binding one
 * of that outer scope. `x += 1` and `del x` are bounds and reads of the same
 * place; `x: int` alone is a bound, since it makes the name one of the scope.
 */
struct source_bound {
	struct str name;
	uint32_t scope;      /* in which the name is bound */
	uint32_t start, end; /* the identifier; for an import without `as` the (first) name, otherwise the alias */
	enum bound_by by;
	bool is_conditional; /* in an arm of an if, try, loop, with or match: another may bind it too */
};

/* A name that is read (or deleted) here. */
struct source_read {
	struct str name;     /* the first component */
	struct str dotted;   /* with the attributes that follow: "mod.Engine.create"; without white space */
	uint32_t start, end; /* of the first component */
	uint32_t dotted_end; /* of the whole */
	uint32_t scope;      /* in which it stands */
	uint32_t binder;     /* the scope that binds it by the language's rules, or NONE: a builtin, or unbound; see below */
	bool is_quoted;      /* in a quoted annotation; start and end are there all the same. `# type:` comments are not read */
	bool is_stored;      /* an attribute of it is assigned or deleted: "mod.Engine = x" */
};

/*
 * In a class body a name that the class binds only further on (`Engine =
 * Engine`) is still the module's. Names are compared as they are written:
 * private ones (`__x` in a class) are not mangled, letters not normalised.
 */
struct source_names {
	struct source_scope *scopes; /* by start */
	struct source_bound *bounds; /* by start */
	struct source_read *reads;   /* by start */
	uint32_t scope_count, bound_count, read_count;
	bool has_error;    /* does not parse: nothing here can be relied upon, and the file must not be changed */
	uint32_t error_line, error_column;
};

/* --- Calls --- */

struct source_argument {
	struct str keyword;  /* empty for a positional one; "*" and "**" for unpacking */
	struct str value;    /* as written, whole */
	uint32_t start, end; /* keyword included */
	uint32_t value_start;
};

struct source_call {
	uint32_t open, close; /* the bytes of the parentheses */
	struct source_argument *arguments;
	uint32_t argument_count;
	bool has_comment; /* a comment stands between the parentheses */
};

/* What of a call's surroundings matters: most need not be parsed to tell. */
enum site_asked {
	SITE_UNPACKED = 1 << 0, /* it has `**` arguments */
	SITE_NAME = 1 << 1      /* whether its name is bound to something else: is_rebound */
};

/* What decides whether a call with wrong arguments is a mistake, and what facts leave out. */
struct source_site {
	bool is_rebound;       /* a parameter, variable or the like of the function around has the first name of the callee, or somebody puts another constructor in place */
	bool is_meant_to_fail; /* under `with raises(TypeError)` or `try ... except TypeError` */
	bool knows_keywords;   /* what each `**` unpacks is written there, or in the function around */
	struct str *keywords;  /* those; as far as they are known */
	uint32_t keyword_count;
	struct str super_owner; /* "Base" of super(Base, self); empty where it says nothing */
};

/*
 * Of `engine.run()` what engine is certainly made by ("Engine" of the one
 * `engine = Engine()`), or annotated as; of `self.engine.run()` the same of the
 * attribute. Nothing where the method may be replaced.
 */
struct source_receiver {
	struct str class;
	bool is_declared; /* it is an annotation */
};

/* What the constructor made for a data class takes, in order. */
struct source_field {
	struct str name;
	bool has_default;
	bool is_left_out; /* not taken: init=False */
	bool is_keyword;  /* by keyword only */
};
struct source_fields {
	struct source_field *items;
	uint32_t count;
	bool makes_no_constructor; /* @dataclass(init=False) */
};

/* --- Changes --- */

/* Replace [start, end) by text. Sorted, not overlapping, as one hook returns them. */
struct source_edit {
	uint32_t start, end;
	struct str text;
};
struct source_edits {
	struct source_edit *items; /* in the arena given to the hook */
	uint32_t count;
};

/* What becomes of one name of an import statement. */
enum move_kind {
	MOVE_KEEP, /* stays as it is */
	MOVE_TO,   /* is imported from `module` as `name`, bound to `bound` */
	MOVE_DROP  /* is imported no more: somebody else binds it, or nobody reads it */
};
struct import_move {
	enum move_kind kind;
	struct str module; /* as it shall be written: "app.engine", or "..engine" for a relative one */
	struct str name;   /* in that module; for IMPORT_MODULE not used */
	struct str bound;  /* the name it is bound to: `as` is written when it differs */
};

/* What becomes of one argument of a call. */
enum argument_fate {
	FATE_KEEP,
	FATE_RENAME, /* to the keyword `to` */
	FATE_DROP,
	FATE_INTO    /* becomes an entry of the dict argument `to`, which is written where there is none */
};
struct argument_edit {
	enum argument_fate fate;
	struct str to;
};

/* How the text of one file is written, for new lines that shall look like the old ones. */
struct source_style {
	struct str eol;    /* "\n", "\r\n" or "\r": of most lines */
	struct str indent; /* one step: "\t" or some blanks; four when nothing is indented */
	bool has_bom;
	bool ends_in_eol;
	bool is_mixed;       /* lines end differently */
	struct str encoding; /* as declared, the usual ones in lower case; "utf-8" without a declaration; may be a slice of the source */
};

/* A name that a redirect hands on. */
struct redirect_name {
	struct str name;   /* as the redirect's users know it */
	struct str module; /* where it is now; absolute */
	struct str target; /* what it is called there; may hold a dot: "EngineFactory.create"; empty for the module itself */
	bool is_along;     /* has not moved: others took it from here, and still can */
};

struct redirect_text {
	struct redirect_name *names;
	uint32_t count;
	const struct str *exports; /* __all__ as it was; NULL when the module had none */
	uint32_t export_count;
	struct str module;   /* the redirect's own name, for the texts */
	struct str removal;  /* "2027-01-31" or "2.0": when it will be gone; empty when that is open */
	bool is_lazy;        /* PEP 562: the target is imported at the first use, so that no cycle appears, and each use can warn */
	bool has_counter;    /* count uses by caller */
	bool is_part;        /* for a module that holds more: only the lazy hook, which goes to its end; neither warns nor counts */
};

struct wrapper_method {
	struct str name;
	struct str params;     /* as written, self or cls included, without the parentheses */
	struct str call;       /* the same as arguments: "user, *rest, limit=limit, **more" */
	struct str returns;    /* annotation as written, or empty */
	struct str decorator;  /* "", "property", "classmethod", "staticmethod" */
	bool is_async;
	bool is_generator;     /* async or plain generator: handed on by yielding */
	bool has_setter;       /* of a property */
};

struct wrapper_text {
	struct str name;    /* of the wrapper */
	struct str target;  /* the canonical's name as bound in the file */
	struct str target_path; /* "app.engine.EngineFactory", for the warning */
	struct str module;  /* of the wrapper */
	struct str removal;
	struct str doc;     /* docstring text, may be empty */
	struct wrapper_method *methods;
	uint32_t count;
	bool is_function;   /* a function; methods[0] is its signature */
};

struct lang_source {
	/* NULL when the text may be edited byte by byte; otherwise why not: an encoding that is no superset of ASCII, a NUL byte, ... */
	const char *(*refusal)(struct str source);

	void (*style)(struct str source, struct source_style *ret);

	/* Parses the whole text; never fails, see has_error. Texts live in the arena. */
	void (*names)(struct lang_parser *p, struct str source, struct arena *a, struct source_names *ret);

	/* The call whose callee ends at byte `callee_end`. False when there is none, or the text does not parse there. */
	bool (*call)(struct lang_parser *p, struct str source, uint32_t callee_start, uint32_t callee_end, struct arena *a, struct source_call *ret);

	/*
	 * The calls of words, by a plain or dotted name that ends in one, and of
	 * attributes of them (Word.make()), without parsing: as uses (facts.h) with names, arguments, places and the
	 * definition around, by start. Their values are written whole, and
	 * nothing is known of what becomes of the result. The outline is the
	 * file's own. Calls inside of f-strings are left out.
	 */
	uint32_t (*calls)(struct lang_parser *p, struct str source, const struct words *words, const struct outline *o, struct arena *a,
			  struct use **ret);

	/*
	 * What stands around such a call, in the text of the whole file or of the
	 * function around it, from its keyword on; `asked` of enum site_asked.
	 * False when there is no call.
	 */
	bool (*call_site)(struct lang_parser *p, struct str source, uint32_t callee_start, uint32_t callee_end, unsigned asked, struct arena *a,
			  struct source_site *ret);

	/*
	 * Whose method such a call calls, by the tokens of the text around it: as
	 * for call_site, of an attribute (self.x.f()) of the class. Only where one
	 * of the classes may be meant. False when there is no telling.
	 */
	bool (*receiver)(struct lang_parser *p, struct str source, uint32_t callee_start, uint32_t callee_end, const struct words *classes,
			 struct arena *a, struct source_receiver *ret);

	/* The fields of the first class of a text, those of its bases apart; from its decorators or its keyword on. False when it does not parse. */
	bool (*fields)(struct lang_parser *p, struct str source, struct arena *a, struct source_fields *ret);

	/*
	 * Rewrite one import statement, in whatever layout it stands: several
	 * lines, parentheses, backslashes, joined by `;`, the only statement of a
	 * suite. `moves` has one item for each name; for IMPORT_STAR `count` items
	 * that replace the star (MOVE_TO each; with one MOVE_KEEP the star stays,
	 * without any the statement goes).
	 *
	 * What stays, or else what goes to the first destination, keeps the
	 * statement, its layout and its comment. Each further destination gets a
	 * statement right behind it: on a line of its own or, when the line is
	 * shared, joined by `;`. A comment on or above a name goes with the name;
	 * directives (noqa, type: ignore and the like) are repeated for each
	 * statement made of their line, and go with what is dropped. Any other
	 * comment of dropped names is kept above. A suite left empty gets `pass`.
	 * `as` is written where `bound` differs from the name, and where `X as X`
	 * was; an empty `bound` leaves the alias, or its absence, as it is.
	 *
	 * False, with the reason, when it cannot be done without loss or the
	 * moves cannot be written. No edits when nothing would change.
	 */
	bool (*move_import)(struct str source, const struct outline *o, uint32_t import, const struct import_move *moves, uint32_t count,
			    struct arena *a, struct source_edits *ret, struct err *err);

	/*
	 * Rewrite the arguments of a call that the hook `call` found; `edits` has
	 * one item for each. Layout, comments and quotes of what stays are kept.
	 * A dict that is written out gets further entries, any other value is
	 * unpacked into a new one. False, with the reason, when it cannot be done
	 * without loss: a comment would go with the argument that it stands beside.
	 */
	bool (*edit_call)(struct lang_parser *p, struct str source, const struct source_call *call, const struct argument_edit *edits, struct arena *a,
			  struct source_edits *ret, struct err *err);

	/* The whole definition, decorators included: from its first line's indentation to behind its last line's end. */
	void (*definition)(struct str source, const struct outline *o, uint32_t def, uint32_t *ret_start, uint32_t *ret_end);

	/* The whole logical line(s) of the statement around a byte: from the indentation to behind the line's end. False when it shares them with another. */
	bool (*statement)(struct str source, uint32_t at, uint32_t *ret_start, uint32_t *ret_end);

	/*
	 * Replace a whole try statement (the one that `block` is an arm of) by its
	 * try arm and, behind it, its else arm, both moved out by one step; lines
	 * inside of strings are not touched. The handlers go, with the comments
	 * right above them that are indented as they are. False when it has a
	 * finally arm or is indented in mixed ways; with `keeps_comments` also
	 * when a comment on a line of its own (a directive apart) would be lost.
	 * Then the comments behind `try:` and `else:` are kept too, on lines of
	 * their own; those at the ends of the handlers' lines go with the code.
	 */
	bool (*unwrap_try)(struct str source, const struct outline *o, uint32_t block, bool keeps_comments, struct arena *a, struct source_edits *ret, struct err *err);

	/*
	 * Replace a whole try statement by the one that is all its only handler
	 * holds, moved out by one step. False when the try arm holds anything but
	 * imports, or as unwrap_try does.
	 */
	bool (*unwrap_handler)(struct str source, const struct outline *o, uint32_t block, bool keeps_comments, struct arena *a, struct source_edits *ret,
			       struct err *err);

	/* Does the try statement around this arm hold nothing but imports, `pass`, comments and more such try statements? */
	bool (*holds_only_imports)(struct str source, const struct outline *o, uint32_t block);

	/* A whole redirect module, or, when `source` has other content, just the statements that replace what moved. Ends in eol. */
	struct str (*redirect)(const struct redirect_text *t, const struct source_style *style, struct arena *a);
	struct str (*wrapper)(const struct wrapper_text *t, const struct source_style *style, struct arena *a);

	/* "from app.engine import Engine as Old": one statement without indentation and line end; without a name "import app.engine". */
	struct str (*import_text)(struct str module, struct str name, struct str bound, struct arena *a);
};

/* Apply edits (sorted, not overlapping) to a text. */
struct strbuf;
void source_apply(struct str source, const struct source_edit *edits, uint32_t count, struct strbuf *out);

/* Stable text for tests: `canonry dump names FILE`. */
void source_names_dump(const struct source_names *n, struct strbuf *out);

extern const char *const scope_kind_names[SCOPE_KIND_COUNT];
extern const char *const bound_by_names[BOUND_BY_COUNT];

#endif
