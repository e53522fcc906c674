"""A round trip through a real Label Studio: our tasks in, an annotation made there, its export back in.

Usage: try_label_studio.py STORE LABEL_STUDIO, where STORE was filled by ``extractor batch run`` and
LABEL_STUDIO is the program of that name. The server runs on loopback in a folder of its own and is
stopped at the end.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

PORT = 8943
TOKEN = "0123456789abcdef0123456789abcdef01234567"
SITE = f"http://127.0.0.1:{PORT}"


def ask(method: str, path: str, content: object = None) -> Any:
    """One question to the server; its answer as JSON."""
    request = urllib.request.Request(
        f"{SITE}{path}",
        method=method,
        data=None if content is None else json.dumps(content).encode(),
        headers={"Authorization": f"Token {TOKEN}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{method} {path}: {error.code} {error.read()[:600]!r}") from error


def until_it_answers() -> None:
    """Wait for the server: its first start makes its database."""
    for _ in range(900):  # minutes on a machine that has other work, too
        try:
            urllib.request.urlopen(f"{SITE}/health", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(1)
    raise AssertionError("Label Studio does not answer")


def extractor(*words: str) -> None:
    """One command of ours."""
    subprocess.run([sys.executable, "-m", "extractor", *words], check=True)


def round_trip(store: str, folder: Path) -> str:
    """What is imported, predicted, annotated and brought back."""
    extractor("review", "export", "--label-studio", "--all", str(folder / "out"), "--db", store)
    tasks = json.loads((folder / "out" / "tasks.json").read_text(encoding="utf-8"))
    interface = (folder / "out" / "labels.xml").read_text(encoding="utf-8")
    project = ask("POST", "/api/projects", {"title": "round trip", "label_config": interface})["id"]
    imported = ask("POST", f"/api/projects/{project}/import?return_task_ids=true", tasks)
    assert imported["task_count"] == len(tasks), imported
    assert imported["prediction_count"] == sum(len(task["predictions"]) for task in tasks), imported
    task_id = imported["task_ids"][0]
    kept = ask("GET", f"/api/tasks/{task_id}")
    results = kept["predictions"][0]["result"]
    text = kept["data"]["text"]
    for result in results:
        value = result["value"]
        assert text[value["start"] : value["end"]] == value["text"], value
    ask("POST", f"/api/tasks/{task_id}/annotations", {"result": results[1:]})  # one fact is taken out
    exported = ask("GET", f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true")
    back = folder / "back.json"
    back.write_text(json.dumps(exported, ensure_ascii=False), encoding="utf-8")
    extractor("review", "import", str(back), "--db", store)
    return f"{len(tasks)} tasks, {len(results)} predictions of the first, one fact taken out and brought back"


def main() -> None:
    """Start the server, make the round trip, stop it."""
    store, program = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = os.environ | {
            "LABEL_STUDIO_BASE_DATA_DIR": str(folder / "data"),
            "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
            "LABEL_STUDIO_USERNAME": "somebody@example.org",
            "LABEL_STUDIO_PASSWORD": "long-enough-1",
            "LABEL_STUDIO_USER_TOKEN": TOKEN,
            "COLLECT_ANALYTICS": "false",
        }
        command = [program, "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(PORT)]
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server,
        ):
            try:
                until_it_answers()
                print(round_trip(store, folder))
            except AssertionError:
                print((folder / "log").read_text(errors="replace")[-1500:], file=sys.stderr)
                raise
            finally:
                server.terminate()
                server.wait(30)


if __name__ == "__main__":
    main()
