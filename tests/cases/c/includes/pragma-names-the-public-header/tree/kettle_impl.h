#pragma once
/* IWYU pragma: private, include "kettle.h" */

enum kettle_state { KETTLE_OFF, KETTLE_ON };
