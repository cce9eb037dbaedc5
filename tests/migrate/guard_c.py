"""Guard tests of C and C++, made, compiled and run: red while there is something to mend, green after the migration, red again when something breaks.

`guards/ledger` has its tests in Check, `guards/beacon` in C++; two of the samples in `native/` are built by their makefiles.
"""

import contextlib
import functools
import json
import pathlib
import re
import shutil
import subprocess

import native
import tool

HERE = pathlib.Path(__file__).resolve().parent
LEDGER = HERE / "guards" / "ledger" / "tree"
BEACON = HERE / "guards" / "beacon" / "tree"
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wsign-conversion", "-Wdeclaration-after-statement",
          "-Wmissing-prototypes", "-Wstrict-prototypes", "-Wcast-qual", "-Wundef", "-Wwrite-strings", "-Werror"]
STRICT_CPP = [flag for flag in STRICT if flag not in ("-Wdeclaration-after-statement", "-Wmissing-prototypes", "-Wstrict-prototypes")]
INCLUDES = ["-Iinclude", "-Isrc"]

# Stands for GoogleTest: as much of it as a guard takes. It says what failed as the real one does.
GOOGLETEST = '''#include <cstdio>
struct StandIn {
    const char *suite, *name;
    void (*run)();
    StandIn *next;
    static StandIn *&first() { static StandIn *f = nullptr; return f; }
    static int &failures() { static int f = 0; return f; }
    StandIn(const char *s, const char *n, void (*r)()) : suite(s), name(n), run(r), next(first()) { first() = this; }
};
#define TEST(suite, name) static void suite##name(); static StandIn stand_##suite##name(#suite, #name, suite##name); static void suite##name()
#define EXPECT_EQ(a, b) do { if (!((a) == (b))) StandIn::failures()++; } while (0)
'''
GOOGLETEST_MAIN = '''#include <gtest/gtest.h>
int main()
{
    int failed = 0;
    for (StandIn *t = StandIn::first(); t; t = t->next) {
        StandIn::failures() = 0;
        t->run();
        if (StandIn::failures())
            std::printf("[  FAILED  ] %s.%s\\n", t->suite, t->name);
        failed += StandIn::failures();
    }
    return failed > 0;
}
'''


# --- The ledger: built by hand, so that one thing after the other can be broken ---


@functools.cache
def check_flags():
    """What Check takes to compile and to link; None where it is not installed."""
    flags = []
    for what in ("--cflags", "--libs"):
        asked = subprocess.run(["pkg-config", what, "check"], capture_output=True, text=True, check=False) if shutil.which("pkg-config") else None
        if asked is None or asked.returncode:
            return None
        flags.append(asked.stdout.split())
    return flags


def flags_of(path):
    if path.suffix != ".c":
        return ["-std=c++17", *STRICT_CPP, *INCLUDES, "-Istand_in"]
    return ["-std=c11", *STRICT, "-fPIC", *INCLUDES, *(check_flags() or [[]])[0]]


def compiler_of(path):
    return "gcc" if path.suffix == ".c" else "g++"


def write_database(tree):
    sources = [path.relative_to(tree) for folder in ("src", "tests") for path in sorted((tree / folder).glob("*.c*"))]
    entries = [{"directory": str(tree), "file": str(path), "arguments": [compiler_of(path), *flags_of(path), "-c", str(path)]} for path in sources]
    (tree / "compile_commands.json").write_text(json.dumps(entries), encoding="utf-8")


@contextlib.contextmanager
def open_ledger(canonry):
    with tool.Room(canonry, LEDGER) as room:
        prepare(room)
        yield room


def prepare(room):
    (room.tree / ".gitignore").write_text("/out/\n/compile_commands.json\n/stand_in/\n", encoding="utf-8")
    write_database(room.tree)
    room.make_repository()


def compile_one(room, path):
    target = room.tree / "out" / (path.name + ".o")
    target.parent.mkdir(exist_ok=True)
    made = room.run(compiler_of(path), *flags_of(path), "-g", "-c", "-o", target, path.relative_to(room.tree), check=False)
    if made.returncode or made.stderr:
        raise tool.Failure(f"{path.name} does not compile as it should\n{tool.said(made)}")
    return target


def build_guard(room, test):
    objects = [compile_one(room, path) for path in [*sorted((room.tree / "src").glob("*.c")), test]]
    if test.suffix != ".c":
        objects.append(compile_one(room, room.tree / "stand_in" / "main.cc"))
    libraries = check_flags()[1] if test.suffix == ".c" else []
    room.run("g++", "-o", room.tree / "out" / "guard", *objects, *libraries, "-pthread")


def guard_file(room):
    files = sorted((room.tree / "tests").glob("test_guard_*.c*"))
    if [file.stem for file in files] != ["test_guard_account_new"]:
        raise tool.Failure(f"the guards are {files}")
    return files[0]


def run_guard(room, cwd=None):
    """The guards that fail, of the ledger's one file."""
    build_guard(room, guard_file(room))
    done = room.run(room.tree / "out" / "guard", cwd=cwd or room.tree, check=False)
    text = tool.said(done)
    failed = {word.lower() for word in re.findall(r"guard_test_(\w+):\d+: ", text) + re.findall(r"FAILED  \] GuardAccountNew\.(\w+)", text)}
    if bool(failed) != bool(done.returncode):
        raise tool.Failure(f"exit code {done.returncode}, but {failed or 'nothing'} fails\n{text}")
    return failed, text


def generate(room, *arguments, codes=(tool.CLEAN,)):
    return tool.said(room.canonry_does("tests", "--generate", *arguments, codes=codes))


RED = {"uniqueness", "identity", "warnings"}


def ledger_becomes_green(canonry):
    """of a library: red before the migration, green after, the same when made again; needs the sources, wherever it runs"""
    with open_ledger(canonry) as room:
        generate(room, "--write")
        write_database(room.tree)
        room.git("add", "--all")
        room.git("commit", "--quiet", "--message=guards")
        failed, text = run_guard(room)
        if failed != RED:
            yield f"before the migration {', '.join(sorted(failed)) or 'nothing'} fails\n{text}"
        room.canonry_does("migrate", "--write")
        for cwd in (room.tree, room.tree / "out"):
            failed, text = run_guard(room, cwd)
            if failed:
                yield f"after the migration, in {cwd.name}, {', '.join(sorted(failed))} fails\n{text}"
        if not {"uniqueness", "identity"} <= run_guard(room, room.path)[0]:
            yield "far from the sources it passes"
        if room.git("diff", "--stat", "tests/test_guard_account_new.c"):
            yield "the migration changes the guard"
        room.git("add", "--all")
        generate(room, "--write")
        if room.git("diff", "--stat"):
            yield f"generated again, the guards are others\n{room.git('diff')}"


# --- Breaking what is whole ---

COPY = '''
{static}struct account *{name}(const char *owner, size_t limit)
{{
    struct account *a = calloc(1, sizeof(*a));

    if (a) {{
        a->owner = text_copy(owner);
        a->limit = limit;
    }}
    return a;
}}
'''
USED = "\nstruct account *import_first(const char *owner);\n\nstruct account *import_first(const char *owner)\n{\n    return make_account(owner, 1);\n}\n"
NAME_OF_ALL = "    static char shared[64];\n    size_t i;\n\n    for (i = 0; owner[i] && i + 1 < sizeof(shared); i++)\n        shared[i] = owner[i];\n"

# What is done to which files, and the guard that notices.
BREAKS = {
    "a second definition comes back": ([("src/import.c", "", COPY.format(static="static ", name="make_account") + USED)], "uniqueness"),
    "the canonical's name in another file": ([("src/other.c", None, "int other(void);\n\nstatic int account_new(int x)\n{\n    return x;\n}\n\nint other(void)\n{\n    return account_new(1);\n}\n")],
                                             "uniqueness"),
    "a redirect has logic of its own": ([("src/compat.c", "    return account_new(owner, limit);", "    if (limit == 0)\n        limit = 1;\n    return account_new(owner, limit);")], "identity"),
    "a redirect has a body of its own again": ([("src/compat.c", re.compile(r"\nstruct account \*account_open\(.*?\n\}\n", re.DOTALL),
                                                 "\n#include <stdlib.h>\n" + COPY.format(static="", name="account_open"))], "identity"),
    "a header that leads to another says more": ([("include/ledger/accounts.h", '#include "account.h"', '#include "account.h"\n\nstruct accounts {\n    struct account *all;\n};')], "identity"),
    "the notice is gone": ([("include/ledger/compat.h", re.compile(r"__attribute__\(\(deprecated[^\n]*\n"), "")], "warnings"),
    "the notice names another": ([("include/ledger/compat.h", "use account_new", "use account_fresh")], "warnings"),
    "the signature drifts": ([("include/ledger/compat.h", "size_t limit)", "int limit)"), ("src/compat.c", "size_t limit)", "int limit)"),
                              ("src/compat.c", "account_new(owner, limit)", "account_new(owner, (size_t)limit)")], "signatures"),
    "one account for all": ([("src/account.c", "    struct account *a = calloc(1, sizeof(*a));\n", "    static struct account *one;\n    struct account *a = one ? one : calloc(1, sizeof(*a));\n\n    one = a;\n"),
                             ("src/account.c", "    free(a->owner);\n    free(a);\n", "    (void)a;\n")], "isolation cleanup"),
    "one owner for all": ([("src/account.c", "    a->owner = text_copy(owner);\n", "    a->owner = account_name(owner);\n"),
                           ("src/account.c", "struct account *account_new", "static char *account_name(const char *owner)\n{\n" + NAME_OF_ALL + "    return shared;\n}\n\nstruct account *account_new"),
                           ("src/account.c", "    free(a->owner);\n", "")], "isolation"),
    "the owner is never freed": ([("src/account.c", "    free(a->owner);\n", "")], "cleanup"),
    "what is gone is counted": ([("src/account.c", "    account_counted(-1);\n", "")], "cleanup"),
}

# What looks like a second definition and is none.
LOOKALIKES = {
    "in a comment": "\n/*\nstatic struct account *make_account(const char *owner, size_t limit)\n{\n}\n*/\n// struct account *account_new(const char *o) {\n",
    "in a string": '\nextern const char import_note[];\nconst char import_note[] = "struct account *make_account(int x) { return 0; }";\n',
    "in a macro": "\n#define IMPORT_MAKER(name) struct account *make_account(int x) \\\n    { return name; }\n",
    "a prototype and calls": "\nstruct account *import_one(void);\n\nstruct account *import_one(void)\n{\n    if (account_new(\"a\", 1)) {\n        return account_new(\"b\", 2);\n    }\n    return NULL;\n}\n",
}


def change(room, path, old, new):
    file = room.tree / path
    if old is None:
        file.write_text(new, encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    if old == "":
        changed = text + new
    elif isinstance(old, str):
        changed = text.replace(old, new)
    else:
        changed = old.sub(lambda match: new, text)
    if changed == text:
        raise tool.Failure(f"{path} has no {old!r}")
    file.write_text(changed, encoding="utf-8")


@contextlib.contextmanager
def migrated_ledger(canonry):
    with open_ledger(canonry) as room:
        generate(room, "--write")
        room.canonry_does("migrate", "--write", "--force")
        room.git("add", "--all")
        room.git("commit", "--quiet", "--message=migrated")
        yield room


def notices_what_breaks(canonry):
    """every guard fails when what it guards is broken, and no other that has nothing to do with it"""
    with migrated_ledger(canonry) as room:
        failed, text = run_guard(room)
        if failed:
            yield f"{', '.join(sorted(failed))} fails before anything is broken\n{text}"
        for what, (changes, guard) in BREAKS.items():
            for path, old, new in changes:
                change(room, path, old, new)
            failed, text = run_guard(room)
            if failed != set(guard.split()):
                yield f"{what}: {guard} is to fail, but {', '.join(sorted(failed)) or 'nothing'} does\n{text}"
            room.git("checkout", "--quiet", "src", "include")
            room.git("clean", "--quiet", "--force", "src")


def takes_no_lookalikes(canonry):
    """comments, strings, macros, prototypes and calls are no definitions, nor is what a build or another checkout holds"""
    with migrated_ledger(canonry) as room:
        for text in LOOKALIKES.values():
            change(room, "src/import.c", "", text)
        for folder, mark in (("cmake-out", "CMakeCache.txt"), ("copy", ".git")):
            (room.tree / folder).mkdir()
            (room.tree / folder / mark).write_text("", encoding="utf-8")
            shutil.copy(LEDGER / "src" / "import.c", room.tree / folder)
        failed, text = run_guard(room)
        if failed:
            yield f"{', '.join(sorted(failed))} fails\n{text}"


def is_written_for_googletest(canonry):
    """where the tests are GoogleTest's, so are the guards, in C++, with the same verdicts"""
    with tool.Room(canonry, LEDGER) as room:
        (room.tree / "stand_in" / "gtest").mkdir(parents=True)
        (room.tree / "stand_in" / "gtest" / "gtest.h").write_text(GOOGLETEST, encoding="utf-8")
        (room.tree / "stand_in" / "main.cc").write_text(GOOGLETEST_MAIN, encoding="utf-8")
        (room.tree / "tests" / "test_account.c").unlink()
        (room.tree / "tests" / "account_test.cc").write_text(
            '#include <gtest/gtest.h>\n\nextern "C" {\n#include "ledger/account.h"\n}\n\nTEST(Account, HasAnOwner)\n{\n'
            '  struct account *a = account_new("anna", 1);\n\n  EXPECT_EQ(account_live(), 1u);\n  account_free(a);\n}\n', encoding="utf-8")
        prepare(room)
        generate(room, "--write")
        test = room.tree / "tests" / "guard_account_new_test.cc"
        if not test.is_file():
            yield f"there is no {test.name}, but {', '.join(path.name for path in (room.tree / 'tests').iterdir())}"
            return
        test.rename(test.with_name("test_guard_account_new.cc"))
        failed, text = run_guard(room)
        if failed != RED:
            yield f"before the migration {', '.join(sorted(failed)) or 'nothing'} fails\n{text}"
        room.canonry_does("migrate", "--write", "--force")
        failed, text = run_guard(room)
        if failed:
            yield f"after the migration {', '.join(sorted(failed))} fails\n{text}"


def keeps_what_people_edit(canonry):
    """blocks that were edited or emptied, and everything outside of blocks, stay; what is left still compiles"""
    with open_ledger(canonry) as room:
        generate(room, "--write")
        file = guard_file(room)
        text = file.read_text(encoding="utf-8")
        if "\n    int before" not in text or "\t" in text:
            yield "it is not indented as the tests beside it"
        text = re.sub(r"(/\* guard: begin cleanup \w+ \*/\n).*(/\* guard: end cleanup \*/\n)", r"\1\2", text, flags=re.DOTALL)
        text = text.replace("GUARD_TRIES 20", "GUARD_TRIES 3")
        text = text.replace("/* guard: begin main", "START_TEST(mine)\n{\n    ck_assert_int_eq(1, 1);\n}\nEND_TEST\n\n/* guard: begin main")
        text = text.replace("    srunner_run_all(", "    tcase_add_test(tests, mine);\n    srunner_run_all(")
        file.write_text(text, encoding="utf-8")
        said = " ".join(generate(room, "--write").split())
        if file.read_text(encoding="utf-8") != text:
            yield "an edited file was changed"
        if "3 blocks kept" not in said:
            yield f"it does not say that three blocks were kept:\n{said}"
        change(room, "src/text.c", "", "\nstruct account *account_open(const char *owner)\n{\n    return (struct account *)text_copy(owner);\n}\n")
        (room.tree / "include/ledger/old.h").write_text("/* Moved. */\n#ifndef OLD_H\n#define OLD_H\n#include \"account.h\"\n#endif\n", encoding="utf-8")
        generate(room, "--write")
        now = file.read_text(encoding="utf-8")
        if '"include/ledger/old.h"' not in now or '"src/text.c"' not in now:
            yield "what is new is not taken in"
        if "GUARD_TRIES 3" not in now or "START_TEST(mine)" not in now or "mallinfo2" in now:
            yield f"what people wrote is lost\n{now}"
        room.git("checkout", "--quiet", "src")
        failed, text = run_guard(room)
        if not failed or "cleanup" in failed:
            yield f"{', '.join(sorted(failed))} fails\n{text}"


def asks_for_what_is_left_to_people(canonry):
    """what a migration leaves is listed; with --strict it is not, and fails"""
    with open_ledger(canonry) as room:
        change(room, "src/import.c", "    a->limit = limit;\n", "    a->limit = limit + 1;\n")
        for arguments, is_listed in ((["--write"], True), (["--write", "--strict"], False)):
            generate(room, *arguments)
            if ('{ "src/import.c", "make_account" }' in guard_file(room).read_text(encoding="utf-8")) != is_listed:
                yield f"{' '.join(arguments)}: make_account is {'not ' if is_listed else ''}listed"
            guard_file(room).unlink()


def does_without_headers_that_do_not_compile(canonry):
    """where the compiler does not take the headers as they are, the guard reads the sources alone, says why, and compiles"""
    with open_ledger(canonry) as room:
        change(room, "include/ledger/compat.h", "#define LEDGER_COMPAT_H\n", "#define LEDGER_COMPAT_H\n\n#ifndef LEDGER_BUILD\n#error \"LEDGER_BUILD is missing\"\n#endif\n")
        for name in ("src/compat.c", "tests/test_account.c"):
            change(room, name, '#include "', '#define LEDGER_BUILD\n#include "')
        said = " ".join(generate(room, "--write").split())
        text = guard_file(room).read_text(encoding="utf-8")
        if "ledger/compat.h\"\n" in text.split("guard: end head")[0] or "LEDGER_BUILD is missing" not in text:
            yield "it includes what does not compile"
        if "what takes the headers is left out" not in said:
            yield f"it does not say so:\n{said}"
        failed, text = run_guard(room)
        if not {"uniqueness", "identity"} <= failed:
            yield f"{', '.join(sorted(failed)) or 'nothing'} fails\n{text}"


# A build file, and what is said of it.
BUILDS = {
    "Makefile": ("TESTS = $(wildcard tests/*.h tests/test_*.c)\n", "Makefile takes it in by a wildcard"),
    "tests/CMakeLists.txt": ("file(GLOB tests CONFIGURE_DEPENDS\n  ${CMAKE_CURRENT_SOURCE_DIR}/test_*.c)\n", "tests/CMakeLists.txt takes it in by a wildcard"),
    "tests/meson.build": ("tests = [\n  'account',\n]\n", "add `'guard_account_new',` at tests/meson.build:2"),
    "tests/Makefile.am": ("check_PROGRAMS = \\\n\ttest_account \\\n\ttest_other\n", "add `test_guard_account_new \\` at tests/Makefile.am:2"),
    "meson.build": ("test('account', executable('account', 'tests/test_account.c'))\n", "for meson.build: test('test_guard_account_new', "),
}


def tells_how_it_is_built(canonry):
    """the nearest build file says what has to be added, and is not changed"""
    for path, (text, expected) in BUILDS.items():
        with open_ledger(canonry) as room:
            (room.tree / path).write_text(text, encoding="utf-8")
            said = " ".join(generate(room, "--write").split())
            if expected not in said or "linked with what defines account_new, with Check, with threads" not in said:
                yield f"{path}: {said}"
            if (room.tree / path).read_text(encoding="utf-8") != text:
                yield f"{path} was changed"


def leaves_common_names_to_all(canonry):
    """a name internal to its file that strangers bear, too, is not kept for the family; its own definition goes all the same"""
    with open_ledger(canonry) as room:
        change(room, "src/other.c", None, "int other(void);\n\nstatic int make_account(void)\n{\n    return 1;\n}\n\nint other(void)\n{\n    return make_account();\n}\n")
        generate(room, "--write")
        text = guard_file(room).read_text(encoding="utf-8")
        if "make_account" in text or '"account_open"' not in text:
            yield text.split("/* guard: begin scan")[0]


def leaves_other_files_alone(canonry):
    """a file of somebody else's under that name is refused"""
    with open_ledger(canonry) as room:
        file = room.tree / "tests" / "test_guard_account_new.c"
        file.write_text("/* mine */\n", encoding="utf-8")
        generate(room, "--write", codes=(tool.REFUSED,))
        if file.read_text(encoding="utf-8") != "/* mine */\n":
            yield "it was overwritten"


# --- C++ ---

BEACON_GUARD = "guard_make_light_test"


def run_beacon(room):
    """What the guard says, by the first words of its lines; empty where it passes."""
    objects = [compile_one(room, path) for path in [*sorted((room.tree / "src").glob("*.cpp")), room.tree / "tests" / f"{BEACON_GUARD}.cpp"]]
    room.run("g++", "-o", room.tree / "out" / "guard", *objects, "-pthread")
    done = room.run(room.tree / "out" / "guard", check=False)
    said = {re.match(r"\S+ \S+(?: (?:gives|makes|leaves))?", line)[0] for line in tool.said(done).split("\n") if line}
    if bool(said) != bool(done.returncode):
        raise tool.Failure(f"exit code {done.returncode}\n{tool.said(done)}")
    return said


@contextlib.contextmanager
def open_beacon(canonry):
    with tool.Room(canonry, BEACON) as room:
        prepare(room)
        generate(room, "--write")
        yield room


def beacon_becomes_green(canonry):
    """in C++, named as the tests beside it: red before the migration, green after, the same when made again"""
    with open_beacon(canonry) as room:
        write_database(room.tree)
        said = run_beacon(room)
        if said != {"src/tower.cpp: create_light", "src/legacy.cpp: new_light", "include/beacon/legacy.hpp: new_light"}:
            yield f"before the migration it says {sorted(said)}"
        room.git("add", "--all")
        room.canonry_does("migrate", "--write", "--force")
        said = run_beacon(room)
        if said:
            yield f"after the migration it says {sorted(said)}"
        generate(room, "--write")
        if room.git("diff", "--stat", "tests"):
            yield f"the guard has changed\n{room.git('diff', 'tests')}"


BEACON_BREAKS = {
    "src/tower.cpp: create_light": [("src/tower.cpp", "namespace {\n", "namespace {\n\nbeacon::Light *create_light(const char *owner, unsigned limit)\n{\n\treturn new beacon::Light(owner, limit);\n}\n"),
                                    ("src/tower.cpp", re.compile(r"\*first = (?:beacon::)?make_light"), "*first = create_light")],
    "src/light.cpp: beacon::legacy::new_light": [("include/beacon/legacy.hpp", "unsigned limit)", "int limit)"), ("src/legacy.cpp", "unsigned limit)", "int limit)"),
                                                 ("src/legacy.cpp", ", limit)", ", static_cast<unsigned>(limit))")],
    "include/beacon/legacy.hpp: new_light": [("include/beacon/legacy.hpp", re.compile(r"[^\n]*deprecated[^\n]*\n"), "")],
    "src/light.cpp: make_light gives": [("src/light.cpp", "Light *light = new Light(owner, limit);", "static Light one(owner, limit);\n\tLight *light = &one;"),
                                        ("src/light.cpp", "delete light;", "(void)light;")],
    "src/light.cpp: make_light makes": [("src/light.cpp", "Light *light = new Light(owner, limit);", "static const char *first = owner;\n\tLight *light = new Light(first, limit);")],
    "src/light.cpp: make_light leaves": [("src/light.cpp", "delete light;", "light->is_lit = false;")],
}


def beacon_notices_what_breaks(canonry):
    """in C++ the same is noticed"""
    with open_beacon(canonry) as room:
        room.canonry_does("migrate", "--write", "--force")
        room.git("add", "--all")
        room.git("commit", "--quiet", "--message=migrated")
        for expected, changes in BEACON_BREAKS.items():
            for path, old, new in changes:
                change(room, path, old, new)
            said = run_beacon(room)
            if said != {expected}:
                yield f"{expected}: it says {sorted(said)}"
            room.git("checkout", "--quiet", ".")


# --- The samples, by their own builds ---

# Which guards are red before the migration; all are green after it.
NATIVE = {
    "station": {"test_guard_series_new", "test_guard_packet_make", "test_guard_sensor_new"},
    "tally": {"test_guard_tally_new"},
}


def run_native(sample, room):
    names = sorted(path.stem for path in (room.tree / "tests").glob("test_guard_*"))
    made = room.run("make", "-j2", "O=build", *(f"build/tests/{name}" for name in names), check=False)
    if made.returncode or b"warning:" in made.stdout + made.stderr:
        raise tool.Failure(f"the guards do not build\n{tool.said(made)}")
    done = {name: room.run("env", f"LD_LIBRARY_PATH={room.tree}/build", f"build/tests/{name}", check=False) for name in names}
    return {name for name in names if done[name].returncode}, "\n".join(tool.said(one) for one in done.values())


def native_becomes_green(sample, canonry):
    """the guards of a sample, built without a warning: red before the migration, green after"""
    with tool.Room(canonry, sample.source) as room:
        sample.open(room)
        generate(room, "--write")
        failed, text = run_native(sample, room)
        if failed != NATIVE[sample.name]:
            yield f"before the migration {', '.join(sorted(failed)) or 'nothing'} fails\n{text}"
        room.run(*sample.database)
        room.canonry_does("migrate", "--write", "--force")
        failed, text = run_native(sample, room)
        if failed:
            yield f"after the migration {', '.join(sorted(failed))} fails\n{text}"


ALL = [
    ledger_becomes_green,
    notices_what_breaks,
    takes_no_lookalikes,
    is_written_for_googletest,
    keeps_what_people_edit,
    asks_for_what_is_left_to_people,
    does_without_headers_that_do_not_compile,
    tells_how_it_is_built,
    leaves_common_names_to_all,
    leaves_other_files_alone,
]


def collect(canonry):
    """(name, test), as in run.py; nothing where there is no Check to build with."""
    tests = [(f"guard_c/{test.__name__}", functools.partial(test, canonry)) for test in ALL if check_flags()]
    samples = [sample for sample in native.SAMPLES if sample.name in NATIVE]
    tests += [(f"guard_c/{test.__name__}", functools.partial(test, canonry)) for test in (beacon_becomes_green, beacon_notices_what_breaks)]
    return tests + [(f"guard_c/{sample.name}_becomes_green", functools.partial(native_becomes_green, sample, canonry)) for sample in samples]
