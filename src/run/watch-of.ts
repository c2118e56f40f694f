import type { Config } from '../config/config.js';
import type { Ledger } from '../judge/ledger.js';
import { Watch } from '../judge/watch.js';
import { isForwarded } from '../shared/way.js';
import type { Endpoint } from './target/endpoint.js';
import type { Suite } from './suite/suite.js';

/** The watch that judges every reply of a run by the contract and enters its findings into a ledger. */
export function watchOf(
  suite: Suite,
  config: Config,
  endpoint: Pick<Endpoint, 'target' | 'way'>,
  ledger: Ledger,
): Watch {
  return new Watch(
    ledger,
    (value) => suite.validator.validate(suite.operation.schemas.reply, value),
    suite.statuses,
    suite.replyPlaces,
    config.readings,
    endpoint.target.projectId,
    suite.operation,
    () => isForwarded(endpoint.way),
  );
}
