import type { SignaturePlan } from '../client/index.js';
import { shellPrint, shellWord, type Variable } from './shell-words.js';

/** A value that the shell computes: its variable, and what stands for it if there is no shell. */
export interface Made {
  readonly marker: string;
  readonly made: string;
}

/** How a shell signs a request. */
export interface ShellSignature {
  /** Assignments to run first. */
  readonly before: string;
  /** Options of curl for the two headers. */
  readonly words: readonly string[];
  /** The two headers as lines of a raw request. */
  readonly lines: readonly (Uint8Array | Made)[];
}

const HASH = 'openssl dgst -sha256 -r';
/** Another time, by GNU's date or else by BSD's. */
const shifted = (gnu: string, bsd: string): string =>
  `$(date -u -d '${gnu}' +%Y%m%dT%H%M%SZ 2>/dev/null || date -u -v${bsd} +%Y%m%dT%H%M%SZ)`;
const TIMES = {
  now: '$(date -u +%Y%m%dT%H%M%SZ)',
  old: shifted('35 minutes ago', '-35M'),
  future: shifted('35 minutes', '+35M'),
} as const;
const KEY: Made = { marker: '<access-key>', made: '$VPCEP_AK' };
const SIGNATURE: Made = { marker: '<signature>', made: '$S' };
const DATE: Made = { marker: '<date>', made: '$D' };

/**
 * Signs by `openssl` at the time the command is run; without a plan, only adds X-Sdk-Date. `split` separates the
 * secrets from a text, and `variable` gives their shell variables.
 */
export function signing<Part extends { readonly marker: string }>(
  plan: SignaturePlan | null,
  split: (text: string) => (string | Part)[],
  variable: Variable<Part>,
): ShellSignature {
  const date = [Buffer.from('X-Sdk-Date: '), DATE, Buffer.from('\r\n')];
  if (plan === null) return { before: `D=${TIMES.now}; `, words: ['-H "X-Sdk-Date: $D"'], lines: date };
  const bytes = (text: string) => split(text).map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
  const signedAt: Made = plan.signedDate === plan.date ? DATE : { marker: '<date>', made: '$T' };
  const parts = plan.canonical.flatMap((text, n) => (n === 0 ? bytes(text) : [signedAt, ...bytes(text)]));
  const canonical = shellPrint<Part | Made>(parts, (part) => ('made' in part ? part.made : variable(part)));
  const steps = [
    `D=${TIMES[plan.date]}`,
    ...(signedAt === DATE ? [] : [`T=${TIMES[plan.signedDate]}`]),
    `C=$(${canonical} | ${HASH} | cut -c1-64)`,
    `S=$(printf 'SDK-HMAC-SHA256\\n%s\\n%s' "${signedAt.made}" "$C" | ${HASH} -hmac "\${VPCEP_SK}${plan.secretEnd}" | cut -c1-64)`,
    ...(plan.changed ? ['S=$(printf %s "$S" | tr 0-9a-f 1-9a-f0)'] : []),
  ];
  const authorization: readonly (string | Made)[] = [
    'SDK-HMAC-SHA256 Access=',
    plan.accessKey ?? KEY,
    `, SignedHeaders=${plan.signedHeaders}, Signature=`,
    SIGNATURE,
  ];
  return {
    before: `${steps.join('; ')}; `,
    words: ['-H "X-Sdk-Date: $D"', `-H ${shellWord(['Authorization: ', ...authorization], ({ made }) => made)}`],
    lines: [
      ...date,
      Buffer.from('Authorization: '),
      ...authorization.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)),
      Buffer.from('\r\n'),
    ],
  };
}
