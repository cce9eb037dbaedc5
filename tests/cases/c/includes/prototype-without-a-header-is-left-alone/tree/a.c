int hidden(int n)
{
	return n + 1;
}
