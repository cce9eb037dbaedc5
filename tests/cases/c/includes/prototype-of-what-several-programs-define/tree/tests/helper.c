int helper_run(void);

int helper_run(void)
{
	return 1;
}
