export { signaturePlan, type SignaturePlan } from './sign/signature-plan.js';
export { SigningSender } from './sign/signing-sender.js';
export { lookAtWay, takesTls, type ConnectionPath } from './look-at-way.js';
export type { ClientOptions } from './options.js';
export { createClient } from './client.js';
export { authorityOf, chooseProxy, hostOf, portOf, type Proxy } from './choose-proxy.js';
export { untouched } from './to-be-forwarded.js';
export { proxyName } from './proxy-tunnel.js';
