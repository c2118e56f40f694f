"""Makes calls through the vendor's SDK: reads a list of them as JSON from stdin, prints what came of each as JSON."""

import json
import sys

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import SdkException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkvpcep.v1 import (
    ListServiceDetailsRequest,
    PortList,
    UpdateEndpointServiceRequest,
    UpdateEndpointServiceRequestBody,
    VpcepClient,
)


def client_of(call):
    credentials = BasicCredentials(call["ak"], call["sk"], call["projectId"])
    config = HttpConfig.get_default_config()
    config.ignore_proxy = True
    return VpcepClient.new_builder().with_http_config(config).with_credentials(credentials).with_endpoint(call["url"]).build()


def made(call):
    client = client_of(call)
    if call["operation"] == "read":
        return client.list_service_details(ListServiceDetailsRequest(vpc_endpoint_service_id=call["serviceId"]))
    body = dict(call["body"])
    if "ports" in body:
        body["ports"] = [PortList(**mapping) for mapping in body["ports"]]
    return client.update_endpoint_service(
        UpdateEndpointServiceRequest(
            vpc_endpoint_service_id=call["serviceId"], body=UpdateEndpointServiceRequestBody(**body)
        )
    )


def outcome_of(call):
    try:
        response = made(call)
    except SdkException as error:
        return {
            "exception": type(error).__name__,
            "status": getattr(error, "status_code", None),
            "code": getattr(error, "error_code", None),
            "message": error.error_msg,
            "requestId": getattr(error, "request_id", None),
        }
    return {"status": response.status_code, "value": response.to_dict()}


json.dump([outcome_of(call) for call in json.load(sys.stdin)], sys.stdout, default=lambda value: value.isoformat())
