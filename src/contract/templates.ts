import type { Operation } from '../operation/operation.js';

/** The path of the service in a project that does not exist. */
export function unknownProjectPath({ path }: Pick<Operation, 'path'>): string {
  return path.replace('{project_id}', '0'.repeat(32));
}

/** The path of a service that does not exist. */
export function unknownServicePath({ path }: Pick<Operation, 'path'>): string {
  return path.replace('{service_id}', '3f2504e0-4f89-41d3-9a0c-0305e82c3301');
}

/**
 * Whether every server reads a path alike: it has no empty segment, dot segment, percent encoding or query, which some
 * servers leave alone and others resolve before they check a signature.
 */
export function isPlainPath(path: string): boolean {
  return (
    /^(?:\/(?:[\w.~-]|\{\w+\})+)+$/.test(path) &&
    !path.split('/').some((segment) => segment === '.' || segment === '..')
  );
}
