export type { Boundary } from './boundaries.js';
export type { Narrow } from './filler.js';
export { createGenerators, type ComponentTypes, type Generators } from './generators.js';
export type { Patch } from './patch.js';
export type { Rule, Spellings } from './rules.js';
export type { Unbreakable, Violation } from './violations.js';
