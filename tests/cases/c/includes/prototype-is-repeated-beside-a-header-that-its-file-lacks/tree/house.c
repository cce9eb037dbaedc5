extern int pipe_length(void);

int house_pipes(void)
{
	return 2 * pipe_length();
}
