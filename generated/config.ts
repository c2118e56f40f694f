// Made from the tables of options by `npm run generate`: change src/config, not this file.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /**
     * Configuration of vpcep-contract
     * @description vpcep.config.yaml, .yml, .json, .js, .mjs, .cjs or .ts
     */
    readonly configuration: {
      /** @description where editors find this schema */
      readonly $schema?: string;
      /** @description name of the target that is judged if none is chosen */
      readonly target?: string;
      /** @description targets by name; their options win over those beside `targets`; `{}` is the embedded mock */
      readonly targets?: {
        readonly [key: string]: components['schemas']['settings'];
      };
      /** @description options of `vpcep-contract mock` */
      readonly mock?: {
        /** @description port to listen on; 0 picks a free one (default: 0) */
        readonly port?: number | components['schemas']['reference'];
        /** @description address to listen on (default: 127.0.0.1) */
        readonly host?: string;
        /** @description number of services that may be changed (default: 2) */
        readonly services?: number | components['schemas']['reference'];
        /** @description delay of each reply in milliseconds (default: 0) */
        readonly latency?: number | components['schemas']['reference'];
        /** @description seed of its ids, tokens and keys (default: 1) */
        readonly seed?: number | components['schemas']['reference'];
        /** @description misbehave in this way; see faults --list */
        readonly faults?: (string | readonly string[]) | components['schemas']['reference'];
        /** @description behave in this other conforming way; see faults --list */
        readonly variants?: (string | readonly string[]) | components['schemas']['reference'];
        /** @description print its address, ids and credentials as one line of JSON */
        readonly json?: boolean | components['schemas']['reference'];
      };
      /** @description URL of the target: the part before /v1, including any base path */
      readonly url?: string;
      /** @description project of the services */
      readonly projectId?: string;
      /** @description service that may be changed */
      readonly serviceIds?: (string | readonly string[]) | components['schemas']['reference'];
      /** @description service that shares the first one's port_id; only read */
      readonly siblingServiceId?: string;
      /** @description the token: a reference such as ${VPCEP_TOKEN} */
      readonly token?: string;
      /** @description command that prints the token; it is run again when the target refuses the token */
      readonly tokenCommand?: string;
      /** @description the AK; signs all requests if there is no token, else only those that judge signatures: a reference such as ${VPCEP_AK} */
      readonly accessKey?: string;
      /** @description the SK that belongs to the AK: a reference such as ${VPCEP_SK} */
      readonly secretKey?: string;
      /** @description the security token of a temporary AK and SK: a reference such as ${VPCEP_SECURITY_TOKEN} */
      readonly securityToken?: string;
      /** @description a token of another project: a reference such as ${VPCEP_FOREIGN_TOKEN} */
      readonly foreignToken?: string;
      /** @description id that the services may take as their port_id */
      readonly portIds?: (string | readonly string[]) | components['schemas']['reference'];
      /** @description CA certificates to trust instead of the default ones, in PEM */
      readonly ca?: string;
      /** @description client certificate, in PEM */
      readonly cert?: string;
      /** @description private key of the client certificate, in PEM, without a passphrase */
      readonly key?: string;
      /** @description accept any certificate of the target, with a warning: whoever is in between can read the token */
      readonly insecure?: boolean | components['schemas']['reference'];
      /** @description URL of an http or https proxy; a user and password in it are masked (default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY) */
      readonly proxy?: string;
      /** @description header to send with every request, 'Name: value' */
      readonly headers?:
        | {
            readonly [key: string]: string | number;
          }
        | components['schemas']['reference'];
      /** @description allow changes to services of the public cloud; without it, they are refused before any request */
      readonly allowProduction?: boolean | components['schemas']['reference'];
      /** @description time limit of a request, from sending it to the end of the reply (default: 5) */
      readonly timeout?: number | components['schemas']['reference'];
      /** @description time limit for opening a connection, including proxy and TLS (default: that of a request, but at most 5) */
      readonly connectTimeout?: number | components['schemas']['reference'];
      /** @description how gaps in the document are read: document, or production for a region behind a gateway; document+R7 loosens one reading alone (default: document) */
      readonly readings?:
        | (
            | string
            | {
                /** @enum {unknown} */
                readonly profile?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R2?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R4?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R6?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R7?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R21?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R23?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R25?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R28?: 'document' | 'production';
              }
          )
        | components['schemas']['reference'];
      /** @description judge the embedded mock; with --no-mock a target must be named */
      readonly judgeMock?: boolean | components['schemas']['reference'];
      /** @description how many cases are sent (default: standard) */
      readonly effort?: ('quick' | 'standard' | 'thorough') | components['schemas']['reference'];
      /** @description randomly drawn cases per requirement (default: set by the effort) */
      readonly cases?: number | components['schemas']['reference'];
      /** @description seed of everything random; the same seed sends the same cases (default: random, and printed) */
      readonly seed?: number | components['schemas']['reference'];
      /** @description judge only matching requirements: an id, a chapter such as effect, or a glob such as request-body/ports/* */
      readonly only?: (string | readonly string[]) | components['schemas']['reference'];
      /** @description leave out matching requirements */
      readonly skip?: (string | readonly string[]) | components['schemas']['reference'];
      /** @description exit with 2 if a matching requirement could not be exercised */
      readonly require?: (string | readonly string[]) | components['schemas']['reference'];
      /** @description judge only what failed or was not judged in the last run of the report folder */
      readonly lastFailed?: boolean | components['schemas']['reference'];
      /** @description maximum number of requests in flight; 1 is strictly sequential (default: 16) */
      readonly concurrency?: number | components['schemas']['reference'];
      /** @description file of known failures to excuse (default: known-failures.yaml, if it exists) */
      readonly knownFailures?: string;
      /** @description update that file: remove what passes, add what fails */
      readonly updateKnown?: boolean | components['schemas']['reference'];
      /** @description print what would be sent and roughly how long it would take; send and write nothing */
      readonly dryRun?: boolean | components['schemas']['reference'];
      /** @description judge share i of n on its own services, with seed 1 by default; merge joins the reports */
      readonly shard?: string;
      /** @description count a failed SHOULD like a failed MUST */
      readonly strict?: boolean | components['schemas']['reference'];
      /** @description folder of the report; an earlier report in it is replaced (default: reports/latest) */
      readonly reportDir?: string;
      /** @description print no progress, only the verdict and its reasons */
      readonly quiet?: boolean | components['schemas']['reference'];
      /** @description print every failure in full and every requirement by name */
      readonly verbose?: boolean | components['schemas']['reference'];
      /** @description print the report as JSON on stdout, everything else on stderr */
      readonly json?: boolean | components['schemas']['reference'];
      /** @description stop cleanly after this many requests, not counting those that put services back */
      readonly maxRequests?: number | components['schemas']['reference'];
      /** @description stop cleanly this long after the first request, such as 90s, 5m or 1h */
      readonly maxTime?: (string | number) | components['schemas']['reference'];
      /** @description stop cleanly after this many failed requirements */
      readonly maxFailures?: number | components['schemas']['reference'];
      /** @description maximum rate of requests of any kind, evenly spaced, such as 20/s or 100/m */
      readonly rate?: (string | number) | components['schemas']['reference'];
    };
    /** @description contains ${NAME} or ${NAME:-default}, the value of a variable */
    readonly reference: string;
    readonly settings: {
      /** @description URL of the target: the part before /v1, including any base path */
      readonly url?: string;
      /** @description project of the services */
      readonly projectId?: string;
      /** @description service that may be changed */
      readonly serviceIds?: (string | readonly string[]) | components['schemas']['reference'];
      /** @description service that shares the first one's port_id; only read */
      readonly siblingServiceId?: string;
      /** @description the token: a reference such as ${VPCEP_TOKEN} */
      readonly token?: string;
      /** @description command that prints the token; it is run again when the target refuses the token */
      readonly tokenCommand?: string;
      /** @description the AK; signs all requests if there is no token, else only those that judge signatures: a reference such as ${VPCEP_AK} */
      readonly accessKey?: string;
      /** @description the SK that belongs to the AK: a reference such as ${VPCEP_SK} */
      readonly secretKey?: string;
      /** @description the security token of a temporary AK and SK: a reference such as ${VPCEP_SECURITY_TOKEN} */
      readonly securityToken?: string;
      /** @description a token of another project: a reference such as ${VPCEP_FOREIGN_TOKEN} */
      readonly foreignToken?: string;
      /** @description id that the services may take as their port_id */
      readonly portIds?: (string | readonly string[]) | components['schemas']['reference'];
      /** @description CA certificates to trust instead of the default ones, in PEM */
      readonly ca?: string;
      /** @description client certificate, in PEM */
      readonly cert?: string;
      /** @description private key of the client certificate, in PEM, without a passphrase */
      readonly key?: string;
      /** @description accept any certificate of the target, with a warning: whoever is in between can read the token */
      readonly insecure?: boolean | components['schemas']['reference'];
      /** @description URL of an http or https proxy; a user and password in it are masked (default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY) */
      readonly proxy?: string;
      /** @description header to send with every request, 'Name: value' */
      readonly headers?:
        | {
            readonly [key: string]: string | number;
          }
        | components['schemas']['reference'];
      /** @description allow changes to services of the public cloud; without it, they are refused before any request */
      readonly allowProduction?: boolean | components['schemas']['reference'];
      /** @description time limit of a request, from sending it to the end of the reply (default: 5) */
      readonly timeout?: number | components['schemas']['reference'];
      /** @description time limit for opening a connection, including proxy and TLS (default: that of a request, but at most 5) */
      readonly connectTimeout?: number | components['schemas']['reference'];
      /** @description how gaps in the document are read: document, or production for a region behind a gateway; document+R7 loosens one reading alone (default: document) */
      readonly readings?:
        | (
            | string
            | {
                /** @enum {unknown} */
                readonly profile?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R2?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R4?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R6?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R7?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R21?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R23?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R25?: 'document' | 'production';
                /** @enum {unknown} */
                readonly R28?: 'document' | 'production';
              }
          )
        | components['schemas']['reference'];
      /** @description judge the embedded mock; with --no-mock a target must be named */
      readonly judgeMock?: boolean | components['schemas']['reference'];
      /** @description how many cases are sent (default: standard) */
      readonly effort?: ('quick' | 'standard' | 'thorough') | components['schemas']['reference'];
      /** @description randomly drawn cases per requirement (default: set by the effort) */
      readonly cases?: number | components['schemas']['reference'];
      /** @description seed of everything random; the same seed sends the same cases (default: random, and printed) */
      readonly seed?: number | components['schemas']['reference'];
      /** @description judge only matching requirements: an id, a chapter such as effect, or a glob such as request-body/ports/* */
      readonly only?: (string | readonly string[]) | components['schemas']['reference'];
      /** @description leave out matching requirements */
      readonly skip?: (string | readonly string[]) | components['schemas']['reference'];
      /** @description exit with 2 if a matching requirement could not be exercised */
      readonly require?: (string | readonly string[]) | components['schemas']['reference'];
      /** @description judge only what failed or was not judged in the last run of the report folder */
      readonly lastFailed?: boolean | components['schemas']['reference'];
      /** @description maximum number of requests in flight; 1 is strictly sequential (default: 16) */
      readonly concurrency?: number | components['schemas']['reference'];
      /** @description file of known failures to excuse (default: known-failures.yaml, if it exists) */
      readonly knownFailures?: string;
      /** @description update that file: remove what passes, add what fails */
      readonly updateKnown?: boolean | components['schemas']['reference'];
      /** @description print what would be sent and roughly how long it would take; send and write nothing */
      readonly dryRun?: boolean | components['schemas']['reference'];
      /** @description judge share i of n on its own services, with seed 1 by default; merge joins the reports */
      readonly shard?: string;
      /** @description count a failed SHOULD like a failed MUST */
      readonly strict?: boolean | components['schemas']['reference'];
      /** @description folder of the report; an earlier report in it is replaced (default: reports/latest) */
      readonly reportDir?: string;
      /** @description print no progress, only the verdict and its reasons */
      readonly quiet?: boolean | components['schemas']['reference'];
      /** @description print every failure in full and every requirement by name */
      readonly verbose?: boolean | components['schemas']['reference'];
      /** @description print the report as JSON on stdout, everything else on stderr */
      readonly json?: boolean | components['schemas']['reference'];
      /** @description stop cleanly after this many requests, not counting those that put services back */
      readonly maxRequests?: number | components['schemas']['reference'];
      /** @description stop cleanly this long after the first request, such as 90s, 5m or 1h */
      readonly maxTime?: (string | number) | components['schemas']['reference'];
      /** @description stop cleanly after this many failed requirements */
      readonly maxFailures?: number | components['schemas']['reference'];
      /** @description maximum rate of requests of any kind, evenly spaced, such as 20/s or 100/m */
      readonly rate?: (string | number) | components['schemas']['reference'];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
