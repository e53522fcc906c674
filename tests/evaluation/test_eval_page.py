import json
import re
from pathlib import Path

import pytest
from eval_samples import FOLDERS, PROJECT, RULES, document, item, rules_run, suite
from test_eval_runs import worse

from extractor.evaluation.confidence import trust_of
from extractor.evaluation.evaluation_runs import EvalRun, run_suite
from extractor.evaluation.metrics import figures_of, parse
from extractor.evaluation.page import write_page
from extractor.evaluation.page.page_words import words
from extractor.evaluation.page.plots import risk_plot
from extractor.evaluation.scoring import Verdict

pytest.importorskip("jinja2")

EVIL = '</script><img src="https://example.org/x" onerror=alert(1)>'


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of two runs of one suite."""
    out = tmp_path_factory.mktemp("page") / "report.html"
    write_page([rules_run("hostile"), run_suite(suite("hostile"), worse, RULES)], out, FOLDERS)
    return out.read_text(encoding="utf-8")


def test_page_asks_nobody_when_it_is_opened(page: str):
    assert not re.search(r"""(?:src|href|action|data)\s*=\s*["'](?!#)""", page)
    assert not re.search(r"@import|url\((?!#)", page)
    assert "default-src 'none'" in page
    assert "<link" not in page


def test_page_speaks_both_languages(page: str):
    chinese, english = page.count('class="zh"'), page.count('class="en"')

    assert chinese == english > 50


def test_page_begins_in_chinese_whatever_the_browser_speaks(page: str):
    assert '<html lang="zh">' in page
    assert 'speak("zh");' in page
    assert "navigator.language" not in page


def test_words_of_the_page_stand_in_one_place_and_all_are_used():
    folder = PROJECT / "extractor" / "evaluation" / "page"
    template, plots = ((folder / name).read_text(encoding="utf-8") for name in ("page.html", "plots.py"))
    used = set(re.findall(r"""(?:say|plain)\("(\w+)"\)|words\.page\.(\w+)""", template))
    agreement = {"cells", "nonzero_cells", "header"}

    assert {a or b for a, b in used} | agreement == set(words()["page"])
    assert all(f'"{key}"' in plots for key in words()["chart"])
    without_code = re.sub(r"[\s\S]*?<body>|<script>[\s\S]*", "", template)
    assert not re.search(r"[\u4e00-\u9fff]", without_code)
    assert all(zh and en for group in words().values() for zh, en in group.values())


def test_run_that_asked_its_model_nothing_is_shown_as_figures_of_the_rules(tmp_path: Path):
    pytest.importorskip("matplotlib")
    ours = rules_run("hostile")
    engine = ours.info.engine.model_copy(update={"name": "hybrid", "model": "m"})
    theirs = ours.model_copy(update={"info": ours.info.model_copy(update={"engine": engine})})

    write_page([ours, theirs], tmp_path / "page.html", FOLDERS)

    content = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert theirs.asked_nothing
    assert not ours.asked_nothing
    assert content.count("these are the figures of the rules") == 2, "in the comparison and at the run"


def test_every_error_stands_with_its_words_when_the_text_is_at_hand(page: str):
    block = re.search(r'data-for="errors-2">(.*?)</script>', page, re.DOTALL)
    rows = json.loads(block[1])

    run = run_suite(suite("hostile"), worse, RULES)
    assert len(rows) == sum(len(each.misses) for each in run.documents) > 0
    assert any(row["quote"] for row in rows)


def test_flips_are_shown_when_two_runs_of_one_suite_are_given(page: str):
    rows = json.loads(re.search(r'data-for="flips-1">(.*?)</script>', page, re.DOTALL)[1])

    assert {row["kind"] for row in rows} >= {"broken"}


def evil_run(documents: int) -> EvalRun:
    misses = (item("counts", Verdict.FABRICATED, predicted=EVIL, key=EVIL), 1)
    scored = tuple(document(f"{EVIL}{index}", misses, failure=EVIL) for index in range(documents))
    return rules_run("hostile").model_copy(
        update={"documents": scored, "figures": figures_of(scored), "trust": trust_of(parse(scored))}
    )


def test_markup_stays_text_when_a_document_brings_it_along(tmp_path: Path):
    write_page([evil_run(3)], tmp_path / "evil.html", FOLDERS)

    content = (tmp_path / "evil.html").read_text(encoding="utf-8")

    assert EVIL not in content
    assert "<img" not in content


def test_plot_is_text_without_outside_addresses_when_it_is_drawn():
    pytest.importorskip("matplotlib")

    plot = risk_plot(rules_run("hostile").trust)

    assert plot.startswith("<svg")
    assert "<metadata" not in plot
    assert "coverage" in plot


def test_accuracy_document_is_in_step_with_the_baselines():
    from extractor.evaluation.accuracy import accuracy_page

    assert (PROJECT / "docs" / "accuracy.md").read_text(encoding="utf-8") == accuracy_page(PROJECT)
