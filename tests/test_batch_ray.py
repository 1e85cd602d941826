"""The engine for a cluster: two real nodes on this machine, documents and records on a real S3 server, and a node killed midway."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gongwen.batch import places
from gongwen.batch.job import Job, Setup
from gongwen.batch.results import Results
from gongwen.batch.run import Batch, Done
from gongwen.batch.work import Options
from gongwen.errors import Code, GongwenError
from s3_server import BUCKET, s3_server

ROOT = f"s3://{BUCKET}"
PIPELINE = Path(__file__).parents[1] / "pipeline"
N_NOTICES = 24
NOTICE = """清江市2025年{what}工作任务

一、办好{what}
（一）新建{what}站点{count}个，2025年9月底前完成。（市商务局牵头，市财政局配合）
（二）{what}覆盖率达到{count}%以上。（市教育局）
"""
# Of workers alone: what kills them, and a pace at which a node can be lost midway.
SABOTAGE = """
import os, signal, sys, time
if "gongwen.batch.worker" in sys.orig_argv:
    import gongwen.batch.work as work
    convert = work.convert_document
    def sabotaged(name, data, options, progress=None):
        time.sleep(float(os.environ.get("SLOWNESS", "0")))
        if name.startswith("deadly"):
            os.kill(os.getpid(), signal.SIGKILL)
        if name.startswith("murderous"):
            os.kill(os.getppid(), signal.SIGKILL)
        return convert(name, data, options, progress)
    work.convert_document = sabotaged
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An S3 server with the inputs but for an archive, whose path this gives, and workers that can be killed."""
    sabotage = tmp_path_factory.mktemp("sabotage")
    (sabotage / "sitecustomize.py").write_text(SABOTAGE)
    before = dict(os.environ)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(sabotage), str(PIPELINE), os.environ.get("PYTHONPATH", "")])
    places.forget()
    with s3_server():
        for i in range(N_NOTICES):
            places.write(f"{ROOT}/in/{i:02}.txt", NOTICE.format(what=f"早餐{i}", count=i + 20).encode())
        places.write(f"{ROOT}/in/again.txt", places.read(f"{ROOT}/in/07.txt"))
        places.write(f"{ROOT}/in/broken.pdf", b"%PDF-1.7\nbroken")
        places.write(f"{ROOT}/in/deadly.txt", "一、致命".encode())
        with zipfile.ZipFile(sabotage / "members.zip", "w") as packed:  # which this machine alone has
            packed.writestr("养老.txt", NOTICE.format(what="养老", count=8))
            packed.writestr("托育.txt", NOTICE.format(what="托育", count=9))
        yield str(sabotage / "members.zip")
    places.forget()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module")
def nodes(archive: str) -> Iterator[Any]:
    """A cluster of a head and one more node, one core each; the test process is its driver."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ["SLOWNESS"] = "0.1"
    ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'gongwen[ray]'")
    from ray.cluster_utils import Cluster

    quickly = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500, "health_check_failure_threshold": 2}
    memory = 100 * 1024 * 1024
    cluster = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 1, "object_store_memory": memory, "include_dashboard": False, "_system_config": quickly},
    )
    cluster.add_node(num_cpus=1, object_store_memory=memory)
    ray.init(address=cluster.address, logging_level="ERROR", log_to_driver=False)
    yield cluster
    ray.shutdown()
    cluster.shutdown()
    os.environ["SLOWNESS"] = "0"


def run(results: Results, inputs: list[str], watcher: Any = lambda done: None, **how: Any) -> list[dict[str, Any]]:
    """Runs a batch and gives the lines of its manifest, what each document took aside."""
    batch = Batch(results, Options(), **how)
    try:
        batch.run(batch.find(inputs), watcher)
    finally:
        batch.close()
    manifest = batch.folder.get("manifest.jsonl")
    assert manifest is not None
    return [{**json.loads(line), "seconds": None} for line in manifest.splitlines()]


def records(url: str) -> dict[str, bytes]:
    return {found.url.removeprefix(url): places.read(found.url) for found in places.files(f"{url}/records")}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:ray")
def test_a_node_lost_midway_costs_no_document(nodes: Any, archive: str, tmp_path: Path) -> None:
    import ray

    inputs = [f"{ROOT}/in", archive]
    lost = nodes.list_all_nodes()[-1]
    done: list[str] = []

    def watch(each: Done) -> None:
        done.append(each.path)
        if len(done) == 5:
            nodes.remove_node(lost, allow_graceful=False)

    far = run(Results(f"{ROOT}/far", tmp_path / "far"), inputs, watch, on_cluster=True)
    assert sum(node["Alive"] for node in ray.nodes()) == 1

    os.environ["SLOWNESS"] = "0"
    here = run(Results(f"{ROOT}/here", tmp_path / "here"), inputs, n_workers=2)
    assert far == here
    assert records(f"{ROOT}/far") == records(f"{ROOT}/here")

    assert sorted(done) == sorted({line["path"] for line in far})
    assert len(far) == len(list(places.files(f"{ROOT}/in"))) + 2
    assert not [found for found in places.files(f"{ROOT}/far") if "/.gongwen/" in found.url]  # what was lent is taken back
    assert Counter(line["status"] for line in far) == {"ok": N_NOTICES + 2, "failed": 2, "skipped": 1}
    codes = {Path(line["path"]).name: line["code"] for line in far if line["code"]}
    assert codes == {"again.txt": "duplicate", "broken.pdf": "file_corrupt", "deadly.txt": "worker_died"}

    again = run(Results(f"{ROOT}/far", tmp_path / "far"), inputs, on_cluster=True)
    assert Counter(line["done"] for line in again) == {"unchanged": N_NOTICES + 4, "duplicate": 1}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:ray")
def test_a_document_that_ends_the_process_above_its_worker_costs_itself(nodes: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "murderous.txt", "z.txt"):
        (tmp_path / "in" / name).write_text(NOTICE.format(what=name[0], count=9))
    out = tmp_path / "out"  # a folder that both nodes share
    lines = run(Results(out), [str(tmp_path / "in")], on_cluster=True)
    assert [line["code"] for line in lines] == [None, "worker_died", None]
    assert sorted(file.name for file in (out / "records").rglob("*.json")) == ["a.txt.json", "z.txt.json"]


def test_a_run_ends_before_a_node_makes_other_records(nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongwen.batch import on_ray

    here = on_ray.recipe_of(Options())
    monkeypatch.setattr(on_ray, "recipe_of", lambda options: replace(here, whole="of a machine with other grammars"))
    with pytest.raises(GongwenError, match="has another gongwen than this machine") as caught:
        run(Results(f"{ROOT}/other", tmp_path), [f"{ROOT}/in/00.txt"], on_cluster=True)
    assert caught.value.code == Code.CLUSTER_FAILED
    assert not places.exists(f"{ROOT}/other/records/00.txt.json")


# --- what a node is asked before it works, and how work is cut


def setup(folder: Path) -> Setup:
    return Setup(Options().to_json(), str(folder), str(folder / "work"), os.getpid())


def test_a_node_that_sees_another_folder_is_refused(tmp_path: Path) -> None:
    from gongwen.batch.on_ray import Cluster, check_node
    from gongwen.batch.recipe import recipe_of

    recipe = recipe_of(Options()).whole
    mark = Cluster(setup(tmp_path / "a"), Options().limits).leave_mark()
    check_node("n1", setup(tmp_path / "a"), recipe, mark)
    with pytest.raises(GongwenError, match="not the same folder on node n2") as caught:
        check_node("n2", setup(tmp_path / "b"), recipe, mark)
    assert caught.value.code == Code.CLUSTER_FAILED


def test_a_node_with_another_gongwen_is_refused(tmp_path: Path) -> None:
    from gongwen.batch.on_ray import Cluster, check_node

    mark = Cluster(setup(tmp_path), Options().limits).leave_mark()
    with pytest.raises(GongwenError, match="node n1 has another gongwen") as caught:
        check_node("n1", setup(tmp_path), "of another version", mark)
    assert caught.value.code == Code.CLUSTER_FAILED


def test_every_job_is_in_one_task_and_those_for_libreoffice_are_together() -> None:
    from gongwen.batch.on_ray import tasks

    jobs = [Job(i, f"{i}.txt", f"{i}.txt", f"records/{i}.json") for i in range(20)]
    jobs += [replace(job, position=job.position + 20, together=True) for job in jobs[:5]]
    made = tasks(jobs, 8)
    assert [len(task) for task in made] == [8, 8, 4, 5]
    assert [Job(**each) for task in made for each in task] == jobs


@pytest.mark.parametrize(("address", "said"), [("127.0.0.1:9", "nobody answers at 127.0.0.1:9"), ("ray://head:10001", "Ray Client")])
def test_an_address_that_will_not_do_is_told_at_once(address: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'gongwen[ray]'")
    from gongwen.batch.on_ray import Cluster

    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    monkeypatch.setenv("RAY_ADDRESS", address)
    job = Job(0, "a.txt", "a.txt", "records/a.txt.json")
    with pytest.raises(GongwenError, match=said) as caught:
        list(Cluster(setup(tmp_path), Options().limits).run(iter([job])))
    assert caught.value.code == Code.CLUSTER_FAILED


def test_without_ray_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongwen.batch.on_ray import Cluster

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(GongwenError) as caught:
        Cluster(setup(tmp_path), Options().limits)
    assert (caught.value.code, "gongwen[ray]" in str(caught.value.hint)) == (Code.DEPENDENCY_MISSING, True)
