import { jsonText } from '../../report/json-text.js';
import { sourcesOf } from '../../config/config.js';
import { configSchema } from '../../config/config-schema.js';
import { fileSettings } from '../../config/file-settings.js';
import { fileKey, type Option, type OptionTable } from '../../config/option.js';
import { allOptions, type Flags } from '../../config/options.js';
import { isSecretHeader } from '../../config/secret-headers.js';
import { type SettingOrigin, resolveSettings, type SourceKind } from '../../config/sources.js';
import { UserError } from '../../shared/errors.js';
import type { Json } from '../../shared/json.js';
import { createPaint, type Paint } from '../../report/paint.js';
import { visible } from '../../report/safe-text.js';
import type { Io } from '../io.js';
import type { ExitCode } from '../exit-code.js';

/** Flags of `config`: those of `run`, and what to show. */
export type ConfigFlags = Flags & { readonly show?: boolean; readonly schema?: boolean };

/** An effective option. A secret is shown as {@link MASKED}. */
export interface ShownOption {
  /** As a file would give it; null if there is none. */
  readonly value: Json;
  readonly source: SourceKind;
  /** The flag, the variable, or the position in the file; for a default its description, if there is more to say. */
  readonly from: string | null;
}

/** The effective configuration. */
export interface ShownConfig {
  readonly file: string | null;
  readonly target: string | null;
  readonly options: Readonly<Record<string, ShownOption>>;
}

const MASKED = '***';

/** Shows the effective values and where each comes from, or the JSON Schema of the file. */
export async function configCommand(flags: ConfigFlags, io: Io): Promise<ExitCode> {
  if (flags.schema === true) {
    if (flags.show === true) throw new UserError('--show and --schema exclude each other', 'Leave one of them out.');
    await io.stdout.write(jsonText(configSchema(), 2));
    return 0;
  }
  // The flag says how to show it, not what a run prints.
  const { json, ...others } = flags;
  const file = await fileSettings(others, io.env, io.cwd, { runsPrograms: false });
  const { texts, origins, values } = resolveSettings(
    allOptions as OptionTable,
    sourcesOf(others, io.env, file?.source ?? null),
  );
  const secrets = Object.entries(allOptions as OptionTable).flatMap(([name, { takes }]) =>
    takes === 'secret' && typeof values[name] === 'string' ? [values[name]] : [],
  );
  const shown: ShownConfig = {
    file: file?.file.name ?? null,
    target: file?.target ?? null,
    options: Object.fromEntries(
      Object.entries(allOptions as OptionTable).map(([name, option]) => [
        fileKey(name, option),
        showOption(option, texts[name] ?? [], origins[name] ?? { kind: 'default', from: null }, secrets),
      ]),
    ),
  };
  const text = json === true ? jsonText(shown, 2) : renderConfig(shown, createPaint(io.stdout.colour));
  await io.stdout.write(text);
  return 0;
}

function showOption(
  option: Option,
  texts: readonly string[],
  origin: SettingOrigin,
  secrets: readonly string[],
): ShownOption {
  const { takes, byDefault } = option;
  if (origin.kind === 'default') {
    const value = takes === 'many' ? [] : takes === 'switch' ? false : defaultValue(option);
    return { value, source: 'default', from: value === null ? byDefault : null };
  }
  const masked = texts.map((text) => (takes === 'secret' ? MASKED : maskedText(text, secrets)));
  const value = takes === 'many' ? masked : typed(option, masked[0] ?? '');
  return { value, source: origin.kind, from: origin.from };
}

/** Returns the default as a file would give it; null if it is drawn at random, or comes from elsewhere. */
function defaultValue(option: Option): Json {
  const { byDefault, schema } = option;
  if (byDefault === null || option.fallback() === null) return null;
  const type = (schema as { readonly type?: unknown }).type;
  if (type !== 'integer' && type !== 'number') return byDefault;
  return Number.isNaN(Number(byDefault)) ? null : Number(byDefault);
}

function typed({ schema, takes }: Option, text: string): Json {
  const type = (schema as { readonly type?: unknown }).type;
  if (takes === 'switch') return text === 'true';
  return type === 'integer' || type === 'number' ? Number(text) : text;
}

/** Returns a text without credentials: those of headers that carry them, those of proxies, and any known one. */
function maskedText(text: string, secrets: readonly string[]): string {
  const [, name] = /^([^\s:]+):/.exec(text) ?? [];
  const plain = text.replace(/(:\/\/[^/@:]*:)[^/]*@/, `$1${MASKED}@`);
  const bare = name !== undefined && !plain.includes('://') && isSecretHeader(name) ? `${name}: ${MASKED}` : plain;
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, MASKED), bare);
}

/** Formats a configuration for people. */
export function renderConfig({ file, target, options }: ShownConfig, paint: Paint): string {
  const rows = Object.entries(options).map(([name, { value, source, from }]) => {
    const shown =
      value === null
        ? '-'
        : typeof value === 'string'
          ? value
          : Array.isArray(value)
            ? value.join(', ')
            : JSON.stringify(value);
    const origin = source === 'default' ? (from === null ? 'default' : `default: ${from}`) : from;
    return [name, visible(shown === '' ? '-' : shown), visible(origin ?? source)] as const;
  });
  const width = Math.max(...rows.map(([name]) => name.length));
  const valueWidth = Math.min(40, Math.max(...rows.map(([, value]) => value.length)));
  return [
    `File: ${file === null ? 'none' : visible(file)}${target === null ? '' : `, target ${visible(target)}`}`,
    '',
    ...rows.map(([name, value, from]) => `${name.padEnd(width)}  ${value.padEnd(valueWidth)}  ${paint.dim(from)}`),
    '',
  ].join('\n');
}
