import { lookAtWay } from '../../client/index.js';
import type { Config } from '../../config/config.js';
import { secretsOf } from '../../config/config.js';
import { demandCodeGeneration } from '../../shared/code-generation.js';
import { UserError } from '../../shared/errors.js';
import type { Json } from '../../shared/json.js';
import { createMask } from '../../secrets/mask.js';
import { documentedOperation } from '../../operation/documented.js';
import { problem, type DoctorCheck, type DoctorReport } from '../../report/doctor-report.js';
import { clientOptions, openEndpoint, type Endpoint } from '../target/endpoint.js';
import { wayTrouble } from '../way-trouble.js';
import { serviceChecks } from './service-checks.js';
import { wayChecks } from './way-checks.js';

/**
 * Checks a target as a run would, without changing anything. Services of the public cloud are read with GET only,
 * unless the user allows more.
 *
 * @throws UserError if no target is given
 */
export async function doctor(config: Config, operation = documentedOperation()): Promise<DoctorReport> {
  const { target } = config;
  if (target === null) {
    throw new UserError('no target is given', 'Add --url or VPCEP_TARGET, and whatever else `run` needs.');
  }
  demandCodeGeneration();
  const { origin, protocol } = new URL(target.url);
  const way = await lookAtWay(clientOptions(config, origin));
  const wrong = await wayTrouble(config, way.failure);
  const checks = wayChecks(way, wrong, protocol === 'https:', config.network.tls.insecure === true);
  let endpoint: Endpoint | null = null;
  if (!checks.some(({ outcome }) => outcome === 'problem')) {
    try {
      endpoint = await openEndpoint(config, operation);
      checks.push(...(await serviceChecks(endpoint, operation, config)));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      checks.push(problem('token', error.message, error.remedy ?? 'See above.'));
    } finally {
      await endpoint?.close();
    }
  }
  const mask = createMask(
    [...secretsOf(config), ...(endpoint?.secrets ?? [])],
    [target.url, target.projectId, ...target.serviceIds],
  );
  return {
    schemaVersion: 1,
    url: target.url,
    checks: mask.json(checks as unknown as Json) as unknown as readonly DoctorCheck[],
    exitCode: checks.some(({ outcome }) => outcome === 'problem') ? 2 : 0,
  };
}
