"""A real S3 server on loopback (moto), for the tests of object stores. Skips aloud where it is not installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

BUCKET = "notices"


@contextmanager
def s3_server() -> Iterator[str]:
    """Starts the server, makes the bucket, and sets the environment by which every S3 client finds both. Gives the address."""
    pytest.importorskip("pyarrow.fs", reason="pyarrow is not installed: pip install 'gongwen[remote]'")
    server = pytest.importorskip("moto.server", reason="moto is not installed: pip install 'gongwen[dev]'").ThreadedMotoServer
    running = server(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    address = f"http://{host}:{port}"
    settings = {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",  # nothing is asked beyond loopback
    }
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        _make_bucket()
        yield address
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        running.stop()


def _make_bucket() -> None:
    import pyarrow.fs as pafs

    pafs.FileSystem.from_uri(f"s3://{BUCKET}?allow_bucket_creation=true")[0].create_dir(BUCKET)
