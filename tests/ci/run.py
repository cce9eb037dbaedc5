#!/usr/bin/env python3
"""What other people's CI takes from here: YAML by an independent parser, and every shell step run as its runner would.

run.py CANONRY. Without PyYAML it is skipped: that is an independent reader, canonry's own would prove little.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import yaml
except ImportError:
    sys.exit(77)

TOP = pathlib.Path(__file__).resolve().parents[2]
ENGINE = "class Engine:\n    pass\n\n\nclass EngineFactory:\n    def create(self):\n        return Engine()\n"
COPY = "from engine import Engine\n\n\nclass EngineFactory:\n    def create(self):\n        return Engine()\n"
USER = "from engine import EngineFactory\n\n\ndef main():\n    return EngineFactory().create()\n"
SHELLS = [TOP / "ci" / "find-canonry", TOP / "ci" / "github-audit"]


def read_yaml(name):
    with open(TOP / name, encoding="utf-8") as f:
        return yaml.safe_load(f)


class Room:
    """A repository and the environment of a runner."""

    def __init__(self, canonry, folder, has_copy):
        self.top = pathlib.Path(folder)
        self.tree = self.top / "tree"
        self.tree.mkdir()
        programs = self.top / "bin"
        programs.mkdir()
        (programs / "canonry").symlink_to(canonry)
        self.env = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "HOME": str(self.top),
            "XDG_CACHE_HOME": str(self.top / "cache"),
            "GITHUB_ACTION_PATH": str(TOP),
            "GITHUB_OUTPUT": str(self.top / "output"),
            "GITHUB_STEP_SUMMARY": str(self.top / "summary"),
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_SYSTEM": "/dev/null",
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                self.env[name] = os.environ[name]
        self.write("engine.py", ENGINE)
        self.write("user.py", USER)
        self.write("other.py", USER.replace("main", "other"))
        self.git("init", "-q", "-b", "main")
        self.commit()
        if has_copy:
            self.write("copy_of.py", COPY)

    def write(self, name, text):
        (self.tree / name).write_text(text, encoding="utf-8")

    def git(self, *arguments):
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=self.tree, env=self.env, check=True, capture_output=True)

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x")

    def run(self, script, shell, **env):
        line = [*shell, script]
        return subprocess.run(line, cwd=self.tree, env={**self.env, **env}, capture_output=True, text=True, timeout=120, check=False)

    def outputs(self):
        path = self.top / "output"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return dict(line.split("=", 1) for line in lines)


# What GitHub runs for `shell: bash`, and GitLab's runner for each entry of `script`.
GITHUB = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
GITLAB = ["sh", "-e", "-c"]


def fill(text, inputs, room):
    """Expressions as GitHub replaces them in `env`."""
    outputs = room.outputs()
    text = re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: inputs[m[1]], text)
    return re.sub(r"\$\{\{ steps\.\w+\.outputs\.([\w-]+) \}\}", lambda m: outputs.get(m[1], ""), text)


def run_action(room, **given):
    action = read_yaml("action.yml")
    inputs = {name: value["default"] for name, value in action["inputs"].items()}
    inputs.update({name.replace("_", "-"): value for name, value in given.items()})
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash" and "${{" not in step["run"], "an input in a script is code"
        done = room.run(step["run"], GITHUB, **{name: fill(value, inputs, room) for name, value in step["env"].items()})
        if done.returncode:
            break
    return done


def test_action_fails_on_a_copy(room):
    done = run_action(room)
    assert done.returncode == 1, done
    assert "::error " in done.stdout and "CN101" in done.stdout, done.stdout
    assert room.outputs()["exit-code"] == "1" and room.outputs()["sarif"] == "canonry.sarif", room.outputs()
    sarif = json.loads((room.tree / "canonry.sarif").read_text(encoding="utf-8"))
    assert sarif["version"] == "2.1.0" and sarif["runs"][0]["results"], sarif
    assert "CN101" in (room.top / "summary").read_text(encoding="utf-8")


def test_action_passes_what_is_clean(room):
    (room.tree / "copy_of.py").unlink()
    done = run_action(room, sarif="")
    assert done.returncode == 0 and room.outputs()["exit-code"] == "0" and "sarif" not in room.outputs(), (done, room.outputs())


def test_action_takes_every_input(room):
    assert run_action(room, fail_on="never").returncode == 0
    room.commit()
    assert run_action(room, changed_since="HEAD").returncode == 0
    assert run_action(room, changed_since="HEAD~1").returncode == 1
    assert run_action(room, arguments="--exit-zero\n--no-cache\n").returncode == 0
    assert run_action(room, baseline="none.txt").returncode == 2
    room.run("canonry audit --baseline known.txt --update-baseline", GITHUB)
    assert run_action(room, baseline="known.txt").returncode == 0
    assert run_action(room, path="nowhere").returncode == 2
    assert run_action(room, program="/nowhere/canonry").returncode == 2


def test_no_input_is_code(room):
    for name in ("path", "fail_on", "changed_since", "baseline", "sarif", "arguments"):
        run_action(room, **{name: '$(touch pwned); `touch pwned` "; touch pwned; #'})
    assert not (room.tree / "pwned").exists()


def test_action_names_what_it_has(room):
    action = read_yaml("action.yml")
    assert {"name", "description", "inputs", "outputs", "runs"} <= set(action)
    assert all(set(value) == {"description", "default"} for value in action["inputs"].values())
    used = re.findall(r"inputs\.([\w-]+)", json.dumps(action["runs"]))
    assert sorted(used) == sorted(action["inputs"]), "every input is used once"
    written = SHELLS[0].read_text(encoding="utf-8") + SHELLS[1].read_text(encoding="utf-8")
    assert all(f"'{name}=%" in written for name in action["outputs"])


def run_gitlab(room, **env):
    job = read_yaml("ci/canonry.gitlab-ci.yml")["canonry"]
    done = None
    for script in job["script"]:
        done = room.run(script, GITLAB, **{**job["variables"], **env})
    return job, done


def test_gitlab_reports_what_it_promises(room):
    job, done = run_gitlab(room)
    assert done.returncode == 1 and "CN101" in done.stdout, done
    reports = {name: (room.tree / path).read_text(encoding="utf-8") for name, path in job["artifacts"]["reports"].items()}
    assert json.loads(reports["codequality"])[0]["fingerprint"] and "<testsuite" in reports["junit"], reports


def test_gitlab_takes_options_and_merge_requests(room):
    assert run_gitlab(room, CANONRY_OPTIONS="--fail-on never --no-cache")[1].returncode == 0
    assert run_gitlab(room, CANONRY_OPTIONS="$(touch${IFS}pwned) *")[1].returncode == 2
    assert not (room.tree / "pwned").exists()
    room.commit()
    assert run_gitlab(room, CI_MERGE_REQUEST_DIFF_BASE_SHA="HEAD")[1].returncode == 0
    assert run_gitlab(room, CI_MERGE_REQUEST_DIFF_BASE_SHA="HEAD~1")[1].returncode == 1


def test_hooks_see_what_they_are_given(room):
    hooks = {hook["id"]: hook for hook in read_yaml(".pre-commit-hooks.yaml")}
    for hook in hooks.values():
        assert {"id", "name", "description", "entry", "language"} <= set(hook) and hook["language"] == "system"
    entry = hooks["canonry"]["entry"]
    assert room.run(f"{entry} copy_of.py", GITHUB).returncode == 1
    assert room.run(f"{entry} other.py", GITHUB).returncode == 0
    assert hooks["canonry-all"]["pass_filenames"] is False
    assert room.run(hooks["canonry-all"]["entry"], GITHUB).returncode == 1


def test_documents_show_yaml_that_can_be_read(_room):
    text = (TOP / "docs" / "ci.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.S)
    assert len(blocks) > 3 and all(yaml.safe_load(block) for block in blocks)
    action = read_yaml("action.yml")
    for block in blocks:
        for job in (yaml.safe_load(block).get("jobs") or {}).values():
            for step in job["steps"]:
                if "canonry" in step.get("uses", ""):
                    assert set(step.get("with", {})) <= set(action["inputs"]), step


def test_shell_is_sound(room):
    scripts = [path.read_text(encoding="utf-8") for path in SHELLS]
    job = "#!/bin/sh\n" + "\n".join(read_yaml("ci/canonry.gitlab-ci.yml")["canonry"]["script"])
    for n, script in enumerate([*scripts, job]):
        path = room.top / f"script{n}"
        path.write_text(script, encoding="utf-8")
        shell = "sh" if script.startswith("#!/bin/sh") else "bash"
        subprocess.run([shell, "-n", path], check=True)
        if shutil.which("shellcheck"):
            subprocess.run(["shellcheck", path], check=True)


def main():
    canonry, passed, failed = pathlib.Path(sys.argv[1]).resolve(), 0, 0
    for name, test in list(globals().items()):
        if not name.startswith("test_"):
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(Room(canonry, folder, has_copy=True))
                passed += 1
            except (AssertionError, subprocess.SubprocessError, KeyError, OSError) as error:
                failed += 1
                print(f"FAILED {name}: {error!r}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
