import { faultsAreCaught } from '../src/kill-matrix.fixture.js';

faultsAreCaught(3, 3);
