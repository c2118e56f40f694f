import { member, type JsonObject } from '../json.js';
import type { AttemptResponse, Finding, Profile } from '../model.js';
import { describe } from './envelope.js';
import { decode, headerValues, isJsonType } from './media.js';
import { loosens } from '../readings.js';

/** A complaint of the schema about an instance. */
export interface SchemaError {
  /** Place in the instance, as a JSON pointer. */
  readonly pointer: string;
  readonly keyword: string;
  readonly message: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Judges an instance by the schema of the reply. */
export type ReplySchema = (value: unknown) => readonly SchemaError[];

/** The form of a reply with status 200: media type, encoding, JSON, an object (R22). */
export function checkForm(response: AttemptResponse): {
  readonly findings: Finding[];
  readonly value: JsonObject | null;
} {
  const findings: Finding[] = [];
  const contentType = headerValues(response, 'content-type').join(', ');
  if (!isJsonType(contentType)) {
    findings.push({
      requirement: 'reply/content-type',
      expected: 'application/json',
      received: contentType || 'no Content-Type',
    });
  }
  const decoded = decode(response.body);
  if (decoded.kind === 'object') return { findings, value: decoded.value };
  if (decoded.kind === 'json') {
    findings.push({
      requirement: 'reply/object',
      pointer: '',
      expected: 'an object',
      received: describe(decoded.value),
    });
  } else {
    const requirement = decoded.breach === 'json' ? 'reply/json' : 'reply/utf-8';
    const expected = decoded.breach === 'json' ? 'JSON' : 'UTF-8 without a byte order mark';
    findings.push({ requirement, pointer: '', expected, received: decoded.detail });
  }
  return { findings, value: null };
}

/** The id of the requirement that one constraint of the reply's schema makes. */
export function replyRequirement(pointer: string, keyword: string): string {
  const place = pointer.split('/').filter((part) => part !== '' && part !== '*' && !/^\d+$/.test(part));
  return ['reply', ...place, keyword].join('/');
}

/** What a profile leaves open of the reply's members: three that may be missing and `deleting` (R23), unknown values (R25). */
function isTolerated(error: SchemaError, value: JsonObject, profile: Profile): boolean {
  if (error.keyword === 'enum') {
    return loosens(profile, 'R25') || (at(value, error.pointer) === 'deleting' && loosens(profile, 'R23'));
  }
  return (
    error.keyword === 'required' &&
    ['cidr_type', 'pool_id', 'vpc_id'].includes(String(error.params['missingProperty'])) &&
    loosens(profile, 'R23')
  );
}

/** The members of a reply by its schema (Tables 5 to 7, R23, R25 to R27). */
export function checkMembers(value: JsonObject, schema: ReplySchema, profile: Profile): Finding[] {
  return schema(value)
    .filter((error) => !isTolerated(error, value, profile))
    .map((error) => {
      const missing = error.keyword === 'required' ? `/${String(error.params['missingProperty'])}` : '';
      const pointer = `${error.pointer}${missing}`;
      return {
        requirement: replyRequirement(pointer, error.keyword),
        pointer,
        expected: error.keyword === 'required' ? 'present' : error.message,
        received: describe(at(value, pointer)),
      };
    });
}

function at(value: JsonObject, pointer: string): JsonObject[string] | undefined {
  let here: JsonObject[string] | undefined = value;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof here !== 'object' || here === null) return undefined;
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    here = Array.isArray(here)
      ? (here[Number(name)] as JsonObject[string] | undefined)
      : member(here as JsonObject, name);
  }
  return here;
}

/**
 * id and project_id are those of the path; vip_port_id shows only for a VIP (R24, Table 5). Where the path spells them in
 * upper case, either spelling is that of the path.
 */
export function checkIdentity(
  value: JsonObject,
  path: { readonly serviceId: string; readonly projectId: string; readonly upperCase?: boolean },
): Finding[] {
  const findings: Finding[] = [];
  const differs = (shown: string, id: string): boolean =>
    shown !== id && !(path.upperCase === true && shown === id.toUpperCase());
  const id = member(value, 'id');
  if (typeof id === 'string' && differs(id, path.serviceId)) {
    findings.push({
      requirement: 'reply/id/matches-path',
      pointer: '/id',
      expected: path.serviceId,
      received: describe(id),
    });
  }
  const project = member(value, 'project_id');
  if (typeof project === 'string' && differs(project, path.projectId)) {
    findings.push({
      requirement: 'reply/project_id/matches-path',
      pointer: '/project_id',
      expected: path.projectId,
      received: describe(project),
    });
  }
  const serverType = member(value, 'server_type');
  if (member(value, 'vip_port_id') !== undefined && serverType !== 'VIP') {
    findings.push({
      requirement: 'reply/vip_port_id/only-vip',
      pointer: '/vip_port_id',
      expected: `absent, since server_type is ${describe(serverType)}`,
      received: describe(member(value, 'vip_port_id')),
    });
  }
  return findings;
}
