export { createClient, type Client } from './client.js';
export type { ClientOptions, TlsOptions } from './options.js';
export { rawRequest, type RawRequestParts } from './raw-request.js';
