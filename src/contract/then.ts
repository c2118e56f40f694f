import type { Case } from './case.js';
import type { Then } from './requirement.js';

const answer: Case['expect'] = {
  statuses: [200],
  codes: null,
  gateway404: false,
  belowApi: false,
  good: true,
  conflict: false,
  forces: null,
  foldsPortId: false,
};

/** 200, and what was sent is stored; if a reading leaves the value open, 400 conforms too. */
export const accepted = (): Then => (sent) => ({
  ...answer,
  statuses: sent.open === null ? [200] : [200, 400],
  foldsPortId: sent.open === 'R5',
});

/** 400, and nothing is stored. */
export const rejection: Case['expect'] = { ...answer, statuses: [400] };
export const rejected = (): Then => () => rejection;

/** The contract does not say: 200 with the value stored exactly, or 400. */
export const open = (): Then => () => ({ ...answer, statuses: [200, 400] });

/** One of these statuses; credentials and path of the request are good. */
export const answers =
  (...statuses: readonly number[]): Then =>
  () => ({ ...answer, statuses });

/** One of these statuses, for bad credentials or a bad path. A body that must be rejected may get 400 first (R11). */
export const refuses =
  (...statuses: readonly number[]): Then =>
  (sent) => ({
    ...answer,
    statuses: sent.lawful === false && !statuses.includes(400) ? [...statuses, 400] : statuses,
    good: false,
  });

/**
 * The service under test, or nothing: 200, 400 or 404. If dot segments replace the project with another one, also 401
 * and 403 (R20).
 */
export const leadsBackOrNowhere = (): Then => (sent, context) => {
  const [, version, project] = sent.path.split('/');
  const inPlace = version === 'v1' && project === '{project_id}';
  return refuses(200, 400, 404, ...(inPlace ? [] : [401, 403]))(sent, context);
};

/** 200, or any 4xx with the envelope: the body is nested more deeply than parsers need to support (R8). */
export const readOrRefused = (): Then => () => ({
  ...answer,
  statuses: [
    200,
    ...Array.from({ length: 100 }, (_, n) => 400 + n).filter((status) => status !== 408 && status !== 429),
  ],
});

/** The service is unknown: 404, or 400 with the code of an unknown service (R20). */
export const notFound: Case['expect'] = {
  ...answer,
  statuses: [404, 400],
  codes: ['EndPoint.2003', 'EndPoint.3062'],
  good: false,
};
export const unknownService = (): Then => () => notFound;

/**
 * The method is not allowed: 405; in production also a 404 of the gateway (R21). `others` are statuses for something
 * else that may be refused first.
 */
export const methodNotAllowed =
  (...others: readonly number[]): Then =>
  () => ({ ...answer, statuses: [405, ...others], gateway404: true, good: false });

/** The pair belongs to the sibling: 409, or 400 (R19). */
export const conflicts = (): Then => () => ({ ...answer, statuses: [409, 400], conflict: true });

/** The status that `Prefer: code=NNN` asks for; on a target that cannot force it, the case shows nothing. */
export const forced =
  (status: number): Then =>
  () => ({ ...answer, statuses: [status], forces: status, good: false });

/** The HTTP server answers before the API does: any 4xx, a closed connection, or one of these statuses (R31). */
export const belowTheApi =
  (...statuses: readonly number[]): Then =>
  () => ({ ...answer, statuses, belowApi: true, good: false });

/** The same if the form of a request may itself be refused; otherwise the API answers with one of these statuses. */
export const belowTheApiIfTolerated =
  (...statuses: readonly number[]): Then =>
  (sent, context) =>
    (sent.tolerates === undefined ? refuses : belowTheApi)(...statuses)(sent, context);

/** The port_id may come back in another case (R5). */
export const openCase = (): Then => () => ({ ...answer, statuses: [200, 400], foldsPortId: true });
