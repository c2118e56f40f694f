import { describeContract } from '../src/vitest.js';

// If the environment names no target, judge the embedded mock, by what quick effort sends unless another one is named.
const env = process.env;
const mock = (env['VPCEP_TARGET'] ?? '') === '';
describeContract({ env, mock, ...(mock && env['VPCEP_EFFORT'] === undefined ? { effort: 'quick' } : {}) });
