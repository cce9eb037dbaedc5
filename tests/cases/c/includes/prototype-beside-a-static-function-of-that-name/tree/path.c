char *path_join(const char *a, const char *b);

char *path_join(const char *a, const char *b)
{
	return (char *)(b ? b : a);
}
