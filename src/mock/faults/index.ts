import { type Fault, mergeDistinct } from '../catalogue.js';
import { effectFaults } from './effect.js';
import { errorsFaults } from './errors.js';
import { headersFaults } from './headers.js';
import { methodsFaults } from './methods.js';
import { pathFaults } from './path.js';
import { portListFaults } from './port-list.js';
import { replyFaults } from './reply.js';
import { requestBodyFaults } from './request-body.js';
import { robustnessFaults } from './robustness.js';

const byId = mergeDistinct(
  pathFaults,
  headersFaults,
  requestBodyFaults,
  portListFaults,
  replyFaults,
  errorsFaults,
  methodsFaults,
  effectFaults,
  robustnessFaults,
);

/** The id of a fault. */
export type FaultId = keyof typeof byId;

/** Every fault that the mock can have, in the order of the chapters. */
export const faults: readonly (Fault & { readonly id: FaultId })[] = Object.values(byId);
