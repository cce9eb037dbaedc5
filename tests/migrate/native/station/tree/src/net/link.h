/* A link: what is heard from another station, with or without encryption. */
#ifndef NET_LINK_H
#define NET_LINK_H

struct series;

struct series *link_listen(const char *peer);
struct series *link_listen_tls(const char *peer);

#endif
