import { type Variables, type WrittenValue, secretIn } from './values.js';
import { UserError } from '../shared/errors.js';
import { flagAttribute, flagName, type Option, type OptionTable, type ValuesOf } from './option.js';

/** Where a value comes from, strongest first. */
export type SourceKind = 'flag' | 'environment' | 'file' | 'default';

/** A source of options. */
export interface SettingsSource {
  readonly kind: Exclude<SourceKind, 'default'>;
  /** Returns what the source gives for an option; empty if nothing. Throws a UserError if it cannot be used. */
  readonly given: (name: string, option: Option) => readonly WrittenValue[];
  /** Variables that it refers to by names of its own. */
  readonly variables?: readonly string[];
}

/** Where the value of an option comes from, and its name there; null for a default. */
export interface SettingOrigin {
  readonly kind: SourceKind;
  readonly from: string | null;
}

/** The effective values of an option table, and where each comes from. */
export interface Settings<Table extends OptionTable> {
  readonly values: ValuesOf<Table>;
  readonly origins: { readonly [name in keyof Table]: SettingOrigin };
  /** What was given for each, unparsed; empty for a default. */
  readonly texts: { readonly [name in keyof Table]: readonly string[] };
}

/** Resolves each option from the first source that gives it, else from its default. */
export function resolveSettings<Table extends OptionTable>(
  table: Table,
  sources: readonly SettingsSource[],
): Settings<Table> {
  const values: Record<string, unknown> = {};
  const origins: Record<string, SettingOrigin> = {};
  const texts: Record<string, readonly string[]> = {};
  for (const [name, option] of Object.entries(table)) {
    let settled = false;
    for (const { kind, given } of sources) {
      const [first, ...others] = given(name, option);
      if (first === undefined) continue;
      values[name] = option.read([first, ...others]);
      origins[name] = { kind, from: first.from };
      texts[name] = [first, ...others].map(({ text }) => text);
      settled = true;
      break;
    }
    if (settled) continue;
    values[name] = option.fallback();
    origins[name] = { kind: 'default', from: null };
    texts[name] = [];
  }
  return { values, origins, texts } as unknown as Settings<Table>;
}

/** Flags as the command line gives them. */
export type FlagValues = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** Returns the options on the command line. A flag that names a variable for a secret gives that variable's value. */
export function flagSource(flags: FlagValues, env: Variables): SettingsSource {
  return {
    kind: 'flag',
    given: (_, option) => {
      const attribute = flagAttribute(option);
      const from = flagName(option) ?? '';
      const value = attribute === null ? undefined : flags[attribute];
      if (value === undefined) return [];
      if (typeof value === 'boolean') return option.takes === 'switch' ? [{ text: String(value), from }] : [];
      if (typeof value !== 'string') return value.map((text) => ({ text: text.trim(), from }));
      if (option.takes === 'secret') return [secretIn(value, from, env, option.variable ?? 'TOKEN')];
      if (value.trim() === '') throw new UserError(`${from} is empty`, 'Give it a value, or leave it out.');
      return [{ text: value.trim(), from }];
    },
  };
}

/** Returns the options in the environment; an empty variable counts as absent. */
export function environmentSource(env: Variables): SettingsSource {
  return {
    kind: 'environment',
    given: (_, { variable, takes }) => {
      if (variable === null) return [];
      const text = env[variable] ?? '';
      // A secret is not trimmed: a blank at its end is a mistake that must not be hidden.
      if (takes === 'secret') return text === '' ? [] : [{ text, from: variable }];
      if (text.trim() === '') return [];
      if (takes !== 'many') return [{ text: text.trim(), from: variable }];
      return text.split(',').map((part) => ({ text: part.trim(), from: variable }));
    },
  };
}
