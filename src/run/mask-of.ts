import { createMask, type Mask } from '../secrets/mask.js';
import type { Endpoint } from './target/endpoint.js';

type Confidential = Pick<Endpoint, 'secrets' | 'target' | 'address'>;

const masks = new WeakMap<object, { readonly of: string; readonly mask: Mask }>();

/** The mask of everything that the run knows to be secret so far, including renewed tokens. */
export function maskOf({ secrets, target, address }: Confidential): Mask {
  const of = JSON.stringify(secrets);
  const known = masks.get(address);
  if (known?.of === of) return known.mask;
  const { url, projectId, serviceIds, among = [], siblingServiceId, portIds } = target;
  const apparent = [url, address.host, projectId, ...serviceIds, ...among, siblingServiceId ?? '', ...portIds];
  const mask = createMask(secrets, apparent);
  masks.set(address, { of, mask });
  return mask;
}
