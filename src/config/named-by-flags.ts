import { commandLine, pathWord } from '../report/shell-words.js';
import { flagAttribute, flagName, type Option } from './option.js';
import { fileOptions, type Flags, judgingOptions } from './options.js';
import { isSecretHeader } from './secret-headers.js';
import { addressOptions, networkOptions } from './target-options.js';

/** How the command line named a target: options that a follow-up command must be given again. */
export interface NamedByFlags {
  /** Those that say what is to be judged there, which a report repeats. */
  readonly ids: readonly string[];
  /** Those that say where the target is, how it is reached, and where credentials and files are found. */
  readonly way: readonly string[];
}

const { projectId, serviceIds, siblingServiceId, portIds, tokenCommand, ...whereAndWho } = addressOptions;
const { headers, allowProduction, timeoutMs, connectTimeoutMs } = judgingOptions;
const idOptions = [projectId, serviceIds, siblingServiceId, portIds];
const wayOptions = [
  ...Object.values(fileOptions),
  ...Object.values(whereAndWho),
  ...Object.values(networkOptions),
  headers,
  allowProduction,
  timeoutMs,
  connectTimeoutMs,
];

/**
 * Returns how flags name a target. What may hold a secret is left out: the command of a token, a proxy with a password,
 * and headers whose names suggest a credential.
 */
export function namedByFlags(flags: Flags & { readonly envFile?: readonly string[] }): NamedByFlags {
  const words = (options: readonly Option[]): readonly string[] => options.flatMap((option) => wordsOf(option, flags));
  return {
    ids: words(idOptions),
    way: [
      ...(flags.envFile ?? []).flatMap((file) => ['--env-file', pathWord(file)]),
      ...(flags.config === false ? ['--no-config'] : []),
      ...words(wayOptions),
    ],
  };
}

/** The command that looks closer at the target of a run. */
export function doctorLine({ way, ids }: NamedByFlags): string {
  return commandLine('doctor', ...way, ...ids);
}

function wordsOf(option: Option, flags: Flags): readonly string[] {
  const [name, attribute] = [flagName(option), flagAttribute(option)];
  if (name === null || attribute === null) return [];
  const given = (flags as Readonly<Record<string, string | readonly string[] | boolean | undefined>>)[attribute];
  if (given === true) return [name];
  if (given === undefined || given === false) return [];
  return (typeof given === 'string' ? [given] : given)
    .filter((text) => !mayHoldSecret(option, text))
    .flatMap((text) => [name, option.isPath === true || option === fileOptions.config ? pathWord(text) : text]);
}

function mayHoldSecret(option: Option, text: string): boolean {
  if (option === networkOptions.proxy) return text.includes('@');
  return option === headers && isSecretHeader(text.split(':')[0] ?? '');
}
