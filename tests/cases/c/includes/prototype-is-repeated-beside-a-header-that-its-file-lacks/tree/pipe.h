#ifndef PIPE_H
#define PIPE_H

int pipe_length(void);

#endif
