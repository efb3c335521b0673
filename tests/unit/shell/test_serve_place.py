"""Where the web application may listen."""

import socket

import pytest

from beredt.kit.errors import InvalidInput
from beredt.shell.cli import serve


@pytest.fixture(autouse=True)
def no_address(monkeypatch):
    monkeypatch.delenv("BEREDT_ADDRESS", raising=False)


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_fine(host, port):
    serve.require_place(host, port)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "beredt.example.dk"])
@pytest.mark.parametrize("address", ["", "http://beredt.example.dk"])
def test_other_machines_need_tls_before_it(host, address, port, monkeypatch):
    monkeypatch.setenv("BEREDT_ADDRESS", address)
    with pytest.raises(InvalidInput, match="passwords"):
        serve.require_place(host, port)


def test_with_tls_before_it_any_address_will_do(port, monkeypatch):
    monkeypatch.setenv("BEREDT_ADDRESS", "https://beredt.example.dk")
    serve.require_place("0.0.0.0", port)


@pytest.mark.parametrize("number", [-1, 0, 65_536, 100_000])
def test_a_port_is_a_port(number):
    with pytest.raises(InvalidInput, match="65535"):
        serve.require_place("127.0.0.1", number)


def test_a_taken_port_is_said():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(InvalidInput, match=str(other.getsockname()[1])):
            serve.require_place("127.0.0.1", other.getsockname()[1])
