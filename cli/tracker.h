/* The working document of a remediation: lines that Canonry owns between lines that people own. */
#ifndef CLI_TRACKER_H
#define CLI_TRACKER_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/vec.h"

/*
 * The document is Markdown. Each line that Canonry owns carries a hidden comment, the anchor, which says whose line it is:
 *
 *	- [ ] `app/web.py`:7: import it from app.engine <!-- canonry:task FAMILY KEY TEXT WORD WORD -->
 *
 * FAMILY and KEY are 16 hexadecimal digits (zeros: of the whole document), TEXT the hash of what is visible of the line,
 * the WORDs what it said last: letters, digits and dashes, "-" for none. The hash tells a line that somebody has edited.
 * Such a line keeps its words: only its box, or its cell of the present state, is brought up to date; where that cannot be
 * found any more the line loses its anchor, and a new one follows it. Lines without an anchor are never touched. Lines are
 * found wherever they are moved to; in a line with several anchors the first one counts.
 */
enum tracker_kind {
	TRACKER_PLAIN,    /* no anchor: the head of a table */
	TRACKER_HEADING,
	TRACKER_TEXT,     /* an item of a list; goes when it is no longer true, unless somebody has edited it */
	TRACKER_PRIORITY, /* the same with words = what is claimed, what the evidence says; an edit of the P0 to P3 is a claim */
	TRACKER_TASK,     /* words = "done" or "open" */
	TRACKER_MEASURE,  /* a row: what, before, now, target; words = before, now, target */
	TRACKER_MEMBER,   /* a row whose last cell is its state; words = the state */
	TRACKER_LOG,      /* stays for ever */
	TRACKER_KIND_COUNT
};

#define TRACKER_WORDS 3
#define TRACKER_LOG_KEY 1 /* of the heading that the log stands below */
#define TRACKER_LINE_MAX (1 << 20) /* bytes; longer lines have no anchor */

struct tracker_line {
	enum tracker_kind kind;
	uint64_t family, key;
	struct str text; /* visible, without box, list mark and anchor; of a row all of it */
	struct str words[TRACKER_WORDS];
	bool is_ticked;      /* a task that somebody has ticked though it is open */
	bool is_after_blank; /* an empty line stands before it where it is added with its section */
};

/* A document as Canonry would write it; text and words belong to the arena. */
struct tracker {
	VEC(struct tracker_line) lines;
	struct arena arena;
};

void tracker_release(struct tracker *t);

/* As a new document; without anchors it is text for other places. */
void tracker_print(const struct tracker *t, bool has_anchors, struct strbuf *out);

/* --- What a document says --- */

struct anchor {
	size_t start, end; /* bytes of the comment in the line */
	enum tracker_kind kind;
	uint64_t family, key, hash;
	struct str words[TRACKER_WORDS];
};

/* The first anchor of a line; false when it has none. Borrows. */
bool tracker_find_anchor(struct str line, struct anchor *ret);

/* What an anchored line of this kind and key said; false when there is none. */
bool tracker_recall(struct str document, enum tracker_kind kind, uint64_t key, struct str words[TRACKER_WORDS]);

/* Is there any line of this family? */
bool tracker_knows(struct str document, uint64_t family);

/* The priority that is claimed for a family: what somebody wrote into its line, or what the line remembers; -1 when there is none. */
int tracker_claim(struct str document, uint64_t family);

/* --- Bringing it up to date --- */

struct tracker_news {
	uint32_t done, added, reopened, moved; /* tasks, tasks, tasks; measures and members */
	uint32_t disputed; /* ticked by hand, and still found */
};

struct tracker_scope {
	bool is_complete;        /* what is not in `now` is not there any more; false: nobody knows, nothing is ticked */
	const uint64_t *families; /* ... of these families only; none = of all */
	size_t family_count;
};

/* The document with `now` in it. Returns whether anything but the log would change. Ends of lines are those of the document. */
bool tracker_update(struct str document, const struct tracker *now, const struct tracker_scope *scope, struct tracker_news *ret_news, struct strbuf *out);

/* Add a line to the log of a document. */
void tracker_add_log(struct str document, struct str text, struct strbuf *out);

#endif
