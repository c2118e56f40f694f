import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { broken, stopping } from '../changes.js';
import { takingProject } from './let-in.js';

/** Takes another service id for that of a service. */
const findingBy =
  (same: (given: string, id: string) => boolean): Change =>
  (before) => ({
    find: (x) => before.find(x) ?? [...x.world.services.values()].find(({ id }) => same(x.serviceId, id)),
  });

/** Defects that show only with an id close to the right one. */
export const nearPathFaults = faultsOf({
  'service-id-extension-cut': {
    says: 'A suffix after a dot in the service id is taken for a format and cut off',
    caughtBy: 'path/vpc_endpoint_service_id/exact/dotted',
    change: findingBy((given, id) => given.split('.')[0] === id),
  },
  'service-id-parameter-cut': {
    says: 'Text after a semicolon in the service id is cut off',
    caughtBy: 'path/vpc_endpoint_service_id/exact/with-parameter',
    change: findingBy((given, id) => given.split(';')[0] === id),
  },
  'service-id-line-break-ignored': {
    says: 'A line break at the end of the service id is ignored, as $ does in a regular expression',
    caughtBy: 'path/service-no-uuid',
    change: findingBy((given, id) => given.replace(/%0a$/i, '') === id),
  },
  'service-id-first-half-compared': {
    says: 'Only the first half of the service id is compared',
    caughtBy: 'path/vpc_endpoint_service_id/exact/{half,changed-last}',
    change: findingBy((given, id) => given.slice(0, 18) === id.slice(0, 18)),
  },
  'service-id-first-digit-ignored': {
    says: 'The first digit of the service id is not compared',
    caughtBy: 'path/vpc_endpoint_service_id/exact/changed-first',
    change: findingBy((given, id) => given.length === id.length && given.slice(1) === id.slice(1)),
  },
  'service-id-version-ignored': {
    says: 'The digit of the service id that names the UUID version is not compared',
    caughtBy: 'path/vpc_endpoint_service_id/exact/changed-inside',
    change: findingBy(
      (given, id) =>
        given.length === id.length && given.slice(0, 14) === id.slice(0, 14) && given.slice(15) === id.slice(15),
    ),
  },
  'service-id-hyphens-ignored': {
    says: 'The hyphens of the service id are not checked',
    caughtBy: 'path/vpc_endpoint_service_id/exact/separators',
    change: findingBy((given, id) => given.replace(/[-_]/g, '') === id.replaceAll('-', '')),
  },
  'service-id-wildcard-obeyed': {
    says: 'The service id is compared as an SQL pattern',
    caughtBy: 'path/vpc_endpoint_service_id/exact/wildcard',
    change: findingBy((given, id) => {
      const pattern = decodeURIComponent(given.replace(/%(?![0-9a-f]{2})/gi, '%25'));
      if (!/^[0-9a-f%_-]+$/.test(pattern) || !/[%_]/.test(pattern)) return false;
      return new RegExp(`^${pattern.replaceAll('%', '.*').replaceAll('_', '.')}$`).test(id);
    }),
  },
  'service-id-nil-is-first': {
    says: 'The nil UUID stands for the first service',
    caughtBy: 'path/vpc_endpoint_service_id/exact/nil',
    change: findingBy((given) => given === '00000000-0000-0000-0000-000000000000'),
  },
  'service-id-urn-accepted': {
    says: 'A service id after urn:uuid: is taken for the id',
    caughtBy: 'path/vpc_endpoint_service_id/exact/prefixed',
    change: findingBy((given, id) => given === `urn:uuid:${id}`),
  },
  'service-id-decoded-twice': {
    says: 'The path is decoded twice, by the gateway and by the service',
    caughtBy: 'path/service-encoded-twice',
    change: findingBy(
      (given, id) => given.includes('%25') && given.replaceAll('%25', '%') !== given && twice(given) === id,
    ),
  },
  'service-id-encoded-500': {
    says: 'A percent sign in the service id is answered with 500',
    caughtBy: 'path/service-encoded',
    change: (before) => ({ missing: (x) => (/%3|%2D/i.test(x.serviceId) ? broken : before.missing(x)) }),
  },
  'project-dash-is-own': {
    says: "A hyphen stands for the token's own project",
    caughtBy: 'path/project_id/exact/placeholder',
    change: takingProject((given) => given === '-'),
  },
  'project-beginning-compared': {
    says: 'A prefix of the project id is taken for the whole',
    caughtBy: 'path/project_id/exact/{cut-last,half}',
    change: takingProject((given, id) => given.length >= 8 && id.startsWith(given)),
  },
  'project-last-digit-ignored': {
    says: 'The last digit of the project id is not compared',
    caughtBy: 'path/project_id/exact/changed-last',
    change: takingProject((given, id) => given.length === id.length && given.slice(0, -1) === id.slice(0, -1)),
  },
  'project-built-in-member-500': {
    says: 'A project named like a built-in member of an object is answered with 500',
    caughtBy: 'path/project_id/exact/object-member',
    change: stopping('authorise', broken, (x) => x.projectId === 'constructor'),
  },
});

function twice(text: string): string {
  try {
    return decodeURIComponent(decodeURIComponent(text));
  } catch {
    return text;
  }
}
