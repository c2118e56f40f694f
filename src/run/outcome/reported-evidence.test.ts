import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../judge/ledger.js';
import { reportedEvidence } from './reported-evidence.js';

const evidence = (status: number): Evidence => ({
  order: 1,
  testCase: null,
  serviceId: 's',
  findings: [],
  exchanges: [
    {
      role: 'case',
      request: { method: 'PUT', path: '/', headers: [], body: null },
      attempts: [{ kind: 'response', status, headers: [], body: new Uint8Array(), sentAt: 0, endedAt: 1 }],
    },
  ],
});

describe('reportedEvidence', () => {
  const all = [evidence(200), evidence(422), evidence(500)];

  it('is all that was kept for the first failed requirements', () => {
    expect(reportedEvidence(all, 200)).toEqual(all);
  });

  it('is the first failure of each further requirement, and any in which the service itself failed', () => {
    expect(reportedEvidence(all, 201)).toEqual([all[0], all[2]]);
  });
});
