#pragma once

struct shape {
	int corners;
};

struct shape_ops {
	struct shape *(*create)(int size);
	const char *name;
};
