// Made from openapi/ by `npm run generate`: change the sources, not this file.

export interface paths {
  '/v1/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the project.
         * @example 6e9dfd51d1124e8d8498dce894923a0d
         */
        project_id: components['parameters']['project_id'];
        /**
         * @description Id of the endpoint service. The blank within the id of the document's example is a misprint.
         * @example 4189d3c2-8882-4871-a3c2-d380272eed88
         */
        vpc_endpoint_service_id: components['parameters']['vpc_endpoint_service_id'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Modify an endpoint service
     * @description Changes the members that the body holds and leaves the others as they are. A list of port mappings replaces the list that was there.
     */
    put: operations['UpdateEndpointService'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @description What to change. No member is mandatory; one that is left out keeps its value. */
    UpdateEndpointServiceRequestBody: {
      /**
       * @description Whether the owner of the service must approve a connection before it can be used.
       * @default true
       */
      approval_enabled?: boolean;
      /** @description Name of the endpoint service. ASCII letters, digits, underscores and hyphens. */
      service_name?: string;
      /** @description The port mappings that the service offers. The list replaces the one that was there. */
      ports?: components['schemas']['PortList'][];
      /**
       * Format: uuid
       * @description Id of the resource behind the service, of a network card or of a load balancer's port.
       */
      port_id?: string;
      /** @description Id of the virtual IP's network card. */
      vip_port_id?: string;
      /** @description Free text without angle brackets. */
      description?: string;
    };
    /**
     * mapping
     * @description A port mapping to set.
     */
    PortList: {
      /** @description Port at which an endpoint reaches the service. */
      client_port?: number;
      /** @description Port at which the resource behind the service listens. */
      server_port?: number;
      /**
       * @description Protocol of the mapping.
       * @default TCP
       * @enum {string}
       */
      protocol?: 'TCP';
    };
    /** @description The endpoint service as it is after the request. */
    ServiceResp: {
      /** @description Id of the endpoint service. */
      id: string;
      /**
       * Format: uuid
       * @description Id of the resource behind the service.
       */
      port_id: string;
      /** @description Id of the virtual IP's network card. */
      vip_port_id?: string;
      /** @description Name of the endpoint service. */
      service_name: string;
      /**
       * @description Kind of the resource behind the service: a server, a virtual IP or a load balancer.
       * @enum {string}
       */
      server_type: 'VM' | 'VIP' | 'LB';
      /** @description Id of the network of the resource behind the service. */
      vpc_id: string;
      /** @description Id of the cluster that carries the service. */
      pool_id: string;
      /** @description Whether the owner of the service must approve a connection before it can be used. */
      approval_enabled: boolean;
      /**
       * @description State of the service: being created, ready for connections, or failed.
       * @enum {string}
       */
      status: 'creating' | 'available' | 'failed';
      /**
       * @description Kind of the service. The document spells gateway as gataway.
       * @enum {string}
       */
      service_type: 'interface' | 'gateway' | 'gataway';
      /**
       * Format: date-time
       * @description When the service was created, in UTC.
       */
      created_at: string;
      /**
       * Format: date-time
       * @description When the service was last changed, in UTC.
       */
      updated_at?: string;
      /** @description Id of the project. */
      project_id: string;
      /**
       * @description Kind of the address range: public or internal.
       * @default internal
       * @enum {string}
       */
      cidr_type?: 'public' | 'internal';
      /** @description The port mappings that the service offers. */
      ports: components['schemas']['ResponsePortList'][];
      /**
       * @description How the client's address reaches the service: in a TCP option, by the PROXY protocol, by both, or not at all.
       * @default close
       * @enum {string}
       */
      tcp_proxy?: 'close' | 'toa_open' | 'proxy_open' | 'open';
      /** @description Tags of the service. */
      tags?: components['schemas']['TagList'][];
      /** @description Free text without angle brackets. */
      description?: string;
    };
    /** @description A port mapping that the service offers. */
    ResponsePortList: {
      /** @description Port at which an endpoint reaches the service. */
      client_port?: number;
      /** @description Port at which the resource behind the service listens. */
      server_port?: number;
      /**
       * @description Protocol of the mapping.
       * @default TCP
       * @enum {string}
       */
      protocol?: 'TCP';
    };
    /** @description A tag of the service. Neither text holds any of = * < > \ , | / nor begins or ends with a blank. */
    TagList: {
      /** @description Key of the tag. */
      key: string;
      /** @description Value of the tag; it may be empty. */
      value?: string;
    };
    /** @description The envelope of every reply but that of status 200. */
    FailedRsp: {
      error: components['schemas']['Error'];
    };
    /** @description What went wrong. */
    Error: {
      /** @description What went wrong, in words. */
      message: string;
      /** @description Code of the error. */
      code: string;
    };
  };
  responses: never;
  parameters: {
    /**
     * @description Id of the project.
     * @example 6e9dfd51d1124e8d8498dce894923a0d
     */
    project_id: string;
    /**
     * @description Id of the endpoint service. The blank within the id of the document's example is a misprint.
     * @example 4189d3c2-8882-4871-a3c2-d380272eed88
     */
    vpc_endpoint_service_id: string;
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  UpdateEndpointService: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id of the project.
         * @example 6e9dfd51d1124e8d8498dce894923a0d
         */
        project_id: components['parameters']['project_id'];
        /**
         * @description Id of the endpoint service. The blank within the id of the document's example is a misprint.
         * @example 4189d3c2-8882-4871-a3c2-d380272eed88
         */
        vpc_endpoint_service_id: components['parameters']['vpc_endpoint_service_id'];
      };
      cookie?: never;
    };
    /** @description The members to change. */
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateEndpointServiceRequestBody'];
      };
    };
    responses: {
      /** @description The server has processed the request. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ServiceResp'];
        };
      };
      /** @description The server could not process the request. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description A user name and a password are needed. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description Access is forbidden. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description The server cannot find what was asked for. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description The method is not allowed. */
      405: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description The client cannot accept what the server would answer. */
      406: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description The client must first authenticate with the proxy. */
      407: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description The request took longer than the server waits. */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description A conflict prevents the request from being completed. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description Not completed: the service has failed. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description Not completed: the server does not support what was asked for. */
      501: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description Not completed: the server got an invalid answer from an upstream server. */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description Not completed: the system is temporarily out of order. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
      /** @description The gateway has timed out. */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailedRsp'];
        };
      };
    };
  };
}
