import { notToBeStored } from './plain.js';
import type { CaseMaker } from './requirement.js';
import { bodies, text, unlawful } from './sent.js';

/** A change that must not take effect, as a JSON Patch (RFC 6902). */
export function aJsonPatch(): CaseMaker {
  return (context) => {
    const change = Object.entries(notToBeStored(context));
    return unlawful(bodies(() => [change.map(([name, value]) => ({ op: 'replace', path: `/${name}`, value }))]))(
      context,
    );
  };
}

/** A change that must not take effect, as a form with a field that names the method. */
export function aForm(): CaseMaker {
  return (context) => {
    const fields = Object.entries(notToBeStored(context)).filter(([, value]) => typeof value === 'string');
    const form = new URLSearchParams([['_method', 'PUT'], ...(fields as [string, string][])]);
    return text(form.toString())(context);
  };
}
