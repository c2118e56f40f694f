import { describeContract } from '../src/vitest.js';

// Without a target, which the environment names, the embedded mock is what is to be judged.
describeContract({ env: process.env, mock: (process.env['VPCEP_TARGET'] ?? '') === '' });
