/** The path of the resource (URI of the document), with its two parameters to be filled in. */
export const RESOURCE = '/v1/{project_id}/vpc-endpoint-services/{service_id}';

/** The documented headers of a request (Table 2). */
export const DOCUMENTED_HEADERS: readonly (readonly [string, string])[] = [
  ['X-Auth-Token', '{{token}}'],
  ['Content-Type', 'application/json'],
];
