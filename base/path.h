/* Paths as text: join, split, normalise; nothing here touches the disk but path_real(). */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/arena.h"
#include "base/err.h"

/* All results live in the arena and are NUL-terminated. */
struct str path_join(struct arena *a, struct str left, struct str right); /* an absolute right wins */
struct str path_normalise(struct arena *a, struct str path); /* resolves ".", "..", "//" by text; "" becomes "." */
bool path_real(struct arena *a, const char *path, struct str *ret_real, struct err *err); /* realpath(3) */

struct str path_dir(struct str path);  /* "a/b/c.py" -> "a/b"; "c.py" -> "" */
struct str path_base(struct str path); /* "c.py" */
struct str path_stem(struct str path); /* base without the last extension: "c" */

/* Without the dot: "py"; "" when there is none or the base starts with its only dot. */
struct str path_extension(struct str path);

/* Is path below (or equal to) dir? Both normalised; "" and "." hold everything relative that does not climb out by "..". */
bool path_is_inside(struct str path, struct str dir);

/* Does a component (a directory or the base) equal name? */
bool path_has_component(struct str path, struct str name);

/*
 * Match a .gitignore-style glob against a whole relative path: `*` and `?` do
 * not cross '/', `**` does where it is a whole component (elsewhere it is a
 * `*`), [a-z] and [!a-z] classes, backslash escapes. What makes a pattern
 * match at any depth or directories only is for the caller to strip. Used for
 * excludes of the configuration and for ignore files.
 */
bool path_glob(struct str pattern, struct str path);

#endif
