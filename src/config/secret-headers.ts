const NAMES = /auth|cookie|token|secret|passw|key|signature|credential/i;

/** Whether a header's name suggests a credential. */
export function isSecretHeader(name: string): boolean {
  return NAMES.test(name);
}
