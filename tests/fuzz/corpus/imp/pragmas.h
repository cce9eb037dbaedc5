// IWYU pragma: private, include "a.h"
/* IWYU pragma: begin_exports */ x // IWYU pragma: 
//IWYU pragma: keep