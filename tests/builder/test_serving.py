"""The preview: this machine only, files of the build only, pages that stand where they stood."""

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser
from support.thin import thin

from geomap.builder import watching
from geomap.builder.live import Live, Order
from geomap.builder.options import BuildOptions
from geomap.builder.serving import Preview
from geomap.errors import RenderError

pytestmark = pytest.mark.slow
SECRET = b"the-secret-of-this-machine"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of one theme, with things in its folder that are none of its files."""
    root = thin(tmp_path_factory.mktemp("atlas"), ("metro",))
    maps = root / "maps"
    live = Live(Order(root, maps, options=BuildOptions(("html", "geojson"))))
    (root / "secret.txt").write_bytes(SECRET)
    (maps / "below").mkdir(parents=True)
    (maps / "mine.html").write_bytes(SECRET)
    (maps / "below" / "deep.html").write_bytes(SECRET)
    (maps / "link.html").symlink_to(root / "secret.txt")
    assert live.rebuild(lambda: False) is not None
    server = Preview(live, 0, "en")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def ask(server: Preview, request: bytes) -> bytes:
    """Whatever comes back for raw bytes."""
    with socket.create_connection(("127.0.0.1", server.server_port), 20) as link:
        link.sendall(request)
        link.shutdown(socket.SHUT_WR)
        found = b""
        try:
            while part := link.recv(65536):
                found += part
        except ConnectionResetError:
            pass
    return found


def get(server: Preview, path: str, host: str = "", method: str = "GET") -> tuple[int, bytes]:
    host = host or f"127.0.0.1:{server.server_port}"
    answer = ask(server, f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("latin-1"))
    return int(answer.split()[1]), answer


def test_it_is_bound_to_this_machine(preview: Preview) -> None:
    assert preview.server_address[0] == "127.0.0.1"


def test_what_was_built_is_served_as_it_is(preview: Preview) -> None:
    shown = preview.live.shown
    assert set(shown.files) == {"metro.html", "metro.geojson", "atlas.html", "index.html"}
    for name, data in shown.files.items():
        code, answer = get(preview, f"/{name}")
        head, _, body = answer.partition(b"\r\n\r\n")
        assert (code, body) == (200, data)
        for line in (b"X-Content-Type-Options: nosniff", b"Cache-Control: no-store"):
            assert line in head
        assert b"Access-Control" not in head
        assert not get(preview, f"/{name}", method="HEAD")[1].partition(b"\r\n\r\n")[2]


def test_the_frame_runs_its_own_script_only(preview: Preview) -> None:
    code, answer = get(preview, "/")
    policy = re.search(rb"Content-Security-Policy: (.*)\r\n", answer)
    assert code == 200
    assert policy
    assert b"default-src 'none'; script-src 'sha256-" in policy[1]
    assert b"unsafe" not in policy[1]


def paths() -> set[str]:
    """Ways out of the folder, and to what is in it and no file of the build."""
    plain = ["mine.html", "link.html", "below/deep.html", "below", "below/", "manifest.json", "."]
    up = ["../", "..\\", "....//", "..;/", ".%00./", "/../", "%2e%2e/", "%2e%2e%2f", "..%2f"]
    up += ["..%5c", "%252e%252e%252f", "%c0%ae%c0%ae/", "%uff0e%uff0e/", "．．/", "..%c0%af"]
    targets = ["secret.txt", "geomap.toml", "maps/mine.html", "etc/passwd", "data/indicators.csv"]
    found = {f"/{each}" for each in plain}
    found |= {f"/{way * times}{target}" for way in up for times in (1, 2, 8) for target in targets}
    found |= {f"/metro.html/{way}{target}" for way in up for target in targets[:2]}
    found |= {"//etc/passwd", "/\\etc\\passwd", "/file:///etc/passwd", "/C:/x", "/-/", "/-"}
    found |= {"/metro.html%00.txt", "/metro.html/", "/metro.htm", "/METRO.HTML", "/metro.html%20"}
    found |= {"http://example.org/secret.txt", "*", "/.geomap-lock", "/~root", "/%", "/%zz"}
    return {quote(each, safe="/%\\:;.*~") for each in found}


def test_no_path_leads_to_anything_else(preview: Preview) -> None:
    asked = paths()
    assert len(asked) > 250
    for path in asked:
        code, answer = get(preview, path)
        assert code == 404, path
        assert SECRET not in answer
        assert b"root:" not in answer
        assert path.encode() not in answer or path in {"*", "/"}


HOSTS = [
    *("example.org", "example.org:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}.org"),
    *("localhost.example.org:{port}", "127.0.0.2:{port}", "0.0.0.0:{port}", "[::]:{port}"),
    *("2130706433:{port}", "0x7f000001:{port}", "127.1:{port}", "localhost:{port}@example.org"),
    *("127.0.0.1:{port}, example.org", "user@127.0.0.1:{port}", "", " ", "127.0.0.1:0{port}"),
]


@pytest.mark.parametrize("path", ["/", "/metro.html", "/-/state", "/nothing"])
def test_a_foreign_host_is_misdirected(preview: Preview, path: str) -> None:
    for host in HOSTS:
        name = host.format(port=preview.server_port) or "x"
        for method in ("GET", "HEAD", "POST"):
            code, answer = get(preview, path, name, method)
            assert (code, len(answer) < 700) == (421, True), host
    bare = ask(preview, f"GET {path} HTTP/1.1\r\n\r\n".encode())
    assert b" 421 " in bare
    ours = f"Host: 127.0.0.1:{preview.server_port}\r\n"
    twice = ask(preview, f"GET {path} HTTP/1.1\r\n{ours}Host: example.org\r\n\r\n".encode())
    assert b" 421 " in twice


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "[::1]", "127.0.0.1"])
def test_this_machine_has_four_names(preview: Preview, host: str) -> None:
    assert get(preview, "/metro.html", f"{host}:{preview.server_port}")[0] == 200


@pytest.mark.parametrize(
    ("method", "code"),
    [
        *((name, 405) for name in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")),
        *((name, 501) for name in ("PROPFIND", "get", "G\u00cbT", "GET\x01", "__class__", "error")),
    ],
)
def test_nothing_but_get_and_head(preview: Preview, method: str, code: int) -> None:
    found, answer = get(preview, "/metro.html", method=method)
    assert found == code
    assert method.encode("latin-1") not in answer.replace(b"Allow: GET, HEAD", b"")


def test_odd_bytes_are_refused_and_the_preview_goes_on(preview: Preview) -> None:
    host = f"Host: 127.0.0.1:{preview.server_port}\r\n".encode()
    odd = {
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + host + b"\r\n": b"414",
        b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 70_000 + b"\r\n\r\n": b"431",
        b"GET / HTTP/1.1\r\n" + host + b"X: 1\r\n" * 200 + b"\r\n": b"431",
        b"GET / HTTP/9.9\r\n" + host + b"\r\n": b"505",
        b"GET / HTTP/x\r\n" + host + b"\r\n": b"400",
        b"GET\r\n\r\n": b"400",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n": b"400",
        b"GET /metro.html\r\n\r\n": b"421",
    }
    for request, code in odd.items():
        answer = ask(preview, request)
        assert code in answer.split(b"\r\n")[0] or not answer.startswith(b"HTTP"), request[:40]
        assert code in answer, request[:40]
        assert SECRET not in answer
    injected = get(preview, "/metro.html%0d%0aX-Injected:%201")[1]
    assert b"X-Injected" not in injected
    assert get(preview, "/metro.html")[0] == 200


def test_slow_ones_do_not_keep_others_waiting(preview: Preview) -> None:
    slow = [socket.create_connection(("127.0.0.1", preview.server_port)) for _ in range(50)]
    try:
        for link in slow:
            link.sendall(b"GET / HT")
        began = time.monotonic()
        assert get(preview, "/metro.html")[0] == 200
        assert time.monotonic() - began < 4
        time.sleep(6)
        slow[0].settimeout(5)
        assert slow[0].recv(10) == b"", "a silent connection is hung up on"
    finally:
        for link in slow:
            link.close()


def test_a_refused_build_keeps_what_was_shown_and_tells_why(tmp_path: Path) -> None:
    root = thin(tmp_path / "atlas", ("metro",))
    live = Live(Order(root, tmp_path / "out", options=BuildOptions(("html",)), lang="en"))
    live.rebuild(lambda: False)
    good = live.shown
    table = root / "data" / "indicators.csv"
    text = table.read_text("utf-8")
    table.write_text(text.replace("500112,", "599112,", 1), "utf-8")
    assert live.rebuild(lambda: False) is None
    bad = live.shown
    assert (bad.files, bad.number) == (good.files, good.number + 1)
    assert [line[:36] for line in bad.problems] == ["data/indicators.csv:46:adcode: [GM-T"]
    table.write_text(text, "utf-8")
    live.rebuild(lambda: False)
    assert (live.shown.problems, live.shown.files) == ((), good.files)


def test_a_build_that_is_stale_is_given_up_and_the_page_in_view_is_there(tmp_path: Path) -> None:
    root = thin(tmp_path / "atlas", ("metro", "charging"))
    live = Live(Order(root, tmp_path / "out", options=BuildOptions(("html",))))
    live.rebuild(lambda: False)
    good = live.shown
    table = root / "data" / "indicators.csv"
    table.write_text(table.read_text("utf-8").replace("2191493", "2191999"), "utf-8")
    live.look_at("metro.html")
    assert live.rebuild(lambda: True) is None
    first = live.shown
    assert "2,191,999" in first.files["metro.html"].decode()
    assert {k: v for k, v in first.files.items() if k != "metro.html"} == {
        k: v for k, v in good.files.items() if k != "metro.html"
    }
    live.rebuild(lambda: False)
    assert live.shown.files["metro.html"] == first.files["metro.html"]
    assert "2,191,999" in live.shown.files["charging.html"].decode()
    for name in ("../../etc/passwd.html", "nothing.html", "index.html", ""):
        live.look_at(name)
        live.rebuild(lambda: False)


def test_changes_are_told_and_those_of_the_build_are_not(tmp_path: Path) -> None:
    root = thin(tmp_path / "atlas", ("metro",))
    out = root / "maps"
    out.mkdir()
    with watching.watch(root, out) as watch:
        time.sleep(1)
        (out / "metro.html").write_text("x")
        (root / ".hidden").write_text("x")
        time.sleep(1)
        assert not watch.has_news
        (root / "data" / "themes" / "new.toml").write_text("x")
        watch.wait()
        assert not watch.has_news
        (root / "geomap.toml").write_text("[[")
        watch.wait()


def test_without_watchfiles_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "find_spec", lambda _: None)
    with pytest.raises(RenderError, match=r"geomap\[serve\]"):
        watching.require()


@pytest.mark.browser
def test_a_page_shows_an_edit_where_it_stood_and_what_is_wrong(
    chromium: Browser, tmp_path: Path
) -> None:
    root = thin(tmp_path / "atlas", ("metro", "charging"))
    command = [sys.executable, "-m", "geomap", "--lang", "en", "serve", "-a", str(root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 # ours
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    stand = "#metro.html#select=500112&view=29.72,106.63,9.5"
    try:
        page.goto(address + stand)
        inner = page.frame_locator("#page")
        inner.locator("body[data-ready]").wait_for(state="attached", timeout=60_000)
        table = root / "data" / "indicators.csv"
        text = table.read_text("utf-8")
        table.write_text(text.replace("2191493", "2191999"), "utf-8")
        inner.get_by_text("2,191,999").first.wait_for(timeout=30_000)
        assert page.url == address + stand
        table.write_text(text.replace("500112,", "599112,", 1), "utf-8")
        page.locator("#problems li").wait_for(timeout=30_000)
        told = page.locator("#problems li").inner_text()
        assert told.startswith("data/indicators.csv:46:adcode: [GM-T006] The district '599112'")
        assert inner.get_by_text("2,191,999").first.is_visible()
        table.write_text(text, "utf-8")
        page.locator("#problems").wait_for(state="hidden", timeout=30_000)
        inner.get_by_text("2,191,493").first.wait_for(timeout=30_000)
        assert page.url == address + stand
        assert faults == []
    finally:
        page.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        process.stdout.close()
    state = json.dumps(sorted(path.name for path in root.iterdir()))
    assert state == '["data", "geomap.toml"]'


def test_build_watch_goes_on_after_an_error(tmp_path: Path) -> None:
    root = thin(tmp_path / "atlas", ("metro",))
    order = ["build", "-f", "csv", "--watch", "-a", str(root)]
    command = [sys.executable, "-u", "-m", "geomap", "--lang", "en", *order]
    with subprocess.Popen(  # noqa: S603 # ours
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")

        def until(words: str) -> list[str]:
            told: list[str] = []
            for line in lines:
                told.append(line)
                if words in line:
                    return told
            pytest.fail(f"it ended with {told}")

        until("Watching")
        table = root / "data" / "indicators.csv"
        text = table.read_text("utf-8")
        table.write_text(text.replace("500112,", "599112,", 1), "utf-8")
        assert any("599112" in line for line in until("Watching"))
        table.write_text(text.replace("2191493", "2191999"), "utf-8")
        until("made, ")
        found = [path.read_text("utf-8-sig") for path in (root / "maps").glob("*.csv")]
        assert any("2191999" in each for each in found)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
