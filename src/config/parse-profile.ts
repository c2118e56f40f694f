import { UserError } from '../shared/errors.js';
import { isObject, type Json } from '../shared/json.js';
import type { BaseProfile, Profile, ReadingId } from '../shared/model.js';
import { loosenable, profileOf } from '../shared/readings.js';
import { type WrittenValue, parseWord } from './values.js';

const BASES: readonly BaseProfile[] = ['document', 'production'];

/**
 * Parses a profile and its switched readings: `document+R7+R21` loosens two alone, `production-R7` all but one. Throws
 * a UserError for a reading that cannot be switched, or that the profile already has that way.
 */
export function parseProfile({ text, from }: WrittenValue): Profile {
  const [base = '', ...switches] = text.split(/(?=[+-])/);
  const profile = parseWord({ text: base.trim(), from }, BASES);
  const sign = profile === 'document' ? '+' : '-';
  const readings = switches.map((part): ReadingId => {
    const reading = part.slice(1).trim();
    const known = loosenable.find((id) => id === reading);
    if (known === undefined) {
      throw new UserError(
        `${from} switches ${JSON.stringify(reading)}, which no profile loosens`,
        `The readings that can be switched are ${loosenable.join(', ')}.`,
      );
    }
    if (!part.startsWith(sign)) {
      throw new UserError(
        `${from} says ${JSON.stringify(part)}, but ${profile} ${sign === '+' ? 'loosens nothing' : 'loosens it'} already`,
        `Write document+${known} to loosen it alone, production-${known} to loosen all but that one.`,
      );
    }
    return known;
  });
  return profileOf(profile, readings);
}

/** How a file may set readings: the text of a flag, or a profile for all and for single ones. */
export const readingsInFile = {
  schema: {
    anyOf: [
      { type: 'string', pattern: '^(document|production)([+-]R[0-9]+)*$' },
      {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(['profile', ...loosenable].map((name) => [name, { enum: [...BASES] }])),
      },
    ],
  },
  texts: (value: Json): readonly string[] => {
    if (!isObject(value)) return [typeof value === 'string' ? value : JSON.stringify(value)];
    const { profile = 'document', ...readings } = value;
    const sign = profile === 'production' ? '-' : '+';
    // A reading that is set as the profile sets it already is not switched.
    const switched = Object.entries(readings).filter(([id, one]) => one !== profile || !isLoosenable(id));
    return [
      [typeof profile === 'string' ? profile : JSON.stringify(profile), ...switched.map(([id]) => id)].join(sign),
    ];
  },
};

function isLoosenable(id: string): boolean {
  return (loosenable as readonly string[]).includes(id);
}
