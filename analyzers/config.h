/* canonry.yaml: families, canonicals, allowed shims, roots, excludes, the gate. */
#ifndef ANALYZERS_CONFIG_H
#define ANALYZERS_CONFIG_H

#include "base/arena.h"
#include "base/err.h"

struct imp;

/*
 *	version: 1
 *	release: 1.9                      # of this code base, for what is allowed until a version
 *	roots: [src, lib]                 # import roots; default: detected
 *	exclude: [docs, "*_pb2.py"]       # patterns as in .gitignore, relative to the configuration file
 *	tests: [qa]                       # more places that count as tests, the same way; or, by kind:
 *	tests:
 *	  paths: [qa]
 *	  unit: [qa/quick]                # as are integration, end-to-end and critical
 *	  critical: [qa/release]
 *	discover: true                    # false: only the families listed here
 *	families:
 *	  - product: Engine               # required
 *	    canonical: app.engine:EngineFactory   # module:Name
 *	    members: [make_engine]        # more names that claim the product
 *	    ignore: [LegacyEngine]        # names that are no members, whatever they look like
 *	    allow:
 *	      - path: app/compat.py       # or module: app.compat
 *	        reason: "public API until 2.0"    # required
 *	        until: 2027-01-31         # optional, the last day; or a version, the first without it
 *	arguments:
 *	  - callable: app.context:UserContext     # module:Name, a class or function; required
 *	    rename: {user: user_id}       # old keyword: new keyword
 *	    drop: [session_id]
 *	    into: {metadata: [trace]}     # becomes an entry of that dict argument
 *	    reason: "removed in 2.0"      # optional, as is until
 *	api:                              # what every member of a family must have; default: what the canonical has
 *	  - product: Engine               # required
 *	    methods: [create, close]      # required; the others are nobody's business
 *	headers:                          # C and C++: which header everybody should include
 *	  - canonical: include/conn.h     # required, from the root
 *	    replaces: [src/old_conn.h]    # headers that stand in its place
 *	  - mappings: [tools/conn.imp]    # files of include-what-you-use that say the same
 *	frameworks:                       # C and C++: macros that define what makes a type
 *	  - macro: ACME_OBJECT            # required; called where declarations stand
 *	    product: $1                   # the type: the first argument (the default), or $0 for the class around
 *	    canonical: $1::make           # required: what makes it
 *	    defines: true                 # false: the macro does not define it, but says how it is called
 *	suppress:                         # findings of whole places; in code: comments (rules/suppress.h)
 *	  - path: "legacy/old_*.py"       # a glob; required
 *	    rules: [CN201]                # by code or name; required
 *	    reason: "goes with the rewrite"   # required
 *	    until: 2027-01-31             # optional
 *	    intent: fixme                 # or ignore, which it is when not given
 *	rules:
 *	  CN110: off                      # off, note, warning, error
 *	gate:
 *	  fail-on: warning                # error, warning, note, never
 *	  strict: false
 *	  baseline: canonry-baseline.txt  # findings that are known; a path from the root
 */

struct config_allow {
	struct str path;   /* glob, or empty */
	struct str module; /* or empty */
	struct str reason;
	struct str until; /* YYYY-MM-DD, or a version such as 2.0; or empty */
	bool is_until_version;
	unsigned line;
};

struct config_family {
	struct str product;
	struct str canonical_module, canonical_name; /* both empty when not given */
	struct str *members, *ignore;
	size_t member_count, ignore_count;
	struct config_allow *allows;
	size_t allow_count;
	unsigned line;
};

struct config_pair {
	struct str from, to;
};

/* What becomes of keywords that a callable takes no more; each keyword is named once. */
struct config_argument {
	struct str module, name; /* of the callable */
	struct config_pair *renames;
	struct str *drops;
	struct config_pair *moves; /* `from` becomes an entry of the dict `to` */
	size_t rename_count, drop_count, move_count;
	struct str reason, until; /* or empty */
	unsigned line;
};

/* The public surface of a family, in the place of the canonical's own. */
struct config_api {
	struct str product;
	struct str *methods;
	size_t method_count;
	unsigned line, column;
};

struct config_header {
	struct str canonical; /* paths from the root */
	struct str *replaces;
	size_t replace_count;
	unsigned line;
};

struct config_framework {
	struct str macro, product, canonical; /* the last two with $0, $1 ... */
	bool defines;
	unsigned line; /* 0: built in */
};

struct config_mapping {
	struct str path; /* from the root */
	unsigned line;
};

struct config_suppress {
	struct str path; /* glob */
	struct str *rules; /* as written; checked by the rules */
	size_t rule_count;
	struct str reason, until; /* until: YYYY-MM-DD or empty */
	bool is_fixme;
	unsigned line, column;
};

struct config_rule {
	struct str code;  /* as written; checked by the rules */
	struct str level; /* "off", "note", "warning", "error" */
	unsigned line, column;
};

#define CONFIG_TEST_CATEGORIES 4

struct config {
	struct str path; /* of the file, or empty when there is none */
	struct str release; /* of the code base, for what is allowed until a version; empty when not given */
	struct str *roots, *excludes, *tests;
	size_t root_count, exclude_count, test_count;
	struct str *test_categories[CONFIG_TEST_CATEGORIES]; /* unit, integration, end-to-end, critical: in `tests` too */
	size_t test_category_counts[CONFIG_TEST_CATEGORIES];
	bool discover;
	struct config_family *families;
	size_t family_count;
	struct config_argument *arguments;
	size_t argument_count;
	struct config_api *apis;
	size_t api_count;
	struct config_header *headers;
	size_t header_count;
	struct config_mapping *mappings;
	size_t mapping_count;
	const struct imp *imp; /* what all of them say; NULL without them, and from config_parse() alone */
	struct config_framework *frameworks;
	size_t framework_count;
	struct config_suppress *suppress;
	size_t suppress_count;
	struct config_rule *rules;
	size_t rule_count;
	struct str fail_on; /* empty when not given */
	bool strict;
	struct str baseline; /* a path from the root, or empty */
};

void config_init(struct config *c); /* what holds without a file: discover everything */

/*
 * Unknown keys, wrong types, bad dates and bad module:Name are errors with
 * file:line:column and, for a key or a level near a known one, a suggestion.
 */
bool config_parse(struct arena *a, const char *name, struct str text, struct config *ret, struct err *err);

/* Reads path, or, when path is NULL, canonry.yaml or canonry.yml in root (absent: config_init()), and the mapping files that it names. */
bool config_read(struct arena *a, const char *path, struct str root, struct config *ret, struct err *err);

/* Has the day passed until which it is allowed, or is the code base at that version? `today` is YYYY-MM-DD. */
bool config_is_over(const struct config *c, const struct config_allow *allow, struct str today);

/* Versions as people count: by their numbers, 1.10 after 1.9, and 2 as 2.0. Below, at or above 0. */
int config_compare_versions(struct str a, struct str b);

#endif
