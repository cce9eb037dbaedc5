int hidden(int n);

int seen(void)
{
	return hidden(1);
}
