/** Copies of the document with changed members. */
import type { OpenApiDocument } from '../spec/data.js';
import { document } from '../spec/document.js';
import type { Schema } from '../spec/schema.js';

/** The schemas of a copy, to be changed. */
export interface Draft {
  readonly request: { properties: Record<string, Schema>; required?: string[] };
  readonly reply: { properties: Record<string, Schema>; required: string[] };
  readonly schemas: Record<string, Schema>;
}

/** Returns a changed copy of the document. */
export function documentWith(change: (draft: Draft) => void): OpenApiDocument {
  const copy = structuredClone(document);
  const schemas = copy.components.schemas as Record<string, Schema>;
  const { UpdateEndpointServiceRequestBody: request, ServiceResp: reply } = schemas;
  change({ request: request as Draft['request'], reply: reply as Draft['reply'], schemas });
  return copy;
}

/** Returns a copy in which a member is changed. */
export function documentWithMember(of: 'request' | 'reply', name: string, changes: Partial<Schema>): OpenApiDocument {
  return documentWith((draft) => {
    const { properties } = draft[of];
    properties[name] = { ...properties[name], ...changes };
  });
}

/** What a member must state besides its keywords. */
export const stated = { 'x-clause': { table: 3 }, 'x-reading': 'R8' } as const satisfies Schema;

/** Returns a copy in which the request has another member, which the reply shows. */
export function documentWithNew(name: string, given: Schema, shown: Schema = plain(given)): OpenApiDocument {
  return documentWith(({ request, reply }) => {
    request.properties[name] = { ...stated, ...given };
    reply.properties[name] = { ...stated, ...shown };
  });
}

/** Returns the keywords of a member of the request, without those that apply only to the request. */
function plain(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !key.startsWith('x-') && key !== 'default'));
}
