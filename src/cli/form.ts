import { jsonText } from '../report/json-text.js';
import { UserError } from '../shared/errors.js';
import type { Output } from './io.js';

/** The flags that choose the format of a result; the default is text for a terminal. */
export interface FormFlags {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** Throws a UserError if two formats are requested. */
export function refuseBoth({ json, markdown }: FormFlags): void {
  if (json === true && markdown === true)
    throw new UserError('--json and --markdown exclude each other', 'Leave one of them out.');
}

/** Prints a result in the requested format. */
export async function printInForm(
  output: Output,
  { json, markdown }: FormFlags,
  result: { readonly data: unknown; readonly markdown: () => string; readonly text: () => string },
): Promise<void> {
  const form = (): string => {
    if (json === true) return jsonText(result.data, 1);
    return markdown === true ? result.markdown() : result.text();
  };
  await output.write(form());
}
