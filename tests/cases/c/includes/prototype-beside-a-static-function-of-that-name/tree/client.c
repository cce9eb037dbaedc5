static void list_drop(int *list);

int client_run(void);

int client_run(void)
{
	int list = 3;

	list_drop(&list);
	return list;
}

void list_drop(int *list)
{
	*list = 1;
}
