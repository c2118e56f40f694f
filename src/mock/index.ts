export type { Fault, Variant } from './catalogue.js';
export { createMock, describeMock, type MockOptions, type MockServer } from './create-mock.js';
export { faults } from './faults/index.js';
export { variants } from './variants/index.js';
