/**
 * The mock, plain or with one fault or variant, in a forked process: it sends how to reach it, and answers each message
 * with the number of requests received so far.
 */
import { formatGenerators } from '../src/arbitraries/formats.js';
import { createMock, describeMock, faultId, variantId } from '../src/mock/index.js';

const [kind = 'plain', id = ''] = process.argv.slice(2);
const mock = await createMock({
  portIds: formatGenerators.uuid.edges.map(({ text }) => text),
  faults: kind === 'fault' ? [faultId(id)] : [],
  variants: kind === 'variant' ? [variantId(id)] : [],
});
process.on('message', () => process.send?.(mock.requests));
process.on('disconnect', () => process.exit(0));
process.send?.(describeMock(mock));
