import { configSchema } from '../src/config/config-schema.js';
import { mockOptions } from '../src/config/mock-options.js';
import { fileKey, flagName, type Option, type OptionTable } from '../src/config/option.js';
import { allOptions } from '../src/config/options.js';
import { table, withParts } from './generated-parts.js';

/** Returns the page on the configuration file, with every key that its JSON Schema allows. */
export async function configurationText(page: string): Promise<string> {
  const { properties } = configSchema() as {
    readonly properties: Readonly<Record<string, { readonly description: string }>>;
  };
  const options = keysOf(allOptions);
  const own = Object.entries(properties).filter(([key]) => !options.some(([cell]) => cell === `\`${key}\``));
  const meanings = own.map(([key, { description }]) => [`\`${key}\``, description]);
  return withParts(
    page,
    new Map([
      ['file', table(['Key', 'Meaning'], meanings)],
      ['keys', table(['Key', 'Value', 'Option of run'], options)],
      ['mock', table(['Key', 'Value', 'Option of mock'], keysOf(mockOptions))],
    ]),
  );
}

/** The keys of a table, what each may be, and the option that means the same. */
function keysOf(options: OptionTable): readonly (readonly string[])[] {
  return Object.entries(options).map(([name, option]) => [
    `\`${fileKey(name, option)}\``,
    valueOf(option),
    `\`${flagName(option) ?? ''}\``,
  ]);
}

/** The keywords of a schema that the page shows. */
interface Bounds {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
}

/** Says what a key may be: in the word with which the flag names its value, and by the schema. */
function valueOf({ flag, takes, variable, schema }: Option): string {
  const placeholder = /<(.+)>/.exec(flag ?? '')?.[1] ?? '';
  const { type, minimum = 0, maximum = 0, enum: choices } = schema as Bounds;
  if (takes === 'secret') return `reference, such as \`\${${variable ?? ''}}\``;
  if (takes === 'switch') return '`true` or `false`';
  if (type === 'object') return 'an object, values by name';
  if (takes === 'many') return `${placeholder}, or a list of them`;
  if (choices !== undefined) return choices.map((choice) => `\`${choice}\``).join(', ');
  if (type === 'integer' || type === 'number')
    return `${type === 'integer' ? 'whole number' : placeholder}, ${minimum} to ${maximum}`;
  return placeholder;
}
