# Sourced by cases: a repository of the tree, and further commits in it.
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.com GIT_AUTHOR_DATE='2026-01-01T00:00:00Z'
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.com GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'

make_repository() {
	git init -q -b main .
	git add -A
	git commit -q -m begin
}

commit() {
	git add -A
	git commit -q -m "$1"
}

# A second implementation, as FILE.
add_duplicate() {
	cat >"$1" <<-'END'
		from app.engine import Engine


		class EngineFactory:
		    def build(self, size):
		        return Engine(size + 7)
	END
}

# What one would write into a script: the findings, one a line, and the exit code.
gate() {
	"$CANONRY" audit --quiet "$@"
	echo "exit code $?"
}
