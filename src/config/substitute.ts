import { UserError } from '../shared/errors.js';
import type { Variables } from './values.js';

const REFERENCE = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{[^}]*\}?/g;

/** Whether a text is a single reference to a variable without a default, which is how a file may name a secret. */
export function isReference(text: string): boolean {
  return /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(text);
}

/** Returns the variables that a text refers to. */
export function referencesIn(text: string): readonly string[] {
  return [...text.matchAll(REFERENCE)].flatMap(([, name]) => name ?? []);
}

/**
 * Replaces references to variables by their values: `${NAME}`, or `${NAME:-default}` if it may be unset or empty; `$$`
 * is a dollar sign. Throws a UserError that names the variable and the place if one is not set.
 */
export function substitute(text: string, env: Variables, place: string): string {
  return text.replace(REFERENCE, (reference: string, name?: string, fallback?: string) => {
    if (reference === '$$') return '$';
    if (name === undefined) {
      throw new UserError(
        `${place} holds ${JSON.stringify(reference)}, which is not a reference to a variable`,
        'Write ${NAME} or ${NAME:-default}; $$ stands for a dollar.',
      );
    }
    const value = env[name] ?? '';
    if (value !== '') return value;
    if (fallback !== undefined) return fallback;
    throw new UserError(
      `${place} takes \${${name}}, and ${name} is not set`,
      `Export it, or write \${NAME:-default} if it may be unset (not for secrets).`,
    );
  });
}
