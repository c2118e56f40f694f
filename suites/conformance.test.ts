import { describeContract } from 'vpcep-contract/vitest';

// If the environment names no target, judge the embedded mock.
describeContract({ env: process.env, mock: (process.env['VPCEP_TARGET'] ?? '') === '' });
