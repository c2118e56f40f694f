import { describeContract } from '../src/vitest.js';

describeContract();
