import type { Json, JsonObject } from '../shared/json.js';
import { type WrittenValue, parseInteger, parseSeconds, parseSecret, parseWord, refuseDoublets } from './values.js';

/** How many texts an option takes, or that it is a switch, or a secret that only a variable may hold. */
export type Takes = 'one' | 'many' | 'switch' | 'secret';

/** A setting: its names wherever it may be given, what it takes, and what holds where it is not given. */
export interface Option<T = unknown, F extends string = string, K extends Takes = Takes> {
  /** As the command line writes it, such as `--seed <n>`; null where no flag gives it. For a secret, names a variable. */
  readonly flag: F | null;
  readonly variable: string | null;
  /** Its name in a file, where that is not the name that it has in the table. */
  readonly key: string | null;
  /** What it is, in a phrase. */
  readonly says: string;
  /** The default in words; null where there is none, or where it goes without saying. */
  readonly byDefault: string | null;
  readonly takes: K;
  /** What a configuration file may say, apart from references to variables. */
  readonly schema: JsonObject;
  /** Whether it is a path, which counts from the file that gives it. */
  readonly isPath?: boolean;
  /** A value of a file as the texts that a flag would be given; by default itself, or the items of a list. */
  readonly texts?: (value: Json) => readonly string[];
  /** The value of what was given, which is never empty. A UserError that names where it was given. */
  readonly read: (given: readonly [WrittenValue, ...WrittenValue[]]) => T;
  readonly fallback: () => T;
}

/** Options by the names that they have in a configuration, and in its file. */
export type OptionTable = Readonly<Record<string, Option>>;

/** The values of a table of options. */
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

/** The schema of a text that is not empty. */
export const anyText = { type: 'string', minLength: 1 } as const;

/** The fallback of an option that has no default. */
export const none = (): null => null;

interface Stated<F extends string> {
  readonly flag: F | null;
  readonly variable?: string;
  readonly key?: string;
  readonly says: string;
  readonly byDefault?: string;
}

const plain = <F extends string>({ flag, variable, key, says, byDefault }: Stated<F>) => ({
  flag,
  variable: variable ?? null,
  key: key ?? null,
  says,
  byDefault: byDefault ?? null,
});

/** An option with one value. */
export function one<T, D, F extends string>(
  stated: Stated<F>,
  schema: JsonObject,
  parse: (given: WrittenValue) => T,
  fallback: () => D,
): Option<T | D, F, 'one'> {
  return { ...plain(stated), takes: 'one', schema, read: ([given]) => parse(given), fallback };
}

/** A file by its path, which a configuration file gives from where it lies itself. */
export function file<F extends string>(stated: Stated<F>): Option<WrittenValue | null, F, 'one'> {
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

/** A whole number within its bounds. */
export function integer<D, F extends string>(
  { min, max, ...stated }: Stated<F> & { readonly min: number; readonly max: number },
  fallback: () => D,
): Option<number | D, F, 'one'> {
  const schema = { type: 'integer', minimum: min, maximum: max };
  return one(stated, schema, (given) => parseInteger(given, min, max), fallback);
}

/** Seconds, as milliseconds. */
export function seconds<D, F extends string>(
  { min, max, ...stated }: Stated<F> & { readonly min: number; readonly max: number },
  fallback: () => D,
): Option<number | D, F, 'one'> {
  const schema = { type: 'number', minimum: min, maximum: max };
  return one(stated, schema, (given) => parseSeconds(given, min, max), fallback);
}

/** One of a few words. */
export function word<W extends string, F extends string>(
  stated: Stated<F>,
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

/** An option that may be repeated; its variable separates by commas. */
export function many<T, F extends string>(
  stated: Stated<F>,
  parse: (given: WrittenValue) => T,
  { item = anyText, distinct = false }: { item?: JsonObject; distinct?: boolean } = {},
): Option<readonly T[], F, 'many'> {
  return {
    ...plain(stated),
    takes: 'many',
    schema: { anyOf: [item, { type: 'array', items: item, uniqueItems: true }] },
    read: (given) => {
      const values = given.map(parse);
      if (distinct) refuseDoublets(values.map(String), given[0].from);
      return values;
    },
    fallback: () => [],
  };
}

/** Something that is off unless it is said. */
export function toggle<F extends string>(stated: Stated<F>): Option<boolean, F, 'switch'> {
  return {
    ...plain(stated),
    takes: 'switch',
    schema: { type: 'boolean' },
    read: ([given]) => parseWord(given, ['true', 'false']) === 'true',
    fallback: () => false,
  };
}

/** A credential: a variable holds it, and the flag names another variable. No flag and no file holds it itself. */
export function secret<F extends string>(stated: Stated<F>): Option<string | null, F, 'secret'> {
  return {
    ...plain(stated),
    takes: 'secret',
    schema: { type: 'string' },
    read: ([given]) => parseSecret(given),
    fallback: () => null,
  };
}

/** The name of a flag without its value and its short form: `--seed`. */
export function flagName({ flag }: Pick<Option, 'flag'>): string | null {
  return flag === null ? null : (/--[a-z-]+/.exec(flag)?.[0] ?? flag);
}

/** The name under which the command line gives a flag: `serviceId` for `--service-id`. */
export function flagAttribute(option: Pick<Option, 'flag'>): string | null {
  return (
    flagName(option)
      ?.slice(2)
      .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) ?? null
  );
}

/** The name of an option in a file. */
export function fileKey(name: string, { key }: Pick<Option, 'key'>): string {
  return key ?? name;
}

/** What help says of an option. */
export function optionHelp(option: Pick<Option, 'says' | 'byDefault' | 'takes' | 'variable'>): string {
  const { says, byDefault, takes, variable } = option;
  if (takes === 'secret') return `variable that holds ${says}${variable === null ? '' : ` (default: ${variable})`}`;
  if (takes === 'many') return `${says} (repeatable)`;
  return byDefault === null ? says : `${says} (default: ${byDefault})`;
}
