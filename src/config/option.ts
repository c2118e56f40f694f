import type { Json, JsonObject } from '../shared/json.js';
import { type WrittenValue, parseInteger, parseSeconds, parseSecret, parseWord, refuseDuplicates } from './values.js';

/** Whether an option takes one text or many, is a switch, or is a secret that only a variable may hold. */
export type Takes = 'one' | 'many' | 'switch' | 'secret';

/** A setting: its names in each source, what it takes, and its default. */
export interface Option<T = unknown, F extends string = string, K extends Takes = Takes> {
  /**
   * As the command line writes it, such as `--seed <n>`; null if there is no flag. For a secret, it names a variable.
   */
  readonly flag: F | null;
  readonly variable: string | null;
  /** Its name in a file, if it differs from its name in the table. */
  readonly key: string | null;
  /** A phrase that describes it. */
  readonly says: string;
  /** The default in words; null if there is none, or if it is obvious. */
  readonly byDefault: string | null;
  readonly takes: K;
  /** Schema of its value in a configuration file, apart from references to variables. */
  readonly schema: JsonObject;
  /** Whether it is a path, which is relative to the file that gives it. */
  readonly isPath?: boolean;
  /**
   * Returns a value from a file as the texts that a flag would be given; by default the value itself, or the items of a
   * list.
   */
  readonly texts?: (value: Json) => readonly string[];
  /** Returns the value of what was given, which is never empty. Throws a UserError that names where it was given. */
  readonly read: (given: readonly [WrittenValue, ...WrittenValue[]]) => T;
  readonly fallback: () => T;
}

/** Options by their names in a configuration and in its file. */
export type OptionTable = Readonly<Record<string, Option>>;

/** The values of an option table. */
export type ValuesOf<Table> = { readonly [name in keyof Table]: Table[name] extends Option<infer T> ? T : never };

type LongName<F> = F extends `${string}--${infer Rest}`
  ? Rest extends `${infer Name} <${string}`
    ? Name
    : Rest
  : never;
type Camel<Name> = Name extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;
type FlagValue<K> = K extends 'many' ? readonly string[] : K extends 'switch' ? boolean : string;

/** The flags of a table as the command line gives them: `--service-id` as `serviceId`. */
export type FlagsOf<Table extends OptionTable> = {
  readonly [name in keyof Table as Camel<LongName<Table[name]['flag']>> & string]?:
    FlagValue<Table[name]['takes']> | undefined;
};

/** Schema of a non-empty text. */
export const anyText = { type: 'string', minLength: 1 } as const;

/** The fallback of an option without a default. */
export const none = (): null => null;

interface StatedOption<F extends string> {
  readonly flag: F | null;
  readonly variable?: string;
  readonly key?: string;
  readonly says: string;
  readonly byDefault?: string;
}

const plain = <F extends string>({ flag, variable, key, says, byDefault }: StatedOption<F>) => ({
  flag,
  variable: variable ?? null,
  key: key ?? null,
  says,
  byDefault: byDefault ?? null,
});

/** An option with one value. */
export function one<T, D, F extends string>(
  stated: StatedOption<F>,
  schema: JsonObject,
  parse: (given: WrittenValue) => T,
  fallback: () => D,
): Option<T | D, F, 'one'> {
  return { ...plain(stated), takes: 'one', schema, read: ([given]) => parse(given), fallback };
}

/** A path to a file, relative to the configuration file that gives it. */
export function file<F extends string>(stated: StatedOption<F>): Option<WrittenValue | null, F, 'one'> {
  return {
    ...one(
      stated,
      anyText,
      (given) => given,
      () => null,
    ),
    isPath: true,
  };
}

/** An integer within bounds. */
export function integer<D, F extends string>(
  { min, max, ...stated }: StatedOption<F> & { readonly min: number; readonly max: number },
  fallback: () => D,
): Option<number | D, F, 'one'> {
  const schema = { type: 'integer', minimum: min, maximum: max };
  return one(stated, schema, (given) => parseInteger(given, min, max), fallback);
}

/** Seconds, as milliseconds. */
export function seconds<D, F extends string>(
  { min, max, ...stated }: StatedOption<F> & { readonly min: number; readonly max: number },
  fallback: () => D,
): Option<number | D, F, 'one'> {
  const schema = { type: 'number', minimum: min, maximum: max };
  return one(stated, schema, (given) => parseSeconds(given, min, max), fallback);
}

/** One of several words. */
export function word<W extends string, F extends string>(
  stated: StatedOption<F>,
  words: readonly W[],
  fallback: W,
): Option<W, F, 'one'> {
  return one(
    { byDefault: fallback, ...stated },
    { enum: [...words] },
    (given) => parseWord(given, words),
    () => fallback,
  );
}

/** A repeatable option; its variable separates values by commas. */
export function many<T, F extends string>(
  stated: StatedOption<F>,
  parse: (given: WrittenValue) => T,
  { item = anyText, distinct = false }: { item?: JsonObject; distinct?: boolean } = {},
): Option<readonly T[], F, 'many'> {
  return {
    ...plain(stated),
    takes: 'many',
    schema: { anyOf: [item, { type: 'array', items: item, uniqueItems: true }] },
    read: (given) => {
      const values = given.map(parse);
      if (distinct) refuseDuplicates(values.map(String), given[0].from);
      return values;
    },
    fallback: () => [],
  };
}

/** A switch that is off by default. */
export function toggle<F extends string>(stated: StatedOption<F>): Option<boolean, F, 'switch'> {
  return {
    ...plain(stated),
    takes: 'switch',
    schema: { type: 'boolean' },
    read: ([given]) => parseWord(given, ['true', 'false']) === 'true',
    fallback: () => false,
  };
}

/** A credential: a variable holds it, and the flag names another variable. Neither a flag nor a file holds it. */
export function secret<F extends string>(stated: StatedOption<F>): Option<string | null, F, 'secret'> {
  return {
    ...plain(stated),
    takes: 'secret',
    schema: { type: 'string' },
    read: ([given]) => parseSecret(given),
    fallback: () => null,
  };
}

/** Returns the name of a flag without its value and short form: `--seed`. */
export function flagName({ flag }: Pick<Option, 'flag'>): string | null {
  return flag === null ? null : (/--[a-z-]+/.exec(flag)?.[0] ?? flag);
}

/** Returns the name under which the command line gives a flag: `serviceId` for `--service-id`. */
export function flagAttribute(option: Pick<Option, 'flag'>): string | null {
  return (
    flagName(option)
      ?.slice(2)
      .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) ?? null
  );
}

/** Returns the name of an option in a file. */
export function fileKey(name: string, { key }: Pick<Option, 'key'>): string {
  return key ?? name;
}

/** What the help of an option is made of. */
export type Described = Pick<Option, 'says' | 'byDefault' | 'takes' | 'variable' | 'schema'>;

/** Returns what an option means, which for a secret is the variable that its flag names. */
export function meaningOf({ says, takes }: Described): string {
  return takes === 'secret' ? `variable that holds ${says}` : says;
}

/** Returns the help of an option: what it means, and in brackets its choices, its default and its variable. */
export function optionHelp(described: Described): string {
  const { byDefault, takes, variable, schema } = described;
  const says = meaningOf(described);
  if (takes === 'secret') return variable === null ? says : `${says} (default: ${variable})`;
  const { enum: choices } = schema;
  const notes = [
    takes === 'many' ? ['repeatable'] : [],
    Array.isArray(choices) ? [`choices: ${choices.join(', ')}`] : [],
    byDefault === null ? [] : [`default: ${byDefault}`],
    variable === null ? [] : [`env: ${variable}${takes === 'many' ? ', comma-separated' : ''}`],
  ].flat();
  return notes.length === 0 ? says : `${says} (${notes.join('; ')})`;
}
