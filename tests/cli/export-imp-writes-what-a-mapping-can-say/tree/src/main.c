#include "conn_api.h"
#include <conn_api.h>
#include "conn_inner.h"
#include "legacy.h"
#include "part_one.h"
#include "conn.h"
