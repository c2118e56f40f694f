export type { Boundary } from './boundaries.js';
export { createGenerators, type AnyGenerators, type Generators } from './generators.js';
export type { Patch } from './patch.js';
export type { Violation } from './violations.js';
