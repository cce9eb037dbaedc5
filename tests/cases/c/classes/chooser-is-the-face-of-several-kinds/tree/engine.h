#pragma once

struct engine {
	int kind, power;
};

struct engine *engine_new(int kind, int power);
struct engine *steam_new(int power);
struct engine *diesel_new(int power);
struct engine *electric_new(int power);
