#ifndef VASE_H
#define VASE_H

#include "types.h"

BEGIN_DECLS

G_DECLARE_FINAL_TYPE (Vase, vase, SHELF, VASE, Object)

END_DECLS

#endif
