"""As much of `requests` as the examples of docs/integration.md use, for machines without it."""
import json as _json
import urllib.error
import urllib.parse
import urllib.request


class HTTPError(Exception):
    """A status of 400 and above."""


class Response:
    def __init__(self, status_code, content):
        self.status_code, self.content = status_code, content

    def json(self):
        return _json.loads(self.content)

    def raise_for_status(self):
        if self.status_code >= 400:
            raise HTTPError(f"{self.status_code} {self.content!r}")


def request(method, url, params=None, json=None, timeout=60):
    if params:
        url += "?" + urllib.parse.urlencode(params)
    sent = None if json is None else _json.dumps(json).encode()
    wanted = urllib.request.Request(url, sent, method=method)
    if sent is not None:
        wanted.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(wanted, timeout=timeout) as answer:
            return Response(answer.status, answer.read())
    except urllib.error.HTTPError as refused:
        return Response(refused.code, refused.read())


def get(url, **options):
    return request("GET", url, **options)


def put(url, **options):
    return request("PUT", url, **options)


def post(url, **options):
    return request("POST", url, **options)
