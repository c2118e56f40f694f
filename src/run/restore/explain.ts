import type { Config } from '../../config/config.js';
import type { Traffic } from '../../judge/traffic.js';
import type { Endpoint } from '../target/endpoint.js';
import { wrongAddressText } from '../target/wrong-address.js';
import { wayTrouble } from '../way-trouble.js';

/** Says what is wrong on the way to a target if the last request got no answer; null if there is nothing to say. */
export type Explain = () => Promise<string | null>;

/** Explains failures by what the traffic to a target met last. */
export function explaining(config: Config, endpoint: Pick<Endpoint, 'way'>, traffic: Traffic): Explain {
  return async () => {
    const { instead, replies } = traffic;
    const trouble = await wayTrouble(config, instead, { hasReplied: replies > 0, way: endpoint.way });
    return trouble === null ? null : wrongAddressText(trouble);
  };
}
