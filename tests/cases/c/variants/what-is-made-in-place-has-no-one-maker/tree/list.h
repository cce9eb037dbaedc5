#pragma once

struct list {
	void **items;
	int count;
};

#define LIST_INIT { 0 }

struct list *list_of(int count);
