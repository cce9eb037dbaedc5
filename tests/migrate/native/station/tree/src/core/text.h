/* Copies of strings. */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

char *text_copy(const char *text); /* NULL gives an empty one */

#endif
