export { signaturePlan, type SignaturePlan } from './sign/signature-plan.js';
export { SigningSender } from './sign/signing-sender.js';
export { createClient, type Client } from './client.js';
