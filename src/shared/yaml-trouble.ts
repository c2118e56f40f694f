/** Returns what is wrong with YAML, for people: for deep nesting the parser reports an exhausted stack. */
export function yamlTrouble({ message }: { readonly message: string }): string {
  return /call stack/.test(message) ? 'it is nested too deep' : message;
}
