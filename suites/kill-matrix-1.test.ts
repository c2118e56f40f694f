import { faultsAreCaught } from '../src/kill-matrix.fixture.js';

faultsAreCaught(1, 3);
