/** What a body shows about its schema, and where: a boundary that it reaches, or a rule that it breaks. */
export interface TellingPlace {
  /** Location of the telling value, e.g. `/ports/*` (any item) or '' (the whole body). */
  readonly pointer: string;
  /** Name of the component that the schema of the value belongs to. */
  readonly component: string;
  /** The place within that component; '' is the whole. */
  readonly member: string;
  /** A keyword of JSON Schema, or the id of a rule. */
  readonly keyword: string;
  /** In kebab-case. What agrees in pointer, keyword and way belongs to one requirement. */
  readonly way: string;
  /** What the body shows, e.g. `service_name of 17 characters, one too many`. */
  readonly says: string;
}
