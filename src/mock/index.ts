export type { Fault, Variant } from './catalogue.js';
export { createMock, describeMock, faultId, type MockOptions, type MockServer, variantId } from './create-mock.js';
export { type FaultId, faults } from './faults/index.js';
export { type VariantId, variants } from './variants/index.js';
