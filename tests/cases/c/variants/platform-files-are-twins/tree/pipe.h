#pragma once

struct pipe {
	int in, out;
};
