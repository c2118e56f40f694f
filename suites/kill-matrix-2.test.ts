import { faultsAreCaught } from '../src/kill-matrix.fixture.js';

faultsAreCaught(2, 3);
