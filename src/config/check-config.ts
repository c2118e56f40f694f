import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { demandCodeGeneration } from '../shared/code-generation.js';
import { UserError } from '../shared/errors.js';
import { isObject, member, type Json } from '../shared/json.js';
import { nearest } from '../shared/nearest.js';
import { configSchema } from './config-schema.js';
import type { Loaded } from './loaders.js';
import { fileKey, flagAttribute, flagName, type Option, type OptionTable } from './option.js';
import { mockOptions } from './mock-options.js';
import { allOptions } from './options.js';
import { placeIn } from './place-in.js';
import { textsOf } from './texts-of.js';

const GENERAL = ['target', 'targets', 'mock'];

/**
 * Refuses a file that its schema does not allow. Throws a UserError that names the place and the nearest valid name or
 * value.
 */
export function checkConfig(loaded: Loaded, name: string): void {
  demandCodeGeneration();
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(configSchema());
  if (validate(loaded.content)) return;
  const errors = validate.errors ?? [];
  // The deepest error says most; a value that fits none of several forms is reported as such.
  const unknown = errors.find((error) => error.keyword === 'additionalProperties' && isSection(pathOf(error)));
  const [first] = errors;
  if (unknown !== undefined) throw unknownKey(loaded, name, unknown);
  if (first !== undefined) throw wrongValue(loaded, name, pathOf(first));
}

/** Whether a place in the file holds options. */
function isSection([first, ...below]: readonly string[]): boolean {
  return first === undefined || (first === 'mock' && below.length === 0) || (first === 'targets' && below.length === 1);
}

function pathOf({ instancePath }: ErrorObject): string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function unknownKey(loaded: Loaded, name: string, error: ErrorObject): UserError {
  const path = pathOf(error);
  const key = String((error.params as { readonly additionalProperty: unknown }).additionalProperty);
  const table: OptionTable = path[0] === 'mock' ? mockOptions : allOptions;
  const meant = keyMeantBy(key, table, path.length === 0 ? GENERAL : []);
  return new UserError(
    `${placeIn(loaded, name, [...path, key])} is not an option${meant === null ? '' : `; did you mean ${meant}?`}`,
    `See the options: vpcep-contract config --schema`,
  );
}

/** Finds an option by its key, its flag or its variable: the author of a file may know any of them. */
function keyMeantBy(key: string, table: OptionTable, general: readonly string[]): string | null {
  const names = new Map<string, string>(general.map((word) => [word, word]));
  for (const [name, option] of Object.entries(table)) {
    const own = fileKey(name, option);
    for (const alias of [name, flagAttribute(option), flagName(option), flagName(option)?.slice(2), option.variable]) {
      if (typeof alias === 'string' && !names.has(alias)) names.set(alias, own);
    }
    names.set(own, own);
  }
  const word = nearest(key, [...names.keys()]);
  return word === null ? null : (names.get(word) ?? null);
}

/** Returns the error of a value that the schema refuses; parsing it like a flag says why. */
function wrongValue(loaded: Loaded, name: string, path: readonly string[]): UserError {
  const depth = path[0] === 'targets' ? 3 : path[0] === 'mock' ? 2 : 1;
  const place = path.slice(0, depth);
  const value = place.reduce<Json | undefined>(
    (at, part) => (isObject(at) ? member(at, part) : undefined),
    loaded.content,
  );
  const from = placeIn(loaded, name, place);
  if (value === null) return new UserError(`${from} has no value`, 'Give it one, or leave it out.');
  const table: OptionTable = path[0] === 'mock' ? mockOptions : allOptions;
  const [, option] = Object.entries(table).find(([own, candidate]) => fileKey(own, candidate) === place.at(-1)) ?? [];
  if (place.length < depth || option === undefined) {
    return new UserError(`${from} cannot be ${shown(value)}`, 'See the allowed values: vpcep-contract config --schema');
  }
  return refusal(option, value, from) ?? new UserError(`${from} must be ${formOf(option)}, not ${shown(value)}`);
}

function refusal(option: Option, value: Json | undefined, from: string): UserError | null {
  if (option.takes === 'secret' || value === undefined) return null;
  try {
    const [first, ...others] = textsOf(option, value).map((text) => ({ text, from }));
    if (first !== undefined) option.read([first, ...others]);
    return null;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function formOf({ schema, takes }: Option): string {
  const forms: Readonly<Record<string, string>> = {
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    string: 'text',
    object: 'names with their values',
  };
  return (
    forms[String((schema as { readonly type?: unknown }).type)] ??
    (takes === 'many' ? 'text, or a list of texts that differ' : 'one of its values')
  );
}

function shown(value: Json | undefined): string {
  const text = JSON.stringify(value ?? null);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
