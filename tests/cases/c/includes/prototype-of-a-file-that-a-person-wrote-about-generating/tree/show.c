int squares_draw(int rows);
int tables_find(int key);

int show_all(void);

int show_all(void)
{
	return squares_draw(tables_find(8));
}
