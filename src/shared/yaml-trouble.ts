/** What is wrong with YAML, for people: its parser says of what is nested too deep that the stack is exhausted. */
export function yamlTrouble({ message }: { readonly message: string }): string {
  return /call stack/.test(message) ? 'it is nested too deep' : message;
}
