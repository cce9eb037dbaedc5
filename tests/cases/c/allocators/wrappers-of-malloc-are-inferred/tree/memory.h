#pragma once
#include <stddef.h>

void *must(size_t size);
void *must_zero(size_t size);
