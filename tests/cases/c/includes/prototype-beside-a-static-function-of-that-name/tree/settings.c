void list_drop(int *list);

#ifdef HAS_LOADER
static char *path_join(const char *a, const char *b);
#else
char *path_join(const char *a, const char *b);
#endif

void settings_clear(int *list);

void settings_clear(int *list)
{
	if (path_join("a", "b"))
		list_drop(list);
}

#ifdef HAS_LOADER
static char *path_join(const char *a, const char *b)
{
	return (char *)(a ? a : b);
}
#endif
