import { describeContract } from 'vpcep-contract/vitest';

const isNamed = (process.env['VPCEP_TARGET'] ?? '') !== '';

// If the environment names no target, judge the embedded mock, which the test of the README judges at standard effort.
describeContract(isNamed ? { env: process.env } : { mock: true, effort: 'quick' });
