#pragma once

struct tent {
	int poles, pegs;
};
