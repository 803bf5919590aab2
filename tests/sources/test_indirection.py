"""No file makes geomap read another one or ask the network: counted, not read from the words."""

import io
import json
import os
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from geomap.api.atlas import Atlas, check
from geomap.api.inspection import inspect
from geomap.errors import DataError

CANARY = "canary-5e1f0c"
SUFFIXES = (
    *(".geojson", ".json", ".csv", ".tsv", ".xlsx", ".shp", ".dbf", ".gpkg", ".fgb", ".kml"),
    *(".kmz", ".zip", ".parquet", ".topojson"),
)
PACKED = ("a.geojson", "a.shp", "a.gpkg", "a.kml", "a.fgb")


@dataclass(slots=True)
class Listener:
    """A socket on loopback that counts who comes."""

    socket: socket.socket
    calls: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                self.calls.append(connection.recv(200))


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = Listener(server)
        thread = threading.Thread(target=made.serve, daemon=True)
        thread.start()
        yield made
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def payloads(secret: Path, address: str) -> dict[str, str]:
    """Contents that make GDAL, or an XML or JSON reader, go elsewhere."""
    vrt = '<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{}</SrcDataSource>'
    vrt += "</OGRVRTLayer></OGRVRTDataSource>"
    stream = f"gdal vector convert {secret} /vsistdout/ --of=GeoJSON"
    point = '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}'
    collection = '{{"type":"FeatureCollection","crs":{},"features":[' + point + "]}}"
    collection = collection.replace("{{", "{").replace("}}", "}")
    kml = '<?xml version="1.0"?>{}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
    link = json.dumps({"type": "link", "properties": {"href": f"{address}/crs", "type": "ogcwkt"}})
    url = json.dumps({"type": "url", "properties": {"url": f"{address}/crs"}})
    entity = f'<!DOCTYPE k [<!ENTITY x SYSTEM "file://{secret}">]>'
    outside = f'<!DOCTYPE k SYSTEM "{address}/k.dtd">'
    placemark = (
        "<Placemark><name>{}</name><Point><coordinates>1,2</coordinates></Point></Placemark>"
    )
    return {
        "vrt": vrt.format(f"CSV:{secret}"),
        "vrt vsicurl": vrt.format(f"/vsicurl/{address}/x.geojson"),
        "vrt plain": vrt.format(secret),
        "gdalg": json.dumps({"type": "gdal_streamed_alg", "command_line": stream}),
        "crs link": collection.replace("{}", link, 1),
        "crs url": collection.replace("{}", url, 1),
        "entity": kml.format(entity, placemark.format("&x;")),
        "outside dtd": kml.format(outside, placemark.format("x")),
        "network link": kml.format(
            "", f"<NetworkLink><Link><href>{address}/x.kml</href></Link></NetworkLink>"
        ),
        "wfs": f"<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>",
        "path": str(secret),
        "address": f"{address}/x.geojson",
    }


def packed(member: str, content: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(member, content)
    return stream.getvalue()


def told(path: Path, atlas: Atlas) -> str:
    """All that geomap says of a file; any other exception than a refusal fails the test."""
    try:
        return repr(inspect(path, None, atlas.checked))
    except DataError as error:
        return repr(error.message)


def test_no_content_leads_elsewhere(tmp_path: Path, listener: Listener, shipped: Atlas) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(f"name\n{CANARY}\n", encoding="utf-8")
    tricks = payloads(secret, listener.address)
    paths = []
    for number, content in enumerate(tricks.values()):
        for suffix in SUFFIXES:
            paths.append(tmp_path / f"t{number}{suffix}")
            paths[-1].write_text(content, encoding="utf-8")
        for member in PACKED:
            paths.append(tmp_path / f"p{number}-{member}.zip")
            paths[-1].write_bytes(packed(member, content))
    assert len(paths) >= 200
    for path in paths:
        assert CANARY not in told(path, shipped), path.name
    assert listener.calls == []


def test_no_name_leads_elsewhere(tmp_path: Path, listener: Listener, shipped: Atlas) -> None:
    secret = tmp_path / "secret.geojson"
    secret.write_text(CANARY, encoding="utf-8")
    address = listener.address
    names = [
        *(f"{address}/x.geojson", f"/vsicurl/{address}/x.geojson", f"/vsicurl?url={address}/x"),
        *(f"WFS:{address}", f"OAPIF:{address}", f"CSV:{secret}", f"GeoJSON:{secret}"),
        *(f"/vsizip/{secret}", f"zip://{secret}!x", f"file://{secret}", f"/vsistdin?{secret}"),
        *(
            "",
            ".",
            str(tmp_path),
            "/dev/zero",
            "/dev/stdin",
            "/proc/self/environ",
            "a\0b",
            "x" * 5000,
        ),
        *('{"type":"Point","coordinates":[1,2]}', "<OGRVRTDataSource/>", "ES:" + address),
    ]
    for name in names:
        assert CANARY not in told(Path(name), shipped), name
    assert listener.calls == []


@pytest.mark.parametrize("table", ["indicators.csv", "boundaries/districts.geojson"])
def test_no_link_leads_out_of_the_atlas(atlas_copy: Path, tmp_path: Path, table: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text(CANARY, encoding="utf-8")
    link = atlas_copy / "data" / table
    link.unlink()
    link.symlink_to(secret)
    with pytest.raises(DataError, match="leads out of the folder") as caught:
        check(atlas_copy)
    assert CANARY not in str(caught.value)


def test_no_sidecar_leads_out_of_its_folder(
    tmp_path: Path, shared_dir: Path, shipped: Atlas
) -> None:
    folder = tmp_path / "layer"
    folder.mkdir()
    for suffix in (".shp", ".shx"):
        source = shared_dir / "badinputs" / "shp" / f"big5{suffix}"
        (folder / f"a{suffix}").write_bytes(source.read_bytes())
    (tmp_path / "secret").write_text(CANARY, encoding="utf-8")
    (folder / "a.dbf").symlink_to(tmp_path / "secret")
    assert "leads out" in told(folder / "a.shp", shipped)


def test_a_pipe_is_not_waited_for(tmp_path: Path, shipped: Atlas) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "no such file" in told(tmp_path / "pipe.csv", shipped)


def test_the_check_is_not_blind(tmp_path: Path, listener: Listener) -> None:
    """GeoPandas alone reads the canary: so the contents above are live ones."""
    secret = tmp_path / "secret.csv"
    secret.write_text(f"name\n{CANARY}\n", encoding="utf-8")
    bait = tmp_path / "bait.geojson"
    bait.write_text(payloads(secret, listener.address)["vrt"], encoding="utf-8")
    code = f"import pyogrio; print(pyogrio.read_dataframe({str(bait)!r}))"
    clean = {key: value for key, value in os.environ.items() if key != "GDAL_SKIP"}
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, check=True, capture_output=True, text=True, env=clean)  # noqa: S603 # our own words
    assert CANARY in done.stdout
