import { describe, expect, it } from 'vitest';
import type { Breach } from '../../judge/ledger.js';
import { ofRun } from '../../judge/purpose.js';
import { reportedBreaches } from './reported-breaches.js';

const breach = (status: number): Breach => ({
  purpose: ofRun(1, 's'),
  findings: [],
  exchanges: [
    {
      role: 'case',
      request: { method: 'PUT', path: '/', headers: [], body: null },
      attempts: [{ kind: 'response', status, headers: [], body: new Uint8Array(), sentAt: 0, endedAt: 1 }],
    },
  ],
});

describe('reportedBreaches', () => {
  const all = [breach(200), breach(422), breach(500)];

  it('is all that was kept for the first failed requirements', () => {
    expect(reportedBreaches(all, 200)).toEqual(all);
  });

  it('is the first failure of each further requirement, and any in which the service itself failed', () => {
    expect(reportedBreaches(all, 201)).toEqual([all[0], all[2]]);
  });
});
