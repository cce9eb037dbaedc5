int tap_open(int turns)
{
	return turns > 0;
}

/* Another file's function of this name is nobody's business. */
static int tap_close(void)
{
	return 0;
}

int tap_shut(void)
{
	return tap_close();
}
