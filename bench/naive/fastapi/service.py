"""UpdateEndpointService as a first version in FastAPI: validation, routing and error handling are the framework's own."""

import socket
import sys
from datetime import datetime, timezone
from typing import Annotated, Literal
from uuid import UUID

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel, Field

PROJECT = "6e9dfd51d1124e8d8498dce894923a0d"
TOKEN = "naive-token-0123456789"

Port = Annotated[int, Field(ge=1, le=65535)]


class PortMapping(BaseModel):
    client_port: Port | None = None
    server_port: Port | None = None
    protocol: Literal["TCP"] = "TCP"


class Update(BaseModel):
    approval_enabled: bool | None = None
    service_name: str | None = Field(None, max_length=16, pattern=r"^[A-Za-z0-9_-]*$")
    ports: list[PortMapping] | None = Field(None, max_length=200)
    port_id: UUID | None = None
    vip_port_id: str | None = Field(None, min_length=1, max_length=64)
    description: str | None = Field(None, pattern=r"^[^<>]*$")


class Service(BaseModel):
    id: UUID
    port_id: UUID
    vpc_id: UUID
    pool_id: UUID
    vip_port_id: str | None = None
    status: str = "available"
    approval_enabled: bool = True
    service_name: str = "naive"
    service_type: str = "interface"
    server_type: str = "VM"
    project_id: str = PROJECT
    description: str | None = None
    created_at: datetime
    updated_at: datetime
    ports: list[PortMapping]


NOW = datetime.now(timezone.utc)
SERVICES = {
    service.id: service
    for service in (
        Service(
            id=UUID(f"4189d3c2-8882-4871-a3c2-d380272eed8{n}"),
            port_id=UUID(f"4189d3c2-8882-4871-a3c2-d380272eee8{n}"),
            vpc_id=UUID("4189d3c2-8882-4871-a3c2-d380272eef80"),
            pool_id=UUID("5289d3c2-8882-4871-a3c2-d380272eed80"),
            created_at=NOW,
            updated_at=NOW,
            ports=[PortMapping(client_port=8080, server_port=90)],
        )
        for n in (3, 4)
    )
}

app = FastAPI()


def authorised(project_id: str, x_auth_token: Annotated[str, Header()]) -> None:
    if x_auth_token != TOKEN:
        raise HTTPException(401, "The token is not valid")
    if project_id != PROJECT:
        raise HTTPException(403, "The project is not yours")


def found(vpc_endpoint_service_id: UUID) -> Service:
    if vpc_endpoint_service_id not in SERVICES:
        raise HTTPException(404, "There is no such endpoint service")
    return SERVICES[vpc_endpoint_service_id]


PATH = "/v1/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}"


@app.get(PATH, dependencies=[Depends(authorised)])
async def show(service: Annotated[Service, Depends(found)]) -> Service:
    return service


@app.put(PATH, dependencies=[Depends(authorised)])
async def update(body: Update, service: Annotated[Service, Depends(found)]) -> Service:
    for name in body.model_fields_set - {"vip_port_id"}:
        setattr(service, name, getattr(body, name))
    service.updated_at = datetime.now(timezone.utc)
    return service


if __name__ == "__main__":
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(app, log_level="critical", access_log=False)
    sys.exit(uvicorn.Server(config).run(sockets=[listener]))
