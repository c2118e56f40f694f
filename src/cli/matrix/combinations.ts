import type { FaultId, VariantId } from '../../mock/index.js';

/** What is judged together: faults that must each be seen beside the other, and variants of one service. */
export const combinations: {
  readonly faults: readonly (readonly FaultId[])[];
  readonly variants: readonly (readonly VariantId[])[];
} = {
  faults: [
    ['name-16-rejected', 'reply-default-protocol-left-out'],
    ['description-written-to-all', 'repeat-400'],
  ],
  variants: [
    ['decorated-names', 'minimal-reply', 'reversed-ports', 'throttled-400'],
    ['decorated-names-dotted-prefix', 'get-405', 'approval-reset-when-omitted'],
    ['get-501', 'approval-reset-when-omitted', 'reversed-ports', 'state-fault-every-13th'],
    ['throttled-429-retry-after', 'resets-2-percent', 'minimal-reply'],
    ['resets-after-the-work', 'decorated-names', 'get-501'],
    ['unavailable-5-percent', 'resets-2-percent', 'throttled-400', 'state-fault-every-13th', 'restart'],
    ['outage-503', 'out-of-order', 'in-pieces', 'closed-when-idle', 'decorated-names'],
    ['outage-refused', 'throttled-429', 'platform-fault-every-31st', 'shuffled-ports', 'creating-for-a-while'],
    ['unavailable-5-percent', 'resets-2-percent', 'throttled-429-retry-after', 'outage-503', 'in-pieces', 'restart'],
    [
      'unavailable-5-percent',
      'resets-2-percent',
      'throttled-400',
      'state-fault-every-13th',
      'outage-refused',
      'in-pieces',
      'out-of-order',
      'closed-when-idle',
      'restart',
    ],
    ['unknown-members-rejected', 'letters-and-punctuation-only', 'description-128-at-most', 'content-type-ignored'],
    ['vip-backend', 'public-and-open', 'longest-tags', 'extra-members', 'clock-ahead', 'pretty-json'],
  ],
};
