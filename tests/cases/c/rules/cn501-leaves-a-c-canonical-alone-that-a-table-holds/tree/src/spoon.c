int spoon_length(void)
{
	return 12;
}
