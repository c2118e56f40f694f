/** The path of the resource (URI of the document), with its two parameters to be filled in. */
export const RESOURCE = '/v1/{project_id}/vpc-endpoint-services/{service_id}';

/** The path of a service that does not exist. */
export const UNKNOWN_SERVICE = '/v1/{project_id}/vpc-endpoint-services/3f2504e0-4f89-41d3-9a0c-0305e82c3301';

/** The documented headers of a request (Table 2). */
export const DOCUMENTED_HEADERS: readonly (readonly [string, string])[] = [
  ['X-Auth-Token', '{{token}}'],
  ['Content-Type', 'application/json'],
];

/**
 * Whether everyone reads a path alike: no empty segment, dot segment, percent encoding or query, which one server leaves
 * as they are and another one resolves before it checks a signature.
 */
export function isPlainPath(path: string): boolean {
  return (
    /^(?:\/(?:[\w.~-]|\{\w+\})+)+$/.test(path) &&
    !path.split('/').some((segment) => segment === '.' || segment === '..')
  );
}
