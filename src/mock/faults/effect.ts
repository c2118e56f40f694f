import { inChapter } from '../catalogue.js';
import { atomicFaults } from './effect-atomic.js';
import { besideFaults } from './effect-beside.js';
import { keptFaults } from './effect-kept.js';
import { lossFaults } from './effect-loss.js';
import { portsFaults } from './effect-ports.js';
import { repeatFaults } from './effect-repeat.js';
import { servicesFaults } from './effect-services.js';
import { showingFaults } from './effect-showings.js';
import { onceFaults, stateFaults } from './effect-states.js';
import { textFaults } from './effect-text.js';

/** Defects in the effect of an update on a service (Table 3). */
export const effectFaults = inChapter(
  'effect',
  lossFaults,
  keptFaults,
  portsFaults,
  textFaults,
  atomicFaults,
  servicesFaults,
  repeatFaults,
  stateFaults,
  onceFaults,
  besideFaults,
  showingFaults,
);
