import { dirname, relative, resolve } from 'node:path';
import { UserError } from '../shared/errors.js';
import { isObject, member, type Json, type JsonObject } from '../shared/json.js';
import { placeIn } from './place-in.js';
import type { ConfigFile } from './config-file.js';
import type { ConfigPath } from './loaders.js';
import { fileKey, type Option } from './option.js';
import { isSecretHeader } from './secret-headers.js';
import type { SettingsSource } from './sources.js';
import { isReference, referencesIn, substitute } from './substitute.js';
import { textsOf } from './texts-of.js';
import type { Variables } from './values.js';

/** The applicable sections of a file, strongest first: `[['targets', 'local'], []]`. */
export type Sections = readonly (readonly string[])[];

/**
 * Returns the settings in some sections of a configuration file. References to variables are resolved only for the
 * options that are read, so that a target's token may be missing while another is judged.
 */
export function fileSource(file: ConfigFile, sections: Sections, env: Variables, cwd: string): SettingsSource {
  return {
    kind: 'file',
    variables: variablesIn(file.content),
    given: (name, option) => {
      for (const section of sections) {
        const key = fileKey(name, option);
        const value = member(sectionOf(file.content, section), key);
        if (value === undefined) continue;
        const place = [...section, key];
        const from = placeIn(file, file.name, place);
        refusePlainSecret(file, option, value, place, env);
        const texts = textsOf(
          option,
          substituted(value, env, (inner) => placeIn(file, file.name, [...place, ...inner])),
        );
        const list = option.takes === 'many' && typeof value === 'string' && value.includes('${');
        const split = list ? texts.flatMap((text) => text.split(',')).map((text) => text.trim()) : texts;
        return split.map((text) => ({ text: option.isPath === true ? fromHere(text, file, cwd) : text, from }));
      }
      return [];
    },
  };
}

/** Returns the object at a section; an empty one if there is none. */
export function sectionOf(content: JsonObject, section: readonly string[]): JsonObject {
  const found = section.reduce<Json | undefined>((at, part) => (isObject(at) ? member(at, part) : undefined), content);
  return isObject(found) ? found : {};
}

/** Resolves a path relative to the folder of its file. */
function fromHere(path: string, file: ConfigFile, cwd: string): string {
  return relative(cwd, resolve(dirname(file.path), path)) || '.';
}

function substituted(
  value: Json,
  env: Variables,
  placeOf: (inner: ConfigPath) => string,
  inner: ConfigPath = [],
): Json {
  if (typeof value === 'string') return substitute(value, env, placeOf(inner));
  if (Array.isArray(value)) {
    return (value as Json[]).map((item, index) => substituted(item, env, placeOf, [...inner, index]));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, substituted(item, env, placeOf, [...inner, name])]),
  );
}

function variablesIn(value: Json): readonly string[] {
  if (typeof value === 'string') return referencesIn(value);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value as Readonly<Record<string, Json>>).flatMap(variablesIn);
}

/** A file is shared, and kept in version control: a secret in it must be a reference to a variable. */
function refusePlainSecret(file: ConfigFile, option: Option, value: Json, place: ConfigPath, env: Variables): void {
  // A program has inserted the variable's value by itself.
  const taken = (text: string): boolean =>
    file.isCode && Object.values(env).some((known) => known !== undefined && known.length >= 4 && text.includes(known));
  const refuse = (inner: ConfigPath): never => {
    const usual = option.variable ?? 'SECRET';
    throw new UserError(
      `${placeIn(file, file.name, [...place, ...inner])} is a secret in plain text`,
      `Export it, for example as ${usual}, and write \${${usual}} in its place.`,
    );
  };
  if (option.takes === 'secret') {
    if (typeof value !== 'string' || !(isReference(value) || taken(value))) refuse([]);
    return;
  }
  const named = isObject(value) ? Object.entries(value) : [];
  for (const [name, item] of named) {
    if (typeof item === 'string' && isSecretHeader(name) && referencesIn(item).length === 0 && !taken(item))
      refuse([name]);
  }
  const listed = isObject(value) ? Object.values(value) : Array.isArray(value) ? (value as Json[]) : [value];
  for (const [index, item] of listed.entries()) {
    if (typeof item !== 'string' || referencesIn(item).length > 0 || taken(item)) continue;
    const [, header] = /^([^\s:]+):\s/.exec(item) ?? [];
    const password = /:\/\/[^/@:]*:[^/@]+@/.test(item);
    if (password || (header !== undefined && isSecretHeader(header))) refuse(Array.isArray(value) ? [index] : []);
  }
}
