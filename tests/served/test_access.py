"""Who is let in, and what is served, over real HTTP."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest
from gradio_client import Client

from tests.served.conftest import PASSWORD, USER, Servers, authorization
from ui.access import FILE_LIMIT, MESSAGE_LIMIT, UPLOAD_LIMIT, is_this_machine
from ui.access_headers import HEADERS

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]

QUESTION = {"question": "突尼斯的项目", "top_k": 1}
CALL = "/gradio_api/call/v2/search"


def routes(client: httpx.Client) -> list[str]:
    """Return what a stranger could ask for: all routes that gradio is known to have, and ours."""
    import gradio.routes

    source = Path(gradio.routes.__file__).read_text(encoding="utf-8")
    found = re.findall(r"@(app|router)\.(?:get|post|head)\(\s*f?\"(/[^\"]*)", source)
    prefix = {"app": "", "router": "/gradio_api"}
    paths = {prefix[name] + re.sub(r"\{[^}]*\}", "x", path) for name, path in found}
    assert len(paths) > 40
    return sorted(paths | {"/mcp", "/gradio_api/mcp/", "/docs", "/openapi.json", "/nothing"})


def test_with_a_password_nothing_at_all_is_open(locked: httpx.Client) -> None:
    # Twenty at once: on a busy machine most of the time is waiting.
    with ThreadPoolExecutor(20) as threads:
        asked = [(m, path) for path in routes(locked) for m in ("GET", "POST")]
        answers = threads.map(lambda each: (each, locked.request(*each)), asked)
    for each, refused in answers:
        assert refused.status_code == 401, each
        assert refused.headers["www-authenticate"].startswith("Basic")


def test_with_the_password_the_page_and_its_endpoints_are_there(servers: Servers) -> None:
    client = Client(servers.locked, headers=authorization(), verbose=False)
    assert client.predict(**QUESTION, api_name="/search")["hits"]
    with httpx.Client(base_url=servers.locked, auth=(USER, PASSWORD)) as reader:
        assert "Yinju" in reader.get("/").text
        # Others than the first user, and behind a proxy that has a name.
        assert reader.get("/config", auth=("other", "x")).status_code == 200
        assert reader.get("/config", headers={"Host": "docs.example.org"}).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        *(authorization(word)["Authorization"] for word in ("", PASSWORD[:-1], PASSWORD + "x")),
        authorization(user="other")["Authorization"],
        authorization()["Authorization"].replace("Basic", "Bearer"),
        "Basic",
        "Basic ???",
        "Basic 6ZW/",
    ],
)
def test_what_is_not_quite_the_password_is_refused(servers: Servers, header: str) -> None:
    # From an address of its own, so that no guess counts for another.
    transport = httpx.HTTPTransport(local_address=f"127.0.1.{1 + hash(header) % 250}")
    with httpx.Client(base_url=servers.locked, transport=transport) as stranger:
        assert stranger.get("/", headers={"Authorization": header}).status_code == 401


def test_whoever_guesses_has_to_wait_also_with_the_right_password(servers: Servers) -> None:
    transport = httpx.HTTPTransport(local_address="127.0.2.1")
    with httpx.Client(base_url=servers.locked, transport=transport) as guesser:
        wrong = [guesser.get("/", headers=authorization(f"{n}")).status_code for n in range(5)]
        assert wrong == [401] * 5
        told = authorization() | {"Accept-Language": "zh"}
        waiting = guesser.get("/", headers=told)
        assert waiting.status_code == 429
        assert waiting.headers["retry-after"] == "1"
        assert "1 秒后再试" in waiting.text
    with httpx.Client(base_url=servers.locked) as reader:
        assert reader.get("/config", headers=authorization()).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/theme.css", 200), ("/nothing", 404), ("/assets/none.js", 404), ("/mcp", 405)],
)
def test_every_response_has_the_security_headers_once(
    client: httpx.Client, path: str, status: int
) -> None:
    answered = client.get(path)
    assert answered.status_code == status
    for name, value in HEADERS:
        assert answered.headers.get_list(name.decode()) == [value.decode()]
    assert "server" not in answered.headers
    assert "frame-ancestors 'none'" in answered.headers["content-security-policy"]
    assert "default-src 'self'" in answered.headers["content-security-policy"]
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert answered.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in answered.headers["permissions-policy"]
    assert answered.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "localhost@evil.example", "["],
)
def test_a_name_that_only_stands_for_this_machine_is_refused(
    client: httpx.Client, host: str
) -> None:
    refused = client.get("/config", headers={"Host": host})
    assert refused.status_code == 421
    assert "YINJU_AUTH" in refused.text


@pytest.mark.parametrize("host", ["localhost", "localhost:80", "127.0.0.1:1", "[::1]:7860"])
def test_the_names_of_this_machine_are_answered(client: httpx.Client, host: str) -> None:
    assert client.get("/config", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
def test_other_sites_are_told_nothing(client: httpx.Client, headers: dict[str, str]) -> None:
    asking = {"Access-Control-Request-Method": "POST"}
    for answered in (
        client.get("/config", headers=headers),
        client.post(CALL, json=QUESTION, headers=headers),
        client.options(CALL, headers=headers | asking),
    ):
        assert answered.status_code == 403
        assert "access-control-allow-origin" not in answered.headers


def test_a_link_from_another_site_may_be_followed(client: httpx.Client) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/?p=x", headers=headers).status_code == 200


def test_why_something_is_refused_is_told_in_the_language_of_the_reader(
    client: httpx.Client,
) -> None:
    headers = {"Origin": "null", "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}
    assert client.get("/", headers=headers).text == "不接受来自其他网站的请求\n"


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=README.md",
        "/gradio_api/file=corpus/a-72-840/a-72-840.txt",
        "/gradio_api/file=%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/gradio_api/file=file:///etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1:1/",
        "/gradio_api/deep_link",
        "/assets/../../../../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/%2e%2e/routes.py",
        "/static/..%2f..%2f..%2froutes.py",
        "/svelte/%2e%2e/%2e%2e/routes.py",
        "/monitoring",
        "/login",
    ],
)
def test_no_other_file_and_nothing_of_elsewhere_is_served(client: httpx.Client, path: str) -> None:
    # A URL that is parsed would lose its dots.
    request = client.build_request("GET", "/")
    request.url = request.url.copy_with(raw_path=path.encode())
    assert client.send(request).status_code in (403, 404)


def test_the_server_fetches_nothing_for_others(client: httpx.Client) -> None:
    for path in ("file=http://127.0.0.1:1/", "file=HTTPS://example.org", "proxy=http://127.0.0.1/"):
        refused = client.get(f"/gradio_api/{path}", headers={"Accept-Language": "zh"})
        assert (refused.status_code, refused.text) == (404, "这里没有内容\n"), path


def test_files_that_other_programs_left_in_the_common_folder_are_not_served(
    client: httpx.Client, tmp_path: Path
) -> None:
    foreign = Path("/tmp/gradio") / tmp_path.name / "foreign.txt"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("secret")
    try:
        assert client.get(f"/gradio_api/file={foreign}").status_code == 403
    finally:
        foreign.unlink()
        foreign.parent.rmdir()


def chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // 65536 + 1):
        yield bytes(65536)


@pytest.mark.parametrize("path", ["/mcp", "/gradio_api/queue/join", CALL])
def test_a_request_that_is_too_large_is_refused_whatever_it_says_of_its_length(
    client: httpx.Client, path: str
) -> None:
    json = {"Content-Type": "application/json"}
    for content in (bytes(MESSAGE_LIMIT + 1), chunks(MESSAGE_LIMIT)):
        refused = client.post(path, content=content, headers=json)
        assert refused.status_code == 413
        assert "2 MB" in refused.text


def test_an_upload_that_is_too_large_is_refused_before_it_is_sent(client: httpx.Client) -> None:
    connection = HTTPConnection(client.base_url.host, client.base_url.port, timeout=30)
    connection.putrequest("POST", "/gradio_api/upload")
    connection.putheader("Content-Length", str(UPLOAD_LIMIT + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_a_file_that_is_too_large_is_refused_though_the_request_is_not(
    client: httpx.Client, servers: Servers
) -> None:
    blocks = servers.page.blocks
    assert blocks.max_file_size == FILE_LIMIT
    # Not a hundred megabytes for a test: what gradio does with the limit it is given.
    blocks.max_file_size = 1000
    try:
        for size, status in ((1000, 200), (1001, 413)):
            answered = client.post("/gradio_api/upload", files={"files": ("x.txt", bytes(size))})
            assert answered.status_code == status
    finally:
        blocks.max_file_size = FILE_LIMIT


def test_a_question_that_is_too_long_is_refused(servers: Servers) -> None:
    client = Client(servers.open, verbose=False)
    with pytest.raises(Exception, match="最多只能查找 2000 个字符"):
        client.predict(question="长" * 2001, language="zh", api_name="/search")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("nowhere.invalid", False),
    ],
)
def test_what_only_this_machine_can_reach(host: str, expected: bool) -> None:
    assert is_this_machine(host) == expected
