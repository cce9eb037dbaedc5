/* The manual and the shell completions, made from the tables of commands and options. */
#ifndef CLI_GENERATE_H
#define CLI_GENERATE_H

#include "base/strbuf.h"

void generate_man(struct strbuf *out);
void generate_bash(struct strbuf *out);
void generate_fish(struct strbuf *out);
void generate_zsh(struct strbuf *out);

/* An option's help up to its first full stop, for a completion menu. */
struct str generate_short_help(const char *help);

#endif
