import type { Fault } from '../catalogue.js';
import { requestBodyFaults } from './request-body.js';
import { portListFaults } from './port-list.js';

/** Every defect that the mock can have, in the order of the chapters. */
export const faults: readonly Fault[] = [...requestBodyFaults, ...portListFaults];
