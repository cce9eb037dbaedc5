/* lumen for programs in C. */
#ifndef LUMEN_CAPI_H
#define LUMEN_CAPI_H

#ifdef __cplusplus
extern "C" {
#endif

typedef struct lumen_fixture lumen_fixture;

lumen_fixture *lumen_fixture_new(const char *name, int channel);
void lumen_fixture_free(lumen_fixture *fixture);
int lumen_fixture_channel(const lumen_fixture *fixture);

#ifdef __cplusplus
}
#endif

#endif
