/* Runs a command once and says what it cost: wall, user and system seconds, peak memory, exit code. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * Why not from Python: Linux counts the memory of whoever starts a program
 * into that program's peak, and an interpreter is larger than ripgrep.
 */

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	struct rusage cost;
	double start = now();
	int status;
	pid_t child;

	if (argc < 3) {
		fprintf(stderr, "usage: measure RESULT COMMAND [ARGUMENT ...]\n");
		return 2;
	}
	child = fork();
	if (child == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &cost) < 0) {
		perror("measure");
		return 2;
	}

	double wall = now() - start;
	FILE *result = fopen(argv[1], "w");

	if (!result) {
		perror(argv[1]);
		return 2;
	}
	fprintf(result, "%.6f %.6f %.6f %ld %d\n", wall, seconds(cost.ru_utime), seconds(cost.ru_stime), cost.ru_maxrss,
		WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	return fclose(result) == 0 ? 0 : 2;
}
