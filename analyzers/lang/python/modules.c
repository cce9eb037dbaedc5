/* How Python files become modules, and which names need no binding. */
#include "base/base.h"
#include "analyzers/lang/python/modules.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"

/* The version that conditions are read for. */
#define PYTHON_MAJOR 3
#define PYTHON_MINOR 12

/* Sorted by byte value, as the two tables below. Modules of versions before and after this one are in it too. */
static const char *const standard_modules[] = { "__future__", "__main__", "_thread", "abc", "aifc", "annotationlib",
	"antigravity", "argparse", "array", "ast", "asynchat", "asyncio", "asyncore", "atexit", "audioop", "base64",
	"bdb", "binascii", "binhex", "bisect", "builtins", "bz2", "cProfile", "calendar", "cgi", "cgitb", "chunk",
	"cmath", "cmd", "code", "codecs", "codeop", "collections", "colorsys", "compileall", "compression",
	"concurrent", "configparser", "contextlib", "contextvars", "copy", "copyreg", "crypt", "csv", "ctypes",
	"curses", "dataclasses", "datetime", "dbm", "decimal", "difflib", "dis", "distutils", "doctest", "email",
	"encodings", "ensurepip", "enum", "errno", "faulthandler", "fcntl", "filecmp", "fileinput", "fnmatch",
	"formatter", "fractions", "ftplib", "functools", "gc", "genericpath", "getopt", "getpass", "gettext", "glob",
	"graphlib", "grp", "gzip", "hashlib", "heapq", "hmac", "html", "http", "idlelib", "imaplib", "imghdr", "imp",
	"importlib", "inspect", "io", "ipaddress", "itertools", "json", "keyword", "lib2to3", "linecache", "locale",
	"logging", "lzma", "mailbox", "mailcap", "marshal", "math", "mimetypes", "mmap", "modulefinder", "msilib",
	"msvcrt", "multiprocessing", "netrc", "nis", "nntplib", "nt", "ntpath", "nturl2path", "numbers", "opcode",
	"operator", "optparse", "os", "ossaudiodev", "parser", "pathlib", "pdb", "pickle", "pickletools", "pipes",
	"pkgutil", "platform", "plistlib", "poplib", "posix", "posixpath", "pprint", "profile", "pstats", "pty", "pwd",
	"py_compile", "pyclbr", "pydoc", "pydoc_data", "pyexpat", "queue", "quopri", "random", "re", "readline",
	"reprlib", "resource", "rlcompleter", "runpy", "sched", "secrets", "select", "selectors", "shelve", "shlex",
	"shutil", "signal", "site", "smtpd", "smtplib", "sndhdr", "socket", "socketserver", "spwd", "sqlite3",
	"sre_compile", "sre_constants", "sre_parse", "ssl", "stat", "statistics", "string", "stringprep", "struct",
	"subprocess", "sunau", "symbol", "symtable", "sys", "sysconfig", "syslog", "tabnanny", "tarfile", "telnetlib",
	"tempfile", "termios", "textwrap", "this", "threading", "time", "timeit", "tkinter", "token", "tokenize",
	"tomllib", "trace", "traceback", "tracemalloc", "tty", "turtle", "turtledemo", "types", "typing", "unicodedata",
	"unittest", "urllib", "uu", "uuid", "venv", "warnings", "wave", "weakref", "webbrowser", "winreg", "winsound",
	"wsgiref", "xdrlib", "xml", "xmlrpc", "zipapp", "zipfile", "zipimport", "zlib", "zoneinfo" };

static const char *const builtin_names[] = { "ArithmeticError", "AssertionError", "AttributeError", "BaseException",
	"BaseExceptionGroup", "BlockingIOError", "BrokenPipeError", "BufferError", "BytesWarning", "ChildProcessError",
	"ConnectionAbortedError", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError",
	"DeprecationWarning", "EOFError", "Ellipsis", "EncodingWarning", "EnvironmentError", "Exception",
	"ExceptionGroup", "False", "FileExistsError", "FileNotFoundError", "FloatingPointError", "FutureWarning",
	"GeneratorExit", "IOError", "ImportError", "ImportWarning", "IndentationError", "IndexError",
	"InterruptedError", "IsADirectoryError", "KeyError", "KeyboardInterrupt", "LookupError", "MemoryError",
	"ModuleNotFoundError", "NameError", "None", "NotADirectoryError", "NotImplemented", "NotImplementedError",
	"OSError", "OverflowError", "PendingDeprecationWarning", "PermissionError", "ProcessLookupError",
	"PythonFinalizationError", "RecursionError", "ReferenceError", "ResourceWarning", "RuntimeError",
	"RuntimeWarning", "StopAsyncIteration", "StopIteration", "SyntaxError", "SyntaxWarning", "SystemError",
	"SystemExit", "TabError", "TimeoutError", "True", "TypeError", "UnboundLocalError", "UnicodeDecodeError",
	"UnicodeEncodeError", "UnicodeError", "UnicodeTranslateError", "UnicodeWarning", "UserWarning", "ValueError",
	"Warning", "WindowsError", "ZeroDivisionError", "__build_class__", "__debug__", "__import__", "abs", "aiter",
	"all", "anext", "any", "ascii", "bin", "bool", "breakpoint", "bytearray", "bytes", "callable", "chr",
	"classmethod", "compile", "complex", "copyright", "credits", "delattr", "dict", "dir", "divmod", "enumerate",
	"eval", "exec", "exit", "filter", "float", "format", "frozenset", "getattr", "globals", "hasattr", "hash",
	"help", "hex", "id", "input", "int", "isinstance", "issubclass", "iter", "len", "license", "list", "locals",
	"map", "max", "memoryview", "min", "next", "object", "oct", "open", "ord", "pow", "print", "property", "quit",
	"range", "repr", "reversed", "round", "set", "setattr", "slice", "sorted", "staticmethod", "str", "sum",
	"super", "tuple", "type", "vars", "zip" };

/* Also without any statement that binds them. */
static const char *const implicit_names[] = { "__all__", "__annotations__", "__builtins__", "__cached__", "__class__",
	"__dict__", "__doc__", "__file__", "__loader__", "__name__", "__package__", "__path__", "__spec__" };

static int compare_name(const void *key, const void *item)
{
	return str_cmp(*(const struct str *)key, str_from(*(const char *const *)item));
}

static bool table_has(const char *const *table, size_t count, struct str name)
{
	return bsearch(&name, table, count, sizeof(*table), compare_name) != NULL;
}

static bool is_standard(struct str first)
{
	return table_has(standard_modules, ARRAY_LEN(standard_modules), first);
}

static bool is_builtin(struct str name)
{
	return table_has(builtin_names, ARRAY_LEN(builtin_names), name);
}

static bool is_implicit(struct str name)
{
	return table_has(implicit_names, ARRAY_LEN(implicit_names), name);
}

static bool is_public(struct str name)
{
	return name.len > 0 && name.ptr[0] != '_';
}

/* --- Paths --- */

/* As the import system prefers them: a package, a module, then what only type checkers read. */
enum { RANK_PACKAGE, RANK_MODULE, RANK_STUB_PACKAGE, RANK_STUB };

static bool place(struct str path, struct module_place *ret)
{
	struct str extension = path_extension(path);

	ret->is_stub = str_is(extension, "pyi");
	ret->is_package = str_is(path_stem(path), "__init__");
	if (!ret->is_stub && !str_is(extension, "py"))
		return false;
	if (ret->is_package) {
		ret->path = path_dir(path);
		ret->rank = ret->is_stub ? RANK_STUB_PACKAGE : RANK_PACKAGE;
		return true;
	}
	ret->path = str_slice(path, 0, path.len - extension.len - 1);
	ret->rank = ret->is_stub ? RANK_STUB : RANK_MODULE;
	/* `module.test.py` can be run, but no import statement can name it. */
	return str_find(path_base(ret->path), '.') == path_base(ret->path).len;
}

/* --- Conditions --- */

static bool take(struct str *s, const char *prefix)
{
	if (!str_starts(*s, str_from(prefix)))
		return false;
	*s = str_trim(str_slice(*s, strlen(prefix), s->len));
	return true;
}

static bool take_number(struct str *s, int *ret)
{
	size_t digits = 0;
	int value = 0;

	while (digits < s->len && digits < 4 && s->ptr[digits] >= '0' && s->ptr[digits] <= '9')
		value = value * 10 + (s->ptr[digits++] - '0');
	if (digits == 0)
		return false;
	*s = str_trim(str_slice(*s, digits, s->len));
	*ret = value;
	return true;
}

/* "(3, 8)", "(3,)", "3": the version as major * 100 + minor; *ret_parts says how much of it was written. */
static bool take_version(struct str *s, int *ret_version, int *ret_parts)
{
	int major, minor = 0, more;
	bool is_tuple = take(s, "(");

	if (!take_number(s, &major))
		return false;
	*ret_parts = 1;
	if (is_tuple) {
		if (take(s, ",") && take_number(s, &minor))
			*ret_parts = 2;
		while (take(s, ",") && take_number(s, &more))
			continue;
		if (!take(s, ")"))
			return false;
	}
	*ret_version = major * 100 + minor;
	return s->len == 0;
}

static enum truth truth_of(bool holds)
{
	return holds ? TRUTH_YES : TRUTH_NO;
}

/* What follows `sys.version_info`. */
static enum truth version_truth(struct str rest)
{
	static const char *const operators[] = { ">=", "<=", "==", "!=", ">", "<" };
	int have = PYTHON_MAJOR * 100 + PYTHON_MINOR;
	int want, parts;
	size_t op;
	bool is_major_only = take(&rest, "[0]") || take(&rest, ".major") || take(&rest, "[:1]");

	take(&rest, "[:2]");
	for (op = 0; op < ARRAY_LEN(operators); op++)
		if (take(&rest, operators[op]))
			break;
	if (op == ARRAY_LEN(operators) || !take_version(&rest, &want, &parts))
		return TRUTH_UNKNOWN;
	if (is_major_only) {
		have = PYTHON_MAJOR * 100;
		want -= want % 100;
	}
	switch (op) {
	case 0: return truth_of(have >= want);
	case 1: return truth_of(have <= want);
	case 2: return truth_of(have == want);
	case 3: return truth_of(have != want);
	case 4: return truth_of(is_major_only ? have > want : have >= want); /* 3.12.1 is more than (3, 12) */
	default: return truth_of(have < want);
	}
}

static enum truth opposite(enum truth t)
{
	return t == TRUTH_YES ? TRUTH_NO : t == TRUTH_NO ? TRUTH_YES : TRUTH_UNKNOWN;
}

static enum truth truth(struct str condition)
{
	static const struct {
		const char *text;
		enum truth truth;
	} known[] = {
		{ "True", TRUTH_YES },
		{ "1", TRUTH_YES },
		{ "False", TRUTH_NO },
		{ "0", TRUTH_NO },
		{ "TYPE_CHECKING", TRUTH_NO },
		{ "typing.TYPE_CHECKING", TRUTH_NO },
		{ "PY3", TRUTH_YES },
		{ "six.PY3", TRUTH_YES },
		{ "PY2", TRUTH_NO },
		{ "six.PY2", TRUTH_NO },
	};
	struct str rest = str_trim(condition);
	bool is_negated = false;
	enum truth t = TRUTH_UNKNOWN;

	while (take(&rest, "not "))
		is_negated = !is_negated;
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (str_is(rest, known[i].text))
			t = known[i].truth;
	if (take(&rest, "sys.version_info") || take(&rest, "version_info"))
		t = version_truth(rest);
	return is_negated ? opposite(t) : t;
}

static const char *const package_files[] = { "__init__.py", "__init__.pyi", NULL };
static const char *const project_files[] = { "pyproject.toml", "setup.cfg", "setup.py", NULL };
static const char *const source_dirs[] = { "src", "lib", NULL };
static const char *const binaries[] = { "so", "pyd", "pyx", NULL };

const struct lang_modules python_modules = {
	.place = place,
	.package_files = package_files,
	.project_files = project_files,
	.source_dirs = source_dirs,
	.binaries = binaries,
	.lazy_hook = "__getattr__",
	.path_name = "__path__",
	.is_standard = is_standard,
	.is_builtin = is_builtin,
	.is_implicit = is_implicit,
	.is_public = is_public,
	.truth = truth,
};
