import { Option } from 'commander';
import { optionHelp, type Described } from '../config/option.js';

/** An option that carries the parts of its help. */
export class DescribedOption extends Option {
  constructor(
    flags: string,
    readonly parts: Described,
  ) {
    super(flags, optionHelp(parts));
    if (parts.takes === 'many') this.argParser(collect);
  }
}

/** An option of one command, which no table has; `byDefault` in words. */
export function described(flags: string, says: string, byDefault: string | null = null): DescribedOption {
  return new DescribedOption(flags, { says, byDefault, takes: 'one', variable: null, schema: {} });
}

/** A repeatable option of one command, which no table has. */
export function repeatable(flags: string, says: string): DescribedOption {
  return new DescribedOption(flags, { says, byDefault: null, takes: 'many', variable: null, schema: {} });
}

/** Returns the values of a repeatable option, with the next one. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
