"""UpdateEndpointService as a first version in Flask: routing, JSON parsing and error handling are the framework's own; the checks are by hand."""
import logging
import re
import socket
import uuid
from datetime import datetime, timezone

from flask import Flask, abort, jsonify, request
from werkzeug.serving import make_server

PROJECT = "6e9dfd51d1124e8d8498dce894923a0d"
TOKEN = "naive-token-0123456789"


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


SERVICES = {
    f"4189d3c2-8882-4871-a3c2-d380272eed8{n}": {
        "id": f"4189d3c2-8882-4871-a3c2-d380272eed8{n}",
        "port_id": f"4189d3c2-8882-4871-a3c2-d380272eee8{n}",
        "vpc_id": "4189d3c2-8882-4871-a3c2-d380272eef80",
        "pool_id": "5289d3c2-8882-4871-a3c2-d380272eed80",
        "status": "available",
        "approval_enabled": True,
        "service_name": "naive",
        "service_type": "interface",
        "server_type": "VM",
        "project_id": PROJECT,
        "description": "",
        "created_at": now(),
        "updated_at": now(),
        "ports": [{"client_port": 8080, "server_port": 90, "protocol": "TCP"}],
    }
    for n in (3, 4)
}

app = Flask(__name__)
logging.getLogger("werkzeug").disabled = True
PATH = "/v1/<project>/vpc-endpoint-services/<id>"


@app.before_request
def authenticate():
    if request.headers.get("X-Auth-Token") != TOKEN:
        return jsonify(error_code="APIGW.0301", error_msg="Incorrect IAM authentication information"), 401


def service_of(project, id):
    if project != PROJECT:
        abort(403)
    if id not in SERVICES:
        abort(404)
    return SERVICES[id]


@app.get(PATH)
def show(project, id):
    return service_of(project, id)


def wrong(member):
    return jsonify(error={"code": "EndPoint.0002", "message": f"{member} is not valid"}), 400


@app.put(PATH)
def update(project, id):
    service = service_of(project, id)
    body = request.get_json()
    if "approval_enabled" in body:
        if not isinstance(body["approval_enabled"], bool):
            return wrong("approval_enabled")
        service["approval_enabled"] = body["approval_enabled"]
    else:
        service["approval_enabled"] = True
    name = body.get("service_name", "")
    if not re.match(r"^[\w-]{0,16}$", name):
        return wrong("service_name")
    service["service_name"] = name
    if "port_id" in body:
        uuid.UUID(body["port_id"])
        service["port_id"] = body["port_id"]
    if len(body.get("vip_port_id", "0")) > 64:
        return wrong("vip_port_id")
    if "description" in body:
        if "<" in body["description"] or ">" in body["description"]:
            return wrong("description")
        service["description"] = body["description"].strip()
    if "ports" in body:
        ports = []
        for port in body["ports"]:
            client, server = int(port["client_port"]), int(port["server_port"])
            if not 0 <= client <= 65535 or not 0 <= server <= 65535:
                return wrong("ports")
            ports.append({"client_port": client, "server_port": server, "protocol": port.get("protocol", "TCP")})
        if len(ports) > 200:
            return wrong("ports")
        service["ports"] = ports
    service["updated_at"] = now()
    return service


if __name__ == "__main__":
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    server = make_server("127.0.0.1", 0, app, threaded=True, fd=listener.fileno())
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    server.serve_forever()
