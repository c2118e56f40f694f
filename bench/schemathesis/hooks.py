"""What the schema cannot say: which valid bodies must be accepted, and that throttling is nobody's fault."""

import os
import string
from unicodedata import category
from uuid import UUID

import schemathesis
from schemathesis import GenerationMode

PORT_IDS = os.environ["VPCEP_PORT_ID"].split(",")
MEMBERS = {"approval_enabled", "service_name", "ports", "port_id", "vip_port_id", "description"}
MAPPING_MEMBERS = {"client_port", "server_port", "protocol"}


@schemathesis.hook
def map_case(context, case):
    """If a valid body is meant, keeps to what no service may refuse (openapi/readings.yaml, R1, R3 to R5, R7)."""
    if case.meta.generation.mode is not GenerationMode.POSITIVE or not isinstance(case.body, dict):
        return case
    body = known(case.body, MEMBERS)
    if "ports" in body:
        body["ports"] = mappings(body["ports"])
    if "port_id" in body:
        body["port_id"] = PORT_IDS[UUID(body["port_id"]).int % len(PORT_IDS)]
    if "description" in body:
        body["description"] = "".join(filter(is_text, body["description"]))[:128]
    case.body = body
    return case


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Lets a throttled answer pass."""
    return response.status_code != 429


def known(members, names):
    return {name: value for name, value in members.items() if name in names}


def mappings(drawn):
    """As many mappings as were drawn, each with both ports and none with a port of another."""
    clients, servers = set(), set()
    return [
        {
            **known(mapping, MAPPING_MEMBERS),
            "client_port": free(int(mapping.get("client_port", 1)), clients),
            "server_port": free(int(mapping.get("server_port", 1)), servers),
        }
        for mapping in drawn
    ]


def free(port, taken):
    """The port, or the next one that is not taken."""
    while port in taken:
        port = port % 65535 + 1
    taken.add(port)
    return port


def is_text(character):
    """Whether a description may hold a character at any service: letters, digits, blanks and punctuation, not beyond the BMP."""
    if character in string.punctuation or character == " ":
        return True
    return ord(character) < 0x10000 and (category(character)[0] == "L" or category(character) == "Nd")
